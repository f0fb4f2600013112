package io.fovea.data;

import io.fovea.geometry.Mask;
import io.fovea.geometry.Polygon;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Outlines of a mask by few points: again and again the point goes whose triangle with its
 * neighbours is the smallest (Visvalingam and Whyatt 1993). Holes are filled, and pieces that are
 * small beside the largest are left out.
 */
final class FewPoints {

    /** A piece counts from this part of the largest one's area. */
    private static final double SMALL = 0.1;

    private static final int LEAST = 3;

    private FewPoints() {}

    /**
     * Outlines {@code [x0, y0, x1, y1, ...]}, the largest first; none of an empty mask.
     *
     * @param points of all outlines together; each has at least three
     */
    static List<double[]> of(Mask mask, int points) {
        List<double[]> rings = new ArrayList<>();
        for (Polygon outline : mask.outlines()) {
            double[] xy = outline.xy();
            if (area(xy) > 0) { // holes run the other way round
                rings.add(xy);
            }
        }
        rings.sort(Comparator.comparingDouble((double[] xy) -> -area(xy)));
        if (rings.isEmpty()) {
            return List.of();
        }
        double least = SMALL * area(rings.getFirst());
        int most = Math.max(1, points / LEAST);
        List<double[]> large = rings.stream().filter(xy -> area(xy) >= least).limit(most).toList();
        double length = large.stream().mapToDouble(FewPoints::length).sum();
        return large.stream()
                .map(
                        xy ->
                                fewer(
                                        xy,
                                        Math.max(
                                                LEAST,
                                                (int) Math.round(points * length(xy) / length))))
                .toList();
    }

    /** Above 0 for outlines that run clockwise on a screen, where y grows downwards. */
    private static double area(double[] xy) {
        double twice = 0;
        for (int i = 0; i < xy.length; i += 2) {
            int j = (i + 2) % xy.length;
            twice += xy[i] * xy[j + 1] - xy[j] * xy[i + 1];
        }
        return twice / 2;
    }

    private static double length(double[] xy) {
        double length = 0;
        for (int i = 0; i < xy.length; i += 2) {
            int j = (i + 2) % xy.length;
            length += Math.hypot(xy[j] - xy[i], xy[j + 1] - xy[i + 1]);
        }
        return length;
    }

    private static double[] fewer(double[] xy, int points) {
        double[] left = xy.clone();
        int count = left.length / 2;
        double[] triangles = new double[count];
        for (int i = 0; i < count; i++) {
            triangles[i] = triangle(left, count, i);
        }
        while (count > points) {
            int least = 0;
            for (int i = 1; i < count; i++) {
                least = triangles[i] < triangles[least] ? i : least;
            }
            System.arraycopy(left, 2 * least + 2, left, 2 * least, 2 * (count - least - 1));
            System.arraycopy(triangles, least + 1, triangles, least, count - least - 1);
            count--;
            int before = (least + count - 1) % count;
            int after = least % count;
            triangles[before] = triangle(left, count, before);
            triangles[after] = triangle(left, count, after);
        }
        return Arrays.copyOf(left, 2 * count);
    }

    private static double triangle(double[] xy, int count, int at) {
        int a = 2 * ((at + count - 1) % count);
        int b = 2 * at;
        int c = 2 * ((at + 1) % count);
        return Math.abs(
                        (xy[b] - xy[a]) * (xy[c + 1] - xy[a + 1])
                                - (xy[c] - xy[a]) * (xy[b + 1] - xy[a + 1]))
                / 2;
    }
}
