package io.fovea.metrics;

import io.fovea.geometry.Box;
import io.fovea.geometry.Mask;

/** By what a found thing and a true one are compared. */
public enum CocoOverlap {
    /** The boxes. */
    BOX {
        @Override
        double area(CocoFound found) {
            return found.region().box().area();
        }

        @Override
        double common(CocoFound found, CocoTruth truth) {
            Box a = found.region().box();
            Box b = truth.region().box();
            double width = Math.min(a.x2(), b.x2()) - Math.max(a.x1(), b.x1());
            double height = Math.min(a.y2(), b.y2()) - Math.max(a.y1(), b.y1());
            return width <= 0 || height <= 0 ? 0 : width * height;
        }

        @Override
        double area(CocoTruth truth) {
            return truth.region().box().area();
        }
    },
    /** The masks; one that is missing is empty. */
    MASK {
        @Override
        double area(CocoFound found) {
            Mask mask = found.region().mask();
            return mask == null ? 0 : mask.area();
        }

        @Override
        double common(CocoFound found, CocoTruth truth) {
            Mask a = found.region().mask();
            Mask b = truth.region().mask();
            return a == null || b == null ? 0 : a.intersectionArea(b);
        }

        @Override
        double area(CocoTruth truth) {
            Mask mask = truth.region().mask();
            return mask == null ? 0 : mask.area();
        }
    };

    /** Pixels of what was found: decides whether it is small, medium or large. */
    abstract double area(CocoFound found);

    /** Pixels of both. */
    abstract double common(CocoFound found, CocoTruth truth);

    abstract double area(CocoTruth truth);

    /**
     * Intersection over union; over the area of what was found alone where the truth is a crowd.
     */
    final double iou(CocoFound found, CocoTruth truth) {
        double common = common(found, truth);
        double own = area(found);
        double over = truth.crowd() ? own : own + area(truth) - common;
        return over <= 0 ? 0 : common / over;
    }
}
