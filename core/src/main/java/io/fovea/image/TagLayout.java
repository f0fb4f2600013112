package io.fovea.image;

import io.fovea.geometry.Box;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds each tag a place inside the picture and near its box: clear of the tags before it first of
 * all, and not hiding the small things it speaks of.
 */
final class TagLayout {

    private final double pictureWidth;
    private final double pictureHeight;
    private final List<Box> things;
    private final List<Rectangle2D> taken = new ArrayList<>();

    TagLayout(double pictureWidth, double pictureHeight, List<Box> things) {
        this.pictureWidth = pictureWidth;
        this.pictureHeight = pictureHeight;
        this.things = things;
    }

    double width() {
        return pictureWidth;
    }

    /**
     * The least bad of the places above, inside, below and beside the box, then of all places down
     * its sides.
     */
    Rectangle2D place(Box box, double width, double height) {
        double[] columns = {box.x1(), box.x2() - width, (box.x1() + box.x2() - width) / 2};
        List<Rectangle2D> candidates = new ArrayList<>();
        for (double y : new double[] {box.y1() - height, box.y1(), box.y2(), box.y2() - height}) {
            for (double x : columns) {
                candidates.add(new Rectangle2D.Double(x, y, width, height));
            }
        }
        double middle = (box.y1() + box.y2() - height) / 2;
        candidates.add(new Rectangle2D.Double(box.x2(), middle, width, height));
        candidates.add(new Rectangle2D.Double(box.x1() - width, middle, width, height));
        for (double y = box.y1(); y + height < box.y2(); y += height) {
            for (double x : columns) {
                candidates.add(new Rectangle2D.Double(x, y, width, height));
            }
        }
        Rectangle2D best = inside(candidates.getFirst());
        double least = Double.MAX_VALUE;
        for (int i = 0; i < candidates.size(); i++) {
            Rectangle2D moved = inside(candidates.get(i));
            double cost =
                    overlap(moved) * 20
                            + hidden(moved) * width * height * 0.5
                            + distance(moved, candidates.get(i)) * height * 0.1
                            + i * width * height * 0.001;
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

    /** How much of each thing lies under a tag, as fractions added up. */
    private double hidden(Rectangle2D r) {
        double sum = 0;
        for (Box b : things) {
            double w = Math.min(r.getMaxX(), b.x2()) - Math.max(r.getX(), b.x1());
            double h = Math.min(r.getMaxY(), b.y2()) - Math.max(r.getY(), b.y1());
            sum += w > 0 && h > 0 ? w * h / b.area() : 0;
        }
        return sum;
    }
}
