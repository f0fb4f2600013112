package io.fovea.data.sets;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.data.files.BadRecord;
import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Mask;
import io.fovea.geometry.Polygon;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Boxes and masks as files write them, checked. */
final class Places {

    /** Files round; a box may reach over the edge of its picture by so many pixels. */
    private static final double OVERHANG = 2;

    private Places() {}

    /**
     * Four finite numbers of a box {@code [x, y, width, height]} with a size.
     *
     * @throws BadRecord when they are not
     */
    static double[] xywh(JsonNode node) {
        double[] v = numbers(node, "a box");
        if (v.length != 4) {
            throw new BadRecord(
                    "a box is [x, y, width, height], got " + Values.shown(node.toString()));
        }
        if (!(v[2] > 0 && v[3] > 0)) {
            throw new BadRecord(
                    "a box has width and height above 0, got " + Values.shown(node.toString()));
        }
        return v;
    }

    /**
     * The box on its picture; what reaches over the edge by a rounding is cut off.
     *
     * @throws BadRecord when it reaches farther
     */
    static Box box(double[] xywh, Canvas canvas) {
        Box box = Box.ofXywh(xywh[0], xywh[1], xywh[2], xywh[3], canvas);
        if (box.x1() < -OVERHANG
                || box.y1() < -OVERHANG
                || box.x2() > canvas.width() + OVERHANG
                || box.y2() > canvas.height() + OVERHANG) {
            throw new BadRecord(
                    "the box "
                            + Arrays.toString(xywh)
                            + " (x, y, width, height) reaches over the edge of its picture of "
                            + canvas);
        }
        return box.clipped();
    }

    private static double[] numbers(JsonNode node, String what) {
        if (!node.isArray()) {
            throw new BadRecord(
                    "expected numbers for " + what + ", got " + Values.shown(node.toString()));
        }
        double[] values = new double[node.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode value = node.get(i);
            if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
                throw new BadRecord(
                        what + " has " + Values.shown(value.toString()) + ", which is no number");
            }
            values[i] = value.doubleValue();
        }
        return values;
    }

    /**
     * A mask as COCO writes it: a list of polygons, or {@code {"size": [height, width], "counts":
     * numbers or text}}.
     *
     * @throws BadRecord when it is none, or does not fit the picture
     */
    static Mask mask(JsonNode node, Canvas canvas) {
        try {
            return node.isObject() ? runs(node, canvas) : polygons(node, canvas);
        } catch (IllegalArgumentException e) {
            throw new BadRecord(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Looks at a mask without drawing it: numbers, points enough, run lengths of the right size.
     *
     * @param canvas of its picture; null when that is not known yet
     * @throws BadRecord when it is broken
     */
    static void check(JsonNode node, @Nullable Canvas canvas) {
        if (node.isObject()) {
            size(node, canvas);
            return;
        }
        for (JsonNode polygon : list(node)) {
            try {
                new Polygon(numbers(polygon, "a polygon"));
            } catch (IllegalArgumentException e) {
                throw new BadRecord(String.valueOf(e.getMessage()));
            }
        }
    }

    private static JsonNode list(JsonNode node) {
        if (!node.isArray() || node.isEmpty()) {
            throw new BadRecord(
                    "expected polygons or run lengths for a mask, got "
                            + Values.shown(node.toString()));
        }
        return node;
    }

    private static Mask polygons(JsonNode node, Canvas canvas) {
        List<double[]> polygons = new ArrayList<>();
        for (JsonNode polygon : list(node)) {
            polygons.add(numbers(polygon, "a polygon"));
        }
        return Mask.fromPolygons(canvas, polygons);
    }

    /** The counts of run lengths whose size is that of their picture. */
    private static JsonNode size(JsonNode node, @Nullable Canvas canvas) {
        JsonNode size = node.path("size");
        JsonNode counts = node.path("counts");
        if (size.size() != 2 || !(counts.isTextual() || counts.isArray())) {
            throw new BadRecord(
                    "run lengths are {size: [height, width], counts: ...}, got "
                            + Values.shown(node.toString()));
        }
        if (canvas != null
                && (size.get(0).asInt() != canvas.height()
                        || size.get(1).asInt() != canvas.width())) {
            throw new BadRecord(
                    "run lengths of a mask of "
                            + size.get(1)
                            + " x "
                            + size.get(0)
                            + " do not fit their picture of "
                            + canvas);
        }
        return counts;
    }

    private static Mask runs(JsonNode node, Canvas canvas) {
        JsonNode counts = size(node, canvas);
        if (counts.isTextual()) {
            return Mask.fromCoco(canvas, counts.textValue());
        }
        double[] runs = numbers(counts, "run lengths");
        int[] whole = new int[runs.length];
        for (int i = 0; i < runs.length; i++) {
            whole[i] = (int) runs[i];
        }
        return new Mask(canvas, whole);
    }
}
