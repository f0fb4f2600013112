package io.fovea.testkit;

import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;

import java.util.Arrays;

/** Compares whole tensors and names the element that is furthest off. */
public final class Close {

    private Close() {}

    /**
     * Passes when each element is within {@code absolute + relative * |expected|}.
     *
     * @throws AssertionError naming the worst element
     */
    public static void check(
            String what, Tensor got, Tensor expected, double absolute, double relative) {
        if (!got.shape().equals(expected.shape())) {
            throw new AssertionError(
                    what + ": expected shape " + expected.shape() + ", got " + got.shape());
        }
        check(what, got.shape(), got.toDoubles(), expected.toDoubles(), absolute, relative);
    }

    /** As above, for a difference that does not grow with the numbers. */
    public static void check(String what, Tensor got, Tensor expected, double absolute) {
        check(what, got, expected, absolute, 0);
    }

    /** As above, for plain numbers. */
    public static void check(
            String what, double[] got, double[] expected, double absolute, double relative) {
        if (got.length != expected.length) {
            throw new AssertionError(
                    what + ": expected " + expected.length + " numbers, got " + got.length);
        }
        check(what, new Shape(got.length), got, expected, absolute, relative);
    }

    /** Passes tensors of one shape and one sequence of bits. */
    public static void checkSame(String what, Tensor got, Tensor expected) {
        check(what, got, expected, 0, 0);
    }

    private static void check(
            String what,
            Shape shape,
            double[] got,
            double[] expected,
            double absolute,
            double relative) {
        int worst = -1;
        double most = 1;
        for (int i = 0; i < got.length; i++) {
            double off = off(got[i], expected[i], absolute + relative * Math.abs(expected[i]));
            if (!(off <= most)) {
                most = off;
                worst = i;
            }
        }
        if (worst >= 0) {
            throw new AssertionError(
                    what
                            + " "
                            + shape
                            + ": element "
                            + Arrays.toString(place(shape, worst))
                            + " is the worst: expected "
                            + expected[worst]
                            + ", got "
                            + got[worst]
                            + ", off by "
                            + Math.abs(got[worst] - expected[worst])
                            + " where "
                            + (absolute + relative * Math.abs(expected[worst]))
                            + " is allowed");
        }
    }

    private static double off(double got, double expected, double allowed) {
        if (Double.compare(got, expected) == 0 || got == expected) {
            return 0;
        }
        double off = Math.abs(got - expected) / allowed;
        return Double.isNaN(off) ? Double.POSITIVE_INFINITY : off;
    }

    private static long[] place(Shape shape, int index) {
        long[] place = new long[shape.rank()];
        long rest = index;
        for (int i = place.length - 1; i >= 0; i--) {
            place[i] = rest % shape.dim(i);
            rest /= shape.dim(i);
        }
        return place;
    }
}
