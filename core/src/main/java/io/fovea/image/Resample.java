package io.fovea.image;

import io.fovea.geometry.Canvas;

import java.util.Arrays;

/**
 * Resizing as Pillow does it, to the byte: filters widen when a picture shrinks (antialiasing),
 * weights are rounded to 22 fractional bits, rows are resized before columns with 8 bits kept
 * between. Checked against Pillow {@code Resample.c}.
 */
public enum Resample {
    NEAREST(0, 0),
    LANCZOS(1, 3),
    BILINEAR(2, 1),
    BICUBIC(3, 2),
    BOX(4, 0.5);

    private static final int BITS = 22;
    private static final int HALF = 1 << (BITS - 1);

    private final int pilCode;
    private final double reach;

    Resample(int pilCode, double reach) {
        this.pilCode = pilCode;
        this.reach = reach;
    }

    /**
     * The filter that a {@code preprocessor_config.json} means by its number under {@code
     * resample}.
     *
     * @throws IllegalArgumentException for a number that is none of ours
     */
    public static Resample ofPil(int code) {
        return Arrays.stream(values())
                .filter(r -> r.pilCode == code)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "resample is "
                                                + code
                                                + "; expected 0 (nearest), 1 (lanczos), 2"
                                                + " (bilinear), 3 (bicubic) or 4 (box)"));
    }

    /** The picture at another size. */
    public Image resize(Image image, Canvas size) {
        return resizePart(image, size, 0, 0, size);
    }

    /**
     * A part of what {@link #resize} gives, to the byte, without making the rest: a long picture
     * whose middle is wanted costs no more than its middle.
     *
     * @param size of the whole picture after resizing; may be larger than any array
     * @param left first column of the part, from 0
     * @param top first row of the part, from 0
     * @param part lies inside {@code size}
     */
    public Image resizePart(Image image, Canvas size, int left, int top, Canvas part) {
        requireInside(size, left, top, part);
        if (image.canvas().equals(size) && part.equals(size)) {
            return image;
        }
        if (this == NEAREST) {
            return nearest(image, size, left, top, part);
        }
        boolean sameWidth = image.width() == size.width() && part.width() == size.width();
        boolean sameHeight = image.height() == size.height() && part.height() == size.height();
        if (sameHeight) {
            Taps across = taps(image.width(), size.width(), left, part.width());
            return resizeRows(image, across, 0, image.height());
        }
        Taps down = taps(image.height(), size.height(), top, part.height());
        if (sameWidth) {
            return resizeColumns(image, down, 0);
        }
        Taps across = taps(image.width(), size.width(), left, part.width());
        Image wide = resizeRows(image, across, down.from(), down.to());
        return resizeColumns(wide, down, down.from());
    }

    private static void requireInside(Canvas size, int left, int top, Canvas part) {
        if (left < 0
                || top < 0
                || part.width() > size.width() - left
                || part.height() > size.height() - top) {
            throw new IllegalArgumentException(
                    "the part of "
                            + part
                            + " at ("
                            + left
                            + ", "
                            + top
                            + ") does not lie inside a picture of "
                            + size);
        }
    }

    private double weight(double signed) {
        double x = Math.abs(signed);
        return switch (this) {
            case NEAREST -> throw new IllegalStateException("nearest has no weights");
            case BOX -> signed > -0.5 && signed <= 0.5 ? 1 : 0;
            case BILINEAR -> x < 1 ? 1 - x : 0;
            case BICUBIC -> cubic(x, -0.5);
            case LANCZOS -> signed >= -3 && signed < 3 ? sinc(signed) * sinc(signed / 3) : 0;
        };
    }

    private static double cubic(double x, double a) {
        if (x < 1) {
            return ((a + 2) * x - (a + 3)) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
    }

    /**
     * For each output place of one axis: the first input place it reads and the rounded weights
     * from there on.
     */
    private record Taps(int[] first, int[][] weights) {

        /** The first input place that is read at all. */
        int from() {
            return first[0];
        }

        /** One past the last input place that is read. */
        int to() {
            return first[first.length - 1] + weights[first.length - 1].length;
        }
    }

    /** Taps of {@code count} places from {@code begin} on, of {@code out} places in all. */
    private Taps taps(int in, int out, int begin, int count) {
        double scale = (double) in / out;
        double widen = Math.max(scale, 1);
        double support = reach * widen;
        Taps taps = new Taps(new int[count], new int[count][]);
        for (int o = 0; o < count; o++) {
            double centre = (begin + o + 0.5) * scale;
            int from = Math.max(0, (int) (centre - support + 0.5));
            int to = Math.min(in, (int) (centre + support + 0.5));
            double[] exact = new double[to - from];
            double sum = 0;
            for (int i = 0; i < exact.length; i++) {
                exact[i] = weight((i + from - centre + 0.5) * (1 / widen));
                sum += exact[i];
            }
            int[] rounded = new int[exact.length];
            for (int i = 0; i < exact.length; i++) {
                double w = (sum == 0 ? exact[i] : exact[i] / sum) * (1 << BITS);
                rounded[i] = (int) (w < 0 ? w - 0.5 : w + 0.5);
            }
            taps.first[o] = from;
            taps.weights[o] = rounded;
        }
        return taps;
    }

    private Image resizeRows(Image image, Taps taps, int fromRow, int toRow) {
        int width = taps.first.length;
        int height = toRow - fromRow;
        byte[] in = image.rgb();
        byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(3, width), height)];
        int to = 0;
        for (int y = fromRow; y < toRow; y++) {
            int row = y * image.width() * 3;
            for (int x = 0; x < width; x++) {
                int from = row + taps.first[x] * 3;
                int r = HALF;
                int g = HALF;
                int b = HALF;
                for (int w : taps.weights[x]) {
                    r += (in[from] & 0xff) * w;
                    g += (in[from + 1] & 0xff) * w;
                    b += (in[from + 2] & 0xff) * w;
                    from += 3;
                }
                out[to++] = clip(r);
                out[to++] = clip(g);
                out[to++] = clip(b);
            }
        }
        return new Image(new Canvas(width, height), out);
    }

    /** The picture's row 0 is the row {@code firstRow} that the taps speak of. */
    private Image resizeColumns(Image image, Taps taps, int firstRow) {
        int height = taps.first.length;
        byte[] in = image.rgb();
        int stride = image.width() * 3;
        byte[] out = new byte[Math.multiplyExact(stride, height)];
        int[] sums = new int[stride];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, HALF);
            int from = (taps.first[y] - firstRow) * stride;
            for (int w : taps.weights[y]) {
                for (int i = 0; i < stride; i++) {
                    sums[i] += (in[from + i] & 0xff) * w;
                }
                from += stride;
            }
            for (int i = 0; i < stride; i++) {
                out[y * stride + i] = clip(sums[i]);
            }
        }
        return new Image(new Canvas(image.width(), height), out);
    }

    private static byte clip(int sum) {
        return (byte) Math.clamp(sum >> BITS, 0, 255);
    }

    private static Image nearest(Image image, Canvas size, int left, int top, Canvas part) {
        int[] columns = nearestPlaces(image.width(), size.width(), left, part.width());
        int[] rows = nearestPlaces(image.height(), size.height(), top, part.height());
        byte[] in = image.rgb();
        byte[] out = new byte[Math.toIntExact(3 * part.area())];
        int to = 0;
        for (int row : rows) {
            for (int column : columns) {
                System.arraycopy(in, (row * image.width() + column) * 3, out, to, 3);
                to += 3;
            }
        }
        return new Image(part, out);
    }

    private static int[] nearestPlaces(int in, int out, int begin, int count) {
        int[] places = new int[count];
        double step = (double) in / out;
        double at = step * 0.5;
        for (int o = 0; o < begin + count; o++) {
            if (o >= begin) {
                places[o - begin] = Math.min((int) at, in - 1);
            }
            at += step; // added up as Pillow does, for the same roundings
        }
        return places;
    }
}
