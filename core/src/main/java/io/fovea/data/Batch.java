package io.fovea.data;

import io.fovea.model.images.ImageGrid;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * Samples as padded arrays, ready to become tensors. A row is one picture followed by several
 * exchanges about it ("packing"): each exchange sees the picture and itself, and its positions
 * restart after the picture, so a packed row computes the same numbers as separate rows would.
 *
 * @param rows B
 * @param length S
 * @param prefix P', the image tokens (and what the template puts before them) at the start of each
 *     row that has a picture; 0 when none has
 * @param ids {@code [B, S]}
 * @param positions {@code [B, S]}, or {@code [axes, B, S]} where the model's positions have several
 * @param mask {@code [B, S, S]}, 0 where a token may look and a large negative number elsewhere
 * @param pictured the rows that have a picture, ascending; the others are words alone
 * @param pixels of those rows, one picture behind the other
 * @param pixelShape shape of {@code pixels}: {@code {R, 3, Y, X}}, or of all tiles or patches
 * @param grid how each of these pictures is cut, all alike; null when none has a picture
 * @param images flat positions of the image tokens, as many in each row that has a picture
 * @param patches how many of a picture's image tokens, the last ones, show the whole of it patch by
 *     patch: those that targets speak of
 * @param predicting flat positions of the states that predict answer tokens
 * @param targets the answer tokens they are to predict
 * @param openings for each exchange, where in {@code targets} its answer begins
 * @param kinds for each exchange, what it asks
 * @param places every place token
 * @param things every annotated thing of the pictures
 * @param looks where states should look, for supervision of attention
 * @param asked every request token
 */
public record Batch(
        int rows,
        int length,
        int prefix,
        long[] ids,
        long[] positions,
        float[] mask,
        int[] pictured,
        float[] pixels,
        long[] pixelShape,
        @Nullable ImageGrid grid,
        long[] images,
        int patches,
        long[] predicting,
        long[] targets,
        int[] openings,
        List<String> kinds,
        List<Place> places,
        List<Thing> things,
        List<Look> looks,
        List<Asked> asked) {

    /** Added to attention scores that must not count. */
    public static final float BLOCKED = -1e9f;

    public Batch {
        kinds = List.copyOf(kinds);
        places = List.copyOf(places);
        things = List.copyOf(things);
        looks = List.copyOf(looks);
        asked = List.copyOf(asked);
    }

    /** Axes of the positions: 1, or 3 (time, row, column). */
    public int axes() {
        return positions.length / (rows * length);
    }

    /**
     * Which of the pictures of this batch a row shows.
     *
     * @throws IllegalArgumentException when the row is words alone
     */
    public int picture(int row) {
        int picture = Arrays.binarySearch(pictured, row);
        if (picture < 0) {
            throw new IllegalArgumentException(
                    "row " + row + " of the batch has no picture, so no place or thing either");
        }
        return picture;
    }

    /**
     * A request token and the slots right behind it.
     *
     * @param picture which of the pictures of the batch is asked
     * @param position flat position of the request, {@code row * S + column}
     * @param slots how many
     * @param round 0 for the first request of its exchange, 1 for the one that sees the answers to
     *     it, ...
     * @param about what its answer is to be seen at: places of the answer, else what the exchange
     *     is about; empty where nothing is known
     */
    public record Asked(int picture, long position, int slots, int round, List<Target> about) {

        public Asked {
            about = List.copyOf(about);
        }
    }

    /**
     * A place token.
     *
     * @param row of the batch
     * @param position flat position of the token, {@code row * S + column}
     * @param answer whether the model is to find it
     * @param kind what its exchange asks
     * @param target where it is
     */
    public record Place(int row, long position, boolean answer, String kind, Target target) {}

    /**
     * Where a state should look.
     *
     * @param position flat position of the state, {@code row * S + column}
     * @param patches 1 for each patch that shows it, {@code [rows * cols]}
     */
    public record Look(long position, float[] patches) {}

    /** A thing in the picture of a row, with the name of its kind. */
    public record Thing(int row, String label, Target target) {}

    /**
     * A region on the model's input.
     *
     * @param boxCxcywh fractions of the model's input
     * @param coverage share of each cell of the mask grid that the region covers, {@code [G, G]}
     * @param patchCoverage the same for the grid of patches, {@code [rows * cols]}
     * @param hasMask whether the pixels were annotated; otherwise coverage is that of the box
     */
    public record Target(
            float[] boxCxcywh, float[] coverage, float[] patchCoverage, boolean hasMask) {}
}
