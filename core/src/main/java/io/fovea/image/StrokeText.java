package io.fovea.image;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Text drawn as pen strokes, so that pictures carry the same labels on every machine, whether it
 * has fonts or not. Sizes are the height of a capital letter in pixels.
 */
final class StrokeText {

    /** A capital letter's height in the units of {@link Glyphs}. */
    private static final double UNITS = 12;

    private static final double GAP = 3.6;
    private static final double SPACE = 5;
    private static final double PEN = 1.7;

    private StrokeText() {}

    /** How wide a line is, pen included. */
    static double width(String text, double size) {
        double units = 0;
        for (char c : plain(text).toCharArray()) {
            units += advance(c);
        }
        return units == 0 ? 0 : (units - GAP + PEN) * size / UNITS;
    }

    /** Draws a line whose letters stand on {@code baseline}. */
    static void draw(
            Graphics2D g, String text, double left, double baseline, double size, Color colour) {
        double scale = size / UNITS;
        Path2D path = new Path2D.Double();
        double x = left + PEN / 2 * scale;
        for (char c : plain(text).toCharArray()) {
            if (c != ' ') {
                AffineTransform place = new AffineTransform(scale, 0, 0, scale, x, baseline - size);
                path.append(Glyphs.path(c).getPathIterator(place), false);
            }
            x += advance(c) * scale;
        }
        g.setColor(colour);
        g.setStroke(
                new BasicStroke(
                        (float) Math.max(1, PEN * scale),
                        BasicStroke.CAP_ROUND,
                        BasicStroke.JOIN_ROUND));
        g.draw(path);
    }

    /** The text, or as much of its beginning as fits, with three dots. */
    static String shortened(String text, double size, double most) {
        if (width(text, size) <= most) {
            return text;
        }
        int end = text.length();
        while (end > 0 && width(text.substring(0, end).stripTrailing() + "...", size) > most) {
            end--;
        }
        return end == 0 ? "" : text.substring(0, end).stripTrailing() + "...";
    }

    /** Broken into lines at spaces; the last allowed line is shortened. */
    static List<String> wrapped(String text, double size, double most, int maxLines) {
        List<String> lines = new ArrayList<>();
        String rest = text.strip();
        while (!rest.isEmpty() && lines.size() < maxLines - 1 && width(rest, size) > most) {
            int cut = rest.length();
            while (cut > 0 && width(rest.substring(0, cut), size) > most) {
                cut = rest.lastIndexOf(' ', cut - 1);
            }
            if (cut <= 0) {
                break;
            }
            lines.add(rest.substring(0, cut));
            rest = rest.substring(cut).strip();
        }
        if (!rest.isEmpty()) {
            lines.add(shortened(rest, size, most));
        }
        return lines;
    }

    private static double advance(char c) {
        return c == ' ' ? SPACE : Glyphs.width(c) + GAP;
    }

    /** Accents fall away; what has no glyph is drawn as an empty box. */
    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("\\s+", " ");
    }
}
