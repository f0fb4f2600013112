package io.fovea.eval;

import io.fovea.data.Dataset;
import io.fovea.geometry.Region;
import io.fovea.image.Image;
import io.fovea.page.Html;
import io.fovea.page.Thumbnail;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Some judged items with their pictures, the worst first: half of them are the worst there are, a
 * quarter the best, a quarter drawn at random, so that a reader sees the whole range.
 */
final class Gallery {

    private static final int SIDE = 480;

    private final Dataset dataset;
    private final int limit;
    private final long seed;

    /**
     * @param dataset what was asked about; pictures are read again
     * @param limit most items shown
     * @param seed of the random choice
     */
    Gallery(Dataset dataset, int limit, long seed) {
        this.dataset = dataset;
        this.limit = limit;
        this.seed = seed;
    }

    /** The items shown, worst first. */
    List<Scored> choose(List<Scored> scored) {
        List<Scored> byQuality = new ArrayList<>(scored);
        byQuality.sort(
                Comparator.comparingDouble(Gallery::quality)
                        .thenComparing(Comparator.comparingDouble(Gallery::confidence).reversed()));
        Set<Scored> chosen = new LinkedHashSet<>();
        int count = Math.min(limit, scored.size());
        take(byQuality, count - count / 2, chosen);
        take(byQuality.reversed(), count / 4, chosen);
        List<Scored> shuffled = new ArrayList<>(byQuality);
        Collections.shuffle(shuffled, new Random(seed));
        take(shuffled, count - chosen.size(), chosen);
        return byQuality.stream().filter(chosen::contains).toList();
    }

    private static void take(List<Scored> from, int count, Set<Scored> to) {
        int most = to.size() + count;
        for (Scored item : from) {
            if (to.size() >= most) {
                return;
            }
            to.add(item);
        }
    }

    /** From 0, all wrong, to 1. */
    static double quality(Scored item) {
        if (item.item().measure() == Measure.PLAIN && item.item().family() == Family.GROUNDING) {
            return item.item().truth().getFirst().mask() == null
                    ? item.score().boxIou()
                    : (item.score().boxIou() + item.score().mask().iou()) / 2;
        }
        Column first = Columns.of(item.item()).getFirst();
        double of = first.denominator().applyAsDouble(item);
        return of == 0 ? 1 : first.numerator().applyAsDouble(item) / of;
    }

    private static double confidence(Scored item) {
        List<Region> regions = item.prediction().answer().regions();
        return regions.isEmpty() ? 0 : regions.getFirst().score();
    }

    /** The cards with the means to filter them. */
    Html html(List<Scored> scored) {
        List<Scored> chosen = choose(scored);
        Html html = new Html();
        html.start("div", "class", "filters");
        filter(html, "kind", "all kinds", chosen.stream().map(item -> item.item().kind()).toList());
        filter(html, "verdict", "right and wrong", chosen.stream().map(Gallery::verdict).toList());
        html.start(
                "input",
                "type",
                "search",
                "data-filter",
                "words",
                "placeholder",
                "words of question or answer",
                "aria-label",
                "words");
        html.element("span", "", "data-count", "", "class", "soft");
        html.end("div").line();
        html.start("div", "class", "gallery", "data-gallery", "").line();
        long last = -1;
        Image picture = null;
        for (Scored item : chosen) {
            if (item.item().scene() != last || picture == null) {
                last = item.item().scene();
                picture = dataset.get(last).image();
            }
            card(html, item, picture);
        }
        return html.end("div").line();
    }

    private static void filter(Html html, String name, String all, List<String> values) {
        html.start("select", "data-filter", name, "aria-label", name);
        html.element("option", all, "value", "");
        values.stream()
                .distinct()
                .sorted()
                .forEach(value -> html.element("option", value, "value", value));
        html.end("select");
    }

    private static String verdict(Scored item) {
        return item.score().invalid() ? "invalid" : item.score().correct() ? "right" : "wrong";
    }

    private static void card(Html html, Scored item, @Nullable Image picture) {
        String verdict = verdict(item);
        html.start(
                "div", "class", "card", "data-kind", item.item().kind(), "data-verdict", verdict);
        if (picture != null) {
            html.start(
                    "img",
                    "loading",
                    "lazy",
                    "alt",
                    item.item().question(),
                    "src",
                    Thumbnail.address(PredictionPicture.draw(item, picture, SIDE), SIDE));
        }
        html.start("dl");
        html.start("dt").element("span", verdict, "class", "mark " + verdict);
        html.text(" " + item.item().kind() + " \u00b7 " + measured(item)).end("dt");
        html.element("dd", item.item().question());
        entry(html, "true", said(item.item().expected(), item.item().truth()));
        if (item.item().answers().size() > 1) {
            entry(html, "all true answers", String.join(" \u00b7 ", item.item().answers()));
        }
        entry(
                html,
                "answered",
                said(item.prediction().answer().text(), item.prediction().answer().regions()));
        html.element("dt", item.item().id());
        html.end("dl").end("div").line();
    }

    private static void entry(Html html, String name, String words) {
        html.element("dt", name).element("dd", words);
    }

    private static String said(String words, List<Region> places) {
        String number =
                places.isEmpty() ? "" : places.size() == 1 ? "1 place" : places.size() + " places";
        String both = (words + (words.isEmpty() || number.isEmpty() ? "" : " \u00b7 ") + number);
        return both.isEmpty() ? "nothing" : both;
    }

    private static String measured(Scored item) {
        return String.format(
                Locale.ROOT,
                "%.2f \u00b7 %.0f ms \u00b7 %d tokens",
                quality(item),
                item.prediction().millis(),
                item.prediction().answer().usage().answerTokens());
    }
}
