package io.fovea.vision;

import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.List;

/** A batch of inputs, each with a picture in its top left corner and nothing around it. */
final class PartlyFilled {

    private final List<PatchGrid> pictures;
    private final PatchGrid input;

    /**
     * @param grids one for each input; empty where pictures fill their inputs
     */
    PartlyFilled(List<PatchGrid> grids, PatchGrid input, int batch) {
        pictures = grids.isEmpty() ? Collections.nCopies(batch, input) : grids;
        this.input = input;
        if (pictures.size() != batch) {
            throw new IllegalArgumentException(
                    "a grid of patches for each picture: got "
                            + pictures.size()
                            + " grids and "
                            + batch
                            + " pictures");
        }
        for (PatchGrid picture : pictures) {
            if (picture.frames() != 1
                    || picture.rows() > input.rows()
                    || picture.cols() > input.cols()) {
                throw new IllegalArgumentException(
                        "a picture of "
                                + picture
                                + " patches does not lie in an input of "
                                + input);
            }
        }
    }

    /** Rows of the position table for all patches, {@code B * P}. */
    long[] positions(int side) {
        int each = input.patches();
        long[] all = new long[pictures.size() * each];
        for (int b = 0; b < pictures.size(); b++) {
            System.arraycopy(
                    FractionalPositions.ids(pictures.get(b), input, side), 0, all, b * each, each);
        }
        return all;
    }

    /** Added to attention scores, {@code [B, 1, 1, P]}; null where every patch is real. */
    @Nullable Tensor mask() {
        if (pictures.stream().allMatch(input::equals)) {
            return null;
        }
        int each = input.patches();
        float[] mask = new float[pictures.size() * each];
        for (int i = 0; i < mask.length; i++) {
            PatchGrid picture = pictures.get(i / each);
            int patch = i % each;
            boolean real =
                    patch / input.cols() < picture.rows() && patch % input.cols() < picture.cols();
            mask[i] = real ? 0 : Float.NEGATIVE_INFINITY;
        }
        return Tensor.of(mask, pictures.size(), 1, 1, each);
    }
}
