package io.fovea.image;

import io.fovea.geometry.Box;
import io.fovea.geometry.Mask;
import io.fovea.geometry.Polygon;
import io.fovea.geometry.Region;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Draws places on a picture: masks as tinted glass with an edge, boxes, and a tag with the label
 * and, below 1, the score. Everything grows with the picture; tags stay inside it and clear of each
 * other where there is room.
 */
public final class Overlay {

    private static final int GLASS = 90;
    private static final Color SHADE = new Color(0, 0, 0, 120);

    private final double line;
    private final double letter;
    private final Graphics2D g;
    private final TagLayout tags;

    private Overlay(Image image, List<Region> regions, Graphics2D g) {
        double size = Math.sqrt((double) image.width() * image.height());
        line = Math.max(1.2, size / 260);
        letter = Math.max(7, size / 55);
        tags =
                new TagLayout(
                        image.width(),
                        image.height(),
                        regions.stream().map(r -> r.box().clipped()).toList());
        this.g = g;
    }

    /**
     * The picture with these regions on it; the picture given stays as it is.
     *
     * @throws IllegalArgumentException when a region lies on another canvas
     */
    public static Image draw(Image image, List<Region> regions) {
        for (Region region : regions) {
            if (!region.box().canvas().equals(image.canvas())) {
                throw new IllegalArgumentException(
                        "a region lies on a canvas of "
                                + region.box().canvas()
                                + " but the picture is "
                                + image.canvas()
                                + "; map it with ImageGeometry first");
            }
        }
        BufferedImage buffered = Pixels.toBuffered(image);
        Graphics2D g = smooth(buffered);
        try {
            new Overlay(image, regions, g).drawAll(regions);
        } finally {
            g.dispose();
        }
        return Pixels.of(buffered);
    }

    static Graphics2D smooth(BufferedImage image) {
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        return g;
    }

    /** Large things first, so that small ones lie on top; tags last, the topmost things' first. */
    private void drawAll(List<Region> regions) {
        List<Integer> order =
                IntStream.range(0, regions.size())
                        .boxed()
                        .sorted(
                                Comparator.comparingDouble(
                                        (Integer i) -> -regions.get(i).box().area()))
                        .toList();
        for (int i : order) {
            Mask mask = regions.get(i).mask();
            if (mask != null) {
                drawMask(mask, Palette.colour(i));
            }
        }
        for (int i : order) {
            drawBox(regions.get(i), Palette.colour(i));
        }
        for (int i : order.reversed()) {
            drawTag(regions.get(i), Palette.colour(i));
        }
    }

    private void drawMask(Mask mask, Color colour) {
        Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        for (Polygon ring : mask.outlines()) {
            append(path, ring.xy());
        }
        g.setColor(Palette.translucent(colour, GLASS));
        g.fill(path);
        stroke(path, line, colour);
    }

    /** A ring through the middles of its edges, its corners rounded: stairs become slopes. */
    private static void append(Path2D path, double[] xy) {
        int n = xy.length;
        for (int i = 0; i < n; i += 2) {
            double midX = (xy[i] + xy[(i + 2) % n]) / 2;
            double midY = (xy[i + 1] + xy[(i + 3) % n]) / 2;
            if (i == 0) {
                path.moveTo((xy[n - 2] + xy[0]) / 2, (xy[n - 1] + xy[1]) / 2);
            }
            path.quadTo(xy[i], xy[i + 1], midX, midY);
        }
        path.closePath();
    }

    private void drawBox(Region region, Color colour) {
        Box box = region.box().clipped();
        double thickness = region.mask() == null ? 1.3 * line : 0.8 * line;
        double inset = thickness / 2;
        Shape frame =
                new RoundRectangle2D.Double(
                        box.x1() + inset,
                        box.y1() + inset,
                        Math.max(0.5, box.width() - thickness),
                        Math.max(0.5, box.height() - thickness),
                        2 * line,
                        2 * line);
        stroke(frame, thickness, colour);
    }

    private void stroke(Shape shape, double thickness, Color colour) {
        g.setStroke(pen(thickness + Math.max(1, line * 0.7)));
        g.setColor(SHADE);
        g.draw(shape);
        g.setStroke(pen(thickness));
        g.setColor(colour);
        g.draw(shape);
    }

    private static BasicStroke pen(double thickness) {
        return new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    private void drawTag(Region region, Color colour) {
        String text = text(region);
        double pad = letter * 0.55;
        String shown = StrokeText.shortened(text, letter, tags.width() - 2 * pad);
        if (shown.isEmpty()) {
            return;
        }
        double width = StrokeText.width(shown, letter) + 2 * pad;
        double height = letter * 1.35 + 2 * pad * 0.75;
        Rectangle2D place = tags.place(region.box().clipped(), width, height);
        g.setColor(colour);
        g.fill(
                new RoundRectangle2D.Double(
                        place.getX(), place.getY(), width, height, letter * 0.7, letter * 0.7));
        double baseline = place.getY() + pad * 0.75 + letter * 1.05;
        StrokeText.draw(g, shown, place.getX() + pad, baseline, letter, Palette.textOn(colour));
    }

    private static String text(Region region) {
        List<String> parts = new ArrayList<>();
        if (region.label() != null && !region.label().isBlank()) {
            parts.add(region.label().strip());
        }
        if (region.score() < 1) {
            parts.add(String.format(Locale.ROOT, "%.2f", region.score()));
        }
        return String.join(" ", parts);
    }
}
