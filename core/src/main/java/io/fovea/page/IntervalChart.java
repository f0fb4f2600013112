package io.fovea.page;

import java.util.List;
import java.util.Locale;

/** Bars from 0 to 1 with their intervals, one below the other, as a drawing inside the page. */
public final class IntervalChart {

    private static final int ROW = 22;
    private static final int LEFT = 250;
    private static final int WIDE = 420;
    private static final int RIGHT = 130;

    /** One bar; all three numbers from 0 to 1. */
    public record Bar(String name, double value, double low, double high) {}

    private IntervalChart() {}

    /** The drawing. */
    public static Html of(String title, List<Bar> bars) {
        int height = 34 + ROW * bars.size() + 6;
        int width = LEFT + WIDE + RIGHT;
        Html svg = new Html();
        svg.start(
                "svg",
                "viewBox",
                "0 0 " + width + " " + height,
                "class",
                "chart",
                "role",
                "img",
                "aria-label",
                title);
        svg.element("text", title, "x", "0", "y", "14", "class", "title");
        for (int percent = 0; percent <= 100; percent += 25) {
            String x = at(percent / 100.0);
            svg.start(
                            "line",
                            "x1",
                            x,
                            "x2",
                            x,
                            "y1",
                            "34",
                            "y2",
                            String.valueOf(height - 6),
                            "class",
                            "grid")
                    .end("line");
            svg.element(
                    "text",
                    percent + " %",
                    "x",
                    x,
                    "y",
                    "30",
                    "class",
                    "tick",
                    "text-anchor",
                    "middle");
        }
        for (int i = 0; i < bars.size(); i++) {
            bar(svg, bars.get(i), 36 + ROW * i);
        }
        return svg.end("svg").line();
    }

    private static void bar(Html svg, Bar bar, int top) {
        String middle = String.valueOf(top + ROW / 2 - 1);
        String base = String.valueOf(top + ROW / 2 + 3);
        svg.element(
                "text",
                shortened(bar.name()),
                "x",
                String.valueOf(LEFT - 8),
                "y",
                base,
                "text-anchor",
                "end");
        svg.start(
                        "rect",
                        "x",
                        at(0),
                        "y",
                        String.valueOf(top + 3),
                        "height",
                        String.valueOf(ROW - 8),
                        "width",
                        number(Math.clamp(bar.value(), 0, 1) * WIDE),
                        "class",
                        "bar")
                .end("rect");
        svg.start(
                        "line",
                        "x1",
                        at(bar.low()),
                        "x2",
                        at(bar.high()),
                        "y1",
                        middle,
                        "y2",
                        middle,
                        "class",
                        "interval")
                .end("line");
        svg.element(
                "text",
                String.format(
                        Locale.ROOT,
                        "%.1f [%.1f, %.1f]",
                        100 * bar.value(),
                        100 * bar.low(),
                        100 * bar.high()),
                "x",
                String.valueOf(LEFT + WIDE + 8),
                "y",
                base,
                "class",
                "tick");
    }

    private static String at(double value) {
        return number(LEFT + Math.clamp(value, 0, 1) * WIDE);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String shortened(String name) {
        return name.length() <= 38 ? name : name.substring(0, 37) + "\u2026";
    }
}
