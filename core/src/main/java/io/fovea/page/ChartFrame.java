package io.fovea.page;

import java.util.Locale;
import java.util.function.DoubleFunction;

/** What drawings of numbers have in common: a field, a title, ticks and the name of the axis. */
final class ChartFrame {

    static final int LEFT = 44;
    static final int TOP = 26;
    static final int WIDE = 300;
    static final int HIGH = 170;

    private static final int TICKS = 4;

    private final Html svg = new Html();

    /**
     * Begins a drawing.
     *
     * @param below room under the field
     */
    ChartFrame(String title, int below) {
        svg.start(
                "svg",
                "viewBox",
                "0 0 " + (LEFT + WIDE + 16) + " " + (TOP + HIGH + below),
                "class",
                "chart curve",
                "role",
                "img",
                "aria-label",
                title);
        svg.element("text", title, "x", "0", "y", "14", "class", "title");
    }

    /** The drawing so far. */
    Html svg() {
        return svg;
    }

    /**
     * Ticks under the field and what they count.
     *
     * @param label of a share of the field's width
     */
    void across(String axis, DoubleFunction<String> label) {
        for (int i = 0; i <= TICKS; i++) {
            double share = (double) i / TICKS;
            tick(label.apply(share), LEFT + WIDE * share, TOP + HIGH + 16, "middle", "");
        }
        tick(axis, LEFT + WIDE / 2.0, TOP + HIGH + 32, "middle", "");
    }

    /** Lines across the field at quarters of its height, in percent. */
    void percents() {
        for (int i = 0; i <= TICKS; i++) {
            double at = TOP + HIGH * (1 - (double) i / TICKS);
            String y = number(at);
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
            upward(100 / TICKS * i + " %", at + 4);
        }
    }

    /** A tick beside the field. */
    void upward(String label, double y) {
        tick(label, LEFT - 6, y, "end", "");
    }

    /**
     * Small words.
     *
     * @param colour class of a colour; empty for none
     */
    void tick(String words, double x, double y, String anchor, String colour) {
        svg.element(
                "text",
                words,
                "x",
                number(x),
                "y",
                number(y),
                "class",
                colour.isEmpty() ? "tick" : "tick " + colour,
                "text-anchor",
                anchor);
    }

    Html end() {
        return svg.end("svg").line();
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
