package io.fovea.generate;

import io.fovea.language.LanguageInput;
import io.fovea.language.LanguageModel;
import io.fovea.model.PromptPositions;
import io.fovea.nn.KvCache;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** Reads each input once; keys and values of earlier ones stay in a {@link KvCache}. */
final class CachedPass implements LanguagePass {

    private final LanguageModel language;
    private final @Nullable PromptCache kept;
    private final KvCache cache;
    private PromptPositions positions = PromptPositions.counting(0);
    private @Nullable Tensor state;

    /**
     * @param kept what is held of the last prompt; null to hold nothing beyond this one
     * @param capacity most inputs
     */
    CachedPass(LanguageModel language, @Nullable PromptCache kept, int capacity) {
        this.language = language;
        this.kept = kept;
        cache = kept == null ? new KvCache(language.layers(), capacity) : kept.of(capacity);
    }

    @Override
    public int keep(Prefill prefill) {
        positions = prefill.positions();
        return kept == null ? 0 : kept.keep(prefill);
    }

    @Override
    public Tensor append(Tensor embeddings) {
        int earlier = (int) cache.length();
        int rows = (int) embeddings.size(1);
        try (Scope scope = Scope.open()) {
            Tensor at = positions.tensor(earlier, rows).to(embeddings.device());
            Tensor last =
                    language.forward(
                                    new LanguageInput(embeddings, at, null, cache, Map.of())
                                            .only(-1))
                            .last();
            Tensor next = last.select(1, rows - 1).copy().own();
            forget();
            state = next;
            return next;
        }
    }

    @Override
    public void into(KvCache batch, int row, int rows, long end) {
        batch.fill(cache, row, rows, end);
    }

    private void forget() {
        if (state != null) {
            state.close();
            state = null;
        }
    }

    @Override
    public void close() {
        forget();
        if (kept == null) {
            cache.close();
        }
    }
}
