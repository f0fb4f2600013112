package io.fovea.page;

import java.util.List;
import java.util.Locale;

/** Curves of numbers from 0 to 1 over one axis, as a drawing inside the page. */
public final class CurveChart {

    private static final int LEFT = 44;
    private static final int TOP = 26;
    private static final int WIDE = 300;
    private static final int HIGH = 170;

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
        Html svg = new Html();
        svg.start(
                "svg",
                "viewBox",
                "0 0 " + (LEFT + WIDE + 16) + " " + (TOP + HIGH + 44 + 16 * (curves.size() - 1)),
                "class",
                "chart curve",
                "role",
                "img",
                "aria-label",
                title);
        svg.element("text", title, "x", "0", "y", "14", "class", "title");
        for (int i = 0; i <= 4; i++) {
            String y = number(TOP + HIGH * (1 - i / 4.0));
            svg.start(
                            "line",
                            "x1",
                            String.valueOf(LEFT),
                            "x2",
                            String.valueOf(LEFT + WIDE),
                            "y1",
                            y,
                            "y2",
                            y,
                            "class",
                            "grid")
                    .end("line");
            svg.element(
                    "text",
                    25 * i + " %",
                    "x",
                    String.valueOf(LEFT - 6),
                    "y",
                    number(TOP + HIGH * (1 - i / 4.0) + 4),
                    "class",
                    "tick",
                    "text-anchor",
                    "end");
            double x = LEFT + WIDE * i / 4.0;
            svg.element(
                    "text",
                    label(from + (to - from) * i / 4),
                    "x",
                    number(x),
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
        for (int i = 0; i < curves.size(); i++) {
            curve(svg, curves.get(i), i, from, to);
        }
        return svg.end("svg").line();
    }

    private static void curve(Html svg, Curve curve, int number, double from, double to) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < curve.at().length; i++) {
            double x = LEFT + WIDE * (curve.at()[i] - from) / (to - from);
            double y = TOP + HIGH * (1 - Math.clamp(curve.values()[i], 0, 1));
            points.append(number(x)).append(',').append(number(y)).append(' ');
        }
        String colour = "c" + number % 4;
        svg.start("polyline", "points", points.toString().strip(), "class", "curve " + colour)
                .end("polyline");
        svg.element(
                "text",
                curve.name(),
                "x",
                String.valueOf(LEFT + WIDE - 4),
                "y",
                String.valueOf(TOP + 14 + 14 * number),
                "class",
                "tick " + colour,
                "text-anchor",
                "end");
    }

    private static String label(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
