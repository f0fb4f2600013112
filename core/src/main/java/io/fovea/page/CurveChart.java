package io.fovea.page;

import static io.fovea.page.ChartFrame.HIGH;
import static io.fovea.page.ChartFrame.LEFT;
import static io.fovea.page.ChartFrame.TOP;
import static io.fovea.page.ChartFrame.WIDE;
import static io.fovea.page.ChartFrame.number;

import java.util.List;
import java.util.Locale;

/** Curves of numbers from 0 to 1 over one axis, as a drawing inside the page. */
public final class CurveChart {

    /** One curve: {@code values} over {@code at}, both of the same length. */
    public record Curve(String name, double[] at, double[] values) {}

    private CurveChart() {}

    /**
     * The drawing.
     *
     * @param axis what runs to the right
     * @param from its first value
     * @param to its last value, above {@code from}
     */
    public static Html of(String title, String axis, double from, double to, List<Curve> curves) {
        ChartFrame frame = new ChartFrame(title, 44 + 16 * (curves.size() - 1));
        frame.percents();
        frame.across(axis, share -> label(from + (to - from) * share));
        for (int i = 0; i < curves.size(); i++) {
            curve(frame, curves.get(i), i, from, to);
        }
        return frame.end();
    }

    private static void curve(ChartFrame frame, Curve curve, int number, double from, double to) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < curve.at().length; i++) {
            double x = LEFT + WIDE * (curve.at()[i] - from) / (to - from);
            double y = TOP + HIGH * (1 - Math.clamp(curve.values()[i], 0, 1));
            points.append(number(x)).append(',').append(number(y)).append(' ');
        }
        String colour = "c" + number % 4;
        frame.svg()
                .start("polyline", "points", points.toString().strip(), "class", "curve " + colour)
                .end("polyline");
        frame.tick(curve.name(), LEFT + WIDE - 4, TOP + 14 + 14 * number, "end", colour);
    }

    private static String label(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }
}
