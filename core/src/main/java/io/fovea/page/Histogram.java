package io.fovea.page;

import java.util.Arrays;
import java.util.Locale;

/** How often numbers fall into equal ranges, as a drawing inside the page. */
public final class Histogram {

    private static final int LEFT = 44;
    private static final int TOP = 26;
    private static final int WIDE = 300;
    private static final int HIGH = 170;
    private static final int BINS = 20;

    private Histogram() {}

    /**
     * The drawing.
     *
     * @param axis what the numbers are
     * @param most upper end of the last range; larger numbers are counted in it
     */
    public static Html of(String title, String axis, double most, double[] numbers) {
        int[] counts = new int[BINS];
        for (double number : numbers) {
            counts[(int) Math.clamp(Math.floor(number / most * BINS), 0, BINS - 1)]++;
        }
        int highest = Math.max(1, Arrays.stream(counts).max().orElse(1));
        Html svg = new Html();
        svg.start(
                "svg",
                "viewBox",
                "0 0 " + (LEFT + WIDE + 16) + " " + (TOP + HIGH + 40),
                "class",
                "chart curve",
                "role",
                "img",
                "aria-label",
                title);
        svg.element("text", title, "x", "0", "y", "14", "class", "title");
        for (int i = 0; i < BINS; i++) {
            double height = (double) HIGH * counts[i] / highest;
            svg.start(
                            "rect",
                            "x",
                            number(LEFT + (double) WIDE * i / BINS + 1),
                            "y",
                            number(TOP + HIGH - height),
                            "width",
                            number((double) WIDE / BINS - 2),
                            "height",
                            number(height),
                            "class",
                            "bar")
                    .element("title", counts[i] + " of " + numbers.length)
                    .end("rect");
        }
        svg.element(
                "text",
                String.valueOf(highest),
                "x",
                String.valueOf(LEFT - 6),
                "y",
                String.valueOf(TOP + 8),
                "class",
                "tick",
                "text-anchor",
                "end");
        for (int i = 0; i <= 4; i++) {
            svg.element(
                    "text",
                    label(most * i / 4) + (i == 4 && most > 1 ? "+" : ""),
                    "x",
                    number(LEFT + WIDE * i / 4.0),
                    "y",
                    String.valueOf(TOP + HIGH + 16),
                    "class",
                    "tick",
                    "text-anchor",
                    "middle");
        }
        svg.element(
                "text",
                axis,
                "x",
                number(LEFT + WIDE / 2.0),
                "y",
                String.valueOf(TOP + HIGH + 32),
                "class",
                "tick",
                "text-anchor",
                "middle");
        return svg.end("svg").line();
    }

    private static String label(double value) {
        return value >= 10
                ? String.valueOf(Math.round(value))
                : String.format(Locale.ROOT, "%.2f", value).replaceFirst("\\.?0+$", "");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
