package io.fovea.data.scenes;

import java.util.ArrayList;
import java.util.List;

/**
 * The picture of one thing on a transparent ground, prepared for resampling: premultiplied levels,
 * each half as large as the one before, so that shrinking by any factor reads every source pixel.
 */
public final class CutOut {

    private final String kind;
    private final String source;
    private final boolean heldOut;
    private final List<String> colours;
    private final List<Level> levels;
    private final Tint.Reference reference;

    /**
     * One resolution, with a transparent border of one pixel all around so that sampling needs no
     * bounds checks.
     *
     * @param width columns without the border
     * @param height rows without the border
     * @param premultiplied RGBA [height + 2, width + 2, 4] bytes, colours multiplied by alpha
     */
    record Level(int width, int height, byte[] premultiplied) {

        static Level empty(int width, int height) {
            return new Level(width, height, new byte[4 * (width + 2) * (height + 2)]);
        }

        /** Where pixel (x, y) begins; -1 and width or height are the border. */
        int at(int x, int y) {
            return 4 * ((y + 1) * (width + 2) + x + 1);
        }
    }

    private CutOut(
            String kind, String source, boolean heldOut, List<String> colours, List<Level> levels) {
        this.kind = kind;
        this.source = source;
        this.heldOut = heldOut;
        this.colours = List.copyOf(colours);
        this.levels = levels;
        this.reference = Tint.Reference.of(levels.getFirst());
    }

    /**
     * Where a cut-out comes from and what is known about it: kind id, file, whether held out,
     * colour names.
     */
    public record Label(String kind, String source, boolean heldOut, List<String> colours) {}

    /**
     * A cut-out from straight (not premultiplied) RGBA bytes, row by row.
     *
     * @throws IllegalArgumentException when the array does not fit the size
     */
    public static CutOut of(Label label, int width, int height, byte[] rgba) {
        if (width < 1 || height < 1 || rgba.length != 4L * width * height) {
            throw new IllegalArgumentException(
                    "cut-out "
                            + label.source()
                            + " of "
                            + width
                            + " x "
                            + height
                            + " pixels needs "
                            + 4L * width * height
                            + " bytes of RGBA, got "
                            + rgba.length);
        }
        Level level = Level.empty(width, height);
        byte[] pixels = level.premultiplied();
        for (int i = 0; i < rgba.length; i += 4) {
            int alpha = rgba[i + 3] & 0xff;
            int to = level.at(i / 4 % width, i / 4 / width);
            for (int c = 0; c < 3; c++) {
                pixels[to + c] = (byte) (((rgba[i + c] & 0xff) * alpha + 127) / 255);
            }
            pixels[to + 3] = (byte) alpha;
        }
        List<Level> levels = new ArrayList<>();
        levels.add(level);
        while (Math.max(level.width(), level.height()) > 4) {
            level = half(level);
            levels.add(level);
        }
        return new CutOut(label.kind(), label.source(), label.heldOut(), label.colours(), levels);
    }

    private static Level half(Level from) {
        Level to = Level.empty((from.width() + 1) / 2, (from.height() + 1) / 2);
        byte[] source = from.premultiplied();
        for (int y = 0; y < to.height(); y++) {
            for (int x = 0; x < to.width(); x++) {
                int upper = from.at(2 * x, 2 * y);
                int lower = from.at(2 * x, 2 * y + 1);
                for (int c = 0; c < 4; c++) {
                    int sum =
                            (source[upper + c] & 0xff)
                                    + (source[upper + 4 + c] & 0xff)
                                    + (source[lower + c] & 0xff)
                                    + (source[lower + 4 + c] & 0xff);
                    to.premultiplied()[to.at(x, y) + c] = (byte) ((sum + 2) / 4);
                }
            }
        }
        return to;
    }

    /** Id of the kind it shows. */
    public String kind() {
        return kind;
    }

    /** File or name, for attribution and for checks that splits are disjoint. */
    public String source() {
        return source;
    }

    /** Whether it is kept for the test split. */
    public boolean heldOut() {
        return heldOut;
    }

    /** The colour a person would say, as one word; empty when mixed. */
    public List<String> colours() {
        return colours;
    }

    int width() {
        return levels.getFirst().width();
    }

    int height() {
        return levels.getFirst().height();
    }

    Tint.Reference reference() {
        return reference;
    }

    /**
     * The smallest level that still has at least one pixel for each wanted one; {@code shrink} is
     * source over target.
     */
    int levelFor(double shrink) {
        int level = 0;
        while (level + 1 < levels.size() && shrink >= 2) {
            shrink /= 2;
            level++;
        }
        return level;
    }

    Level level(int index) {
        return levels.get(index);
    }
}
