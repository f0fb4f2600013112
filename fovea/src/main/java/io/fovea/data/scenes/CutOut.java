package io.fovea.data.scenes;

import java.util.ArrayList;
import java.util.List;

/**
 * The picture of one thing on a transparent ground, prepared for resampling: premultiplied levels, each half as large
 * as the one before, so that shrinking by any factor reads every source pixel.
 */
public final class CutOut {

    private final String kind;
    private final String source;
    private final boolean heldOut;
    private final List<String> colours;
    private final List<Level> levels;
    private final Tint.Reference reference;

    /**
     * One resolution.
     *
     * @param premultiplied RGBA, four bytes a pixel, row by row, colours multiplied by alpha
     */
    record Level(int width, int height, byte[] premultiplied) {}

    private CutOut(String kind, String source, boolean heldOut, List<String> colours, List<Level> levels) {
        this.kind = kind;
        this.source = source;
        this.heldOut = heldOut;
        this.colours = List.copyOf(colours);
        this.levels = levels;
        this.reference = Tint.Reference.of(levels.getFirst());
    }

    /** Where a cut-out comes from and what is known about it: kind id, file, whether held out, colour names. */
    public record Label(String kind, String source, boolean heldOut, List<String> colours) {}

    /**
     * A cut-out from straight (not premultiplied) RGBA bytes, row by row.
     *
     * @throws IllegalArgumentException when the array does not fit the size
     */
    public static CutOut of(Label label, int width, int height, byte[] rgba) {
        if (width < 1 || height < 1 || rgba.length != 4L * width * height) {
            throw new IllegalArgumentException("cut-out " + label.source() + " of " + width + " x " + height
                    + " pixels needs " + 4L * width * height + " bytes of RGBA, got " + rgba.length);
        }
        byte[] pixels = new byte[rgba.length];
        for (int i = 0; i < rgba.length; i += 4) {
            int alpha = rgba[i + 3] & 0xff;
            for (int c = 0; c < 3; c++) {
                pixels[i + c] = (byte) (((rgba[i + c] & 0xff) * alpha + 127) / 255);
            }
            pixels[i + 3] = (byte) alpha;
        }
        List<Level> levels = new ArrayList<>();
        Level level = new Level(width, height, pixels);
        levels.add(level);
        while (Math.max(level.width(), level.height()) > 4) {
            level = half(level);
            levels.add(level);
        }
        return new CutOut(label.kind(), label.source(), label.heldOut(), label.colours(), levels);
    }

    private static Level half(Level from) {
        int width = Math.max(1, (from.width() + 1) / 2);
        int height = Math.max(1, (from.height() + 1) / 2);
        byte[] out = new byte[4 * width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 4; c++) {
                    int sum = at(from, 2 * x, 2 * y, c) + at(from, 2 * x + 1, 2 * y, c)
                            + at(from, 2 * x, 2 * y + 1, c) + at(from, 2 * x + 1, 2 * y + 1, c);
                    out[4 * (y * width + x) + c] = (byte) ((sum + 2) / 4);
                }
            }
        }
        return new Level(width, height, out);
    }

    /** A channel, transparent outside. */
    private static int at(Level level, int x, int y, int channel) {
        return x >= level.width() || y >= level.height()
                ? 0
                : level.premultiplied()[4 * (y * level.width() + x) + channel] & 0xff;
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

    /** The smallest level that still has at least one pixel for each wanted one; {@code shrink} is source over target. */
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
