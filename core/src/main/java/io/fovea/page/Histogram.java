package io.fovea.page;

import static io.fovea.page.ChartFrame.HIGH;
import static io.fovea.page.ChartFrame.LEFT;
import static io.fovea.page.ChartFrame.TOP;
import static io.fovea.page.ChartFrame.WIDE;
import static io.fovea.page.ChartFrame.number;

import java.util.Arrays;
import java.util.Locale;

/** How often numbers fall into equal ranges, as a drawing inside the page. */
public final class Histogram {

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
        ChartFrame frame = new ChartFrame(title, 40);
        for (int i = 0; i < BINS; i++) {
            double height = (double) HIGH * counts[i] / highest;
            frame.svg()
                    .start(
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
        frame.upward(String.valueOf(highest), TOP + 8);
        frame.across(axis, share -> label(most * share) + (share == 1 && most > 1 ? "+" : ""));
        return frame.end();
    }

    private static String label(double value) {
        return value >= 10
                ? String.valueOf(Math.round(value))
                : String.format(Locale.ROOT, "%.2f", value).replaceFirst("\\.?0+$", "");
    }
}
