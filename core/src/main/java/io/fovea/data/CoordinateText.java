package io.fovea.data;

import io.fovea.chat.Answer;
import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Mask;
import io.fovea.geometry.Region;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Places as text and back. Numbers have three decimals and are fractions of the picture padded to a
 * square, the padding shared by both sides, x before y: a box is {@code [x1,y1,x2,y2]} as Shikra
 * writes it (arXiv 2306.15195), an outline {@code [x,y;x,y;...]}. Outlines right behind a box, or
 * behind each other, are one place.
 */
public final class CoordinateText {

    /** Points of all outlines of a mask together, about. */
    public static final int POINTS = 32;

    private static final String NUMBER = "\\s*(?:0?\\.\\d+|0\\.?|1(?:\\.0*)?)\\s*";
    private static final String PAIR = NUMBER + "," + NUMBER;

    private static final Pattern BOX = Pattern.compile("\\[(" + PAIR + "," + PAIR + ")\\]");
    private static final Pattern OUTLINE =
            Pattern.compile("\\[(" + PAIR + "(?:;" + PAIR + "){2,})\\]");
    private static final Pattern PLACE = Pattern.compile(BOX.pattern() + "|" + OUTLINE.pattern());

    private CoordinateText() {}

    /** A region as text: its box, and for {@link PlaceForm#POLYGON} the outline of its mask. */
    public static String of(Region region, PlaceForm form) {
        Square square = Square.of(region.box().canvas());
        StringBuilder text = new StringBuilder(square.text(region.box()));
        if (form == PlaceForm.POLYGON && region.mask() != null) {
            for (double[] ring : FewPoints.of(region.mask(), POINTS)) {
                text.append(square.text(ring));
            }
        }
        return text.toString();
    }

    /**
     * An answer in which places are written out, with these as places. What is no place in this
     * form (other numbers, corners the wrong way round) stays text.
     *
     * @param canvas of the picture that was asked about
     */
    public static Answer read(Answer answer, Canvas canvas) {
        List<Answer.Part> parts = new ArrayList<>();
        for (Answer.Part part : answer.parts()) {
            switch (part) {
                case Answer.Text(String text) -> parts.addAll(parts(text, canvas));
                case Answer.Located located -> parts.add(located);
            }
        }
        return new Answer(parts, answer.usage(), answer.finish());
    }

    /** The words and places of a text, in order. */
    public static List<Answer.Part> parts(String text, Canvas canvas) {
        Square square = Square.of(canvas);
        List<Answer.Part> parts = new ArrayList<>();
        Matcher matcher = PLACE.matcher(text);
        int from = 0;
        Found found = new Found(square);
        while (matcher.find()) {
            String between = text.substring(from, matcher.start());
            if (!between.isBlank() || matcher.group(1) != null) {
                found.end(parts);
            }
            if (found.take(matcher)) {
                words(between, parts);
                from = matcher.end();
            }
        }
        found.end(parts);
        words(text.substring(from), parts);
        return parts;
    }

    private static void words(String text, List<Answer.Part> parts) {
        if (!text.isBlank()) {
            parts.add(new Answer.Text(text));
        }
    }

    /** The place that is being read: a box, outlines, or both. */
    private static final class Found {

        private final Square square;
        private @Nullable Box box;
        private final List<double[]> outlines = new ArrayList<>();

        Found(Square square) {
            this.square = square;
        }

        /** Whether what was matched is a place. */
        boolean take(Matcher matcher) {
            if (matcher.group(1) == null) {
                outlines.add(square.pixels(matcher.group(2).split("[,;]")));
                return true;
            }
            double[] v = square.pixels(matcher.group(1).split(","));
            if (v[0] > v[2] || v[1] > v[3]) {
                return false;
            }
            box = new Box(v[0], v[1], v[2], v[3], square.canvas()).clipped();
            return true;
        }

        void end(List<Answer.Part> parts) {
            Mask mask = outlines.isEmpty() ? null : Mask.fromPolygons(square.canvas(), outlines);
            Box around = box == null && mask != null ? mask.bounds().orElse(null) : box;
            if (around != null) {
                parts.add(new Answer.Located(new Region(around, mask, null, 1)));
            }
            box = null;
            outlines.clear();
        }
    }

    /** A picture padded to a square. */
    private record Square(Canvas canvas, double side, double left, double top) {

        static Square of(Canvas canvas) {
            double side = Math.max(canvas.width(), canvas.height());
            return new Square(
                    canvas, side, (side - canvas.width()) / 2, (side - canvas.height()) / 2);
        }

        String text(Box box) {
            return "["
                    + x(box.x1())
                    + ","
                    + y(box.y1())
                    + ","
                    + x(box.x2())
                    + ","
                    + y(box.y2())
                    + "]";
        }

        String text(double[] ring) {
            StringBuilder text = new StringBuilder("[");
            for (int i = 0; i < ring.length; i += 2) {
                text.append(i == 0 ? "" : ";")
                        .append(x(ring[i]))
                        .append(',')
                        .append(y(ring[i + 1]));
            }
            return text.append(']').toString();
        }

        private String x(double pixels) {
            return number(pixels + left);
        }

        private String y(double pixels) {
            return number(pixels + top);
        }

        private String number(double pixels) {
            return String.format(Locale.ROOT, "%.3f", Math.clamp(pixels / side, 0, 1));
        }

        /** Fractions, x and y in turn, as pixels of the picture. */
        double[] pixels(String[] fractions) {
            double[] pixels = new double[fractions.length];
            for (int i = 0; i < pixels.length; i++) {
                double fraction = Double.parseDouble(fractions[i].strip());
                pixels[i] = fraction * side - (i % 2 == 0 ? left : top);
            }
            return pixels;
        }
    }
}
