'use strict';
for (const gallery of document.querySelectorAll('[data-gallery]')) {
  const cards = [...gallery.querySelectorAll('.card')];
  const filters = [...document.querySelectorAll('[data-filter]')];
  const count = document.querySelector('[data-count]');
  const apply = () => {
    let shown = 0;
    for (const card of cards) {
      const fits = filters.every((filter) => {
        const wanted = filter.value.trim().toLowerCase();
        if (wanted === '') return true;
        const name = filter.dataset.filter;
        return name === 'words'
          ? card.textContent.toLowerCase().includes(wanted)
          : card.dataset[name].toLowerCase() === wanted;
      });
      card.hidden = !fits;
      if (fits) shown++;
    }
    if (count) count.textContent = shown + ' of ' + cards.length;
  };
  for (const filter of filters) filter.addEventListener('input', apply);
  gallery.addEventListener('click', (event) => {
    if (event.target.tagName === 'IMG') event.target.closest('.card').classList.toggle('large');
  });
  apply();
}
