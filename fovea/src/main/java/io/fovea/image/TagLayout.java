package io.fovea.image;

import io.fovea.geometry.Box;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Finds each tag a place inside the picture, near its box and clear of the tags before it where that can be. */
final class TagLayout {

    private final double pictureWidth;
    private final double pictureHeight;
    private final List<Rectangle2D> taken = new ArrayList<>();

    TagLayout(double pictureWidth, double pictureHeight) {
        this.pictureWidth = pictureWidth;
        this.pictureHeight = pictureHeight;
    }

    double width() {
        return pictureWidth;
    }

    /** The least bad of the places above, below and inside the box, then of all places down its sides. */
    Rectangle2D place(Box box, double width, double height) {
        double[] columns = {box.x1(), box.x2() - width, (box.x1() + box.x2() - width) / 2};
        List<Rectangle2D> candidates = new ArrayList<>();
        for (double y : new double[] {box.y1() - height, box.y1(), box.y2(), box.y2() - height}) {
            for (double x : columns) {
                candidates.add(new Rectangle2D.Double(x, y, width, height));
            }
        }
        for (double y = box.y1(); y + height < box.y2(); y += height) {
            for (double x : columns) {
                candidates.add(new Rectangle2D.Double(x, y, width, height));
            }
        }
        Rectangle2D best = inside(candidates.getFirst());
        double least = Double.MAX_VALUE;
        for (int i = 0; i < candidates.size() && least > 0; i++) {
            Rectangle2D moved = inside(candidates.get(i));
            double cost = overlap(moved) + distance(moved, candidates.get(i)) * height * 0.1;
            if (cost < least) {
                least = cost;
                best = moved;
            }
        }
        taken.add(best);
        return best;
    }

    private Rectangle2D inside(Rectangle2D r) {
        double x = Math.max(0, Math.min(r.getX(), pictureWidth - r.getWidth()));
        double y = Math.max(0, Math.min(r.getY(), pictureHeight - r.getHeight()));
        return new Rectangle2D.Double(x, y, r.getWidth(), r.getHeight());
    }

    private static double distance(Rectangle2D a, Rectangle2D b) {
        return Math.abs(a.getX() - b.getX()) + Math.abs(a.getY() - b.getY());
    }

    private double overlap(Rectangle2D r) {
        double area = 0;
        for (Rectangle2D other : taken) {
            Rectangle2D both = r.createIntersection(other);
            area += Math.max(0, both.getWidth()) * Math.max(0, both.getHeight());
        }
        return area;
    }
}
