package io.fovea.vision;

import io.fovea.nn.Blocks;
import io.fovea.tensor.Tensor;

import java.util.Arrays;
import java.util.List;

/**
 * What a tower is shown and asked for.
 *
 * @param pixels {@code [B, 3, Y, X]}, normalised as the tower wants them; for a packed tower the
 *     flattened patches of all pictures {@code [N, C T Y X]}
 * @param grids the patches of each picture that show something, from the top left corner of its
 *     input; empty where every picture fills its input
 * @param layers which states to keep, as Hugging Face counts them: 0 is the embedding, negative
 *     counts from the last; empty for all. Blocks behind the last one wanted are not computed
 */
public record TowerInput(Tensor pixels, List<PatchGrid> grids, List<Integer> layers) {

    public TowerInput {
        grids = List.copyOf(grids);
        layers = List.copyOf(layers);
    }

    /** Pictures that fill their inputs. */
    public static TowerInput of(Tensor pixels) {
        return new TowerInput(pixels, List.of(), List.of());
    }

    /** Pictures of which only these patches are real. */
    public static TowerInput of(Tensor pixels, List<PatchGrid> grids) {
        return new TowerInput(pixels, grids, List.of());
    }

    /** The same, keeping a few states only. */
    public TowerInput only(Integer... layers) {
        return new TowerInput(pixels, grids, Arrays.asList(layers));
    }

    /**
     * The indices of the states to keep, in the order asked for.
     *
     * @throws IllegalArgumentException where the tower has no such state
     */
    List<Integer> kept(int stateCount) {
        return Blocks.indices(layers, stateCount);
    }

    /**
     * The pixels, for a tower whose pictures always fill their inputs.
     *
     * @throws IllegalArgumentException where grids are given
     */
    Tensor wholePictures() {
        if (!grids.isEmpty()) {
            throw new IllegalArgumentException(
                    "this tower sees pictures that fill their inputs, got grids of patches "
                            + grids);
        }
        return pixels;
    }
}
