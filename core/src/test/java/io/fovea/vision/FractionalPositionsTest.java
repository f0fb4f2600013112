package io.fovea.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.tensor.Torch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

class FractionalPositionsTest {

    /** The library's own arange and bucketize, as Idefics3 calls them. */
    private static int[] library(int patches, int side) {
        TensorOptions floats = new TensorOptions(torch.ScalarType.Float);
        double step = 1f / patches;
        Tensor fractions =
                torch.arange(new Scalar(0.0), new Scalar(1 - 1e-6), new Scalar(step), floats);
        Tensor borders =
                torch.arange(
                        new Scalar(1.0 / side), new Scalar(1.0), new Scalar(1.0 / side), floats);
        Tensor buckets = torch.bucketize(fractions, borders, false, true);
        int[] found = new int[patches];
        assertThat(buckets.numel()).isEqualTo(patches);
        for (int i = 0; i < patches; i++) {
            found[i] = (int) buckets.select(0, i).item_long();
        }
        return found;
    }

    /**
     * Tables of up to 16 a side and those of Idefics3 (26) and SmolVLM (27, 32). Beyond these the
     * library's own answer depends on how many numbers the processor's registers hold.
     */
    @Test
    void bucketsAreThoseOfTheLibrary() {
        Torch.load();
        IntStream.concat(IntStream.rangeClosed(1, 16), IntStream.of(26, 27, 32))
                .forEach(
                        side -> {
                            for (int patches = 1; patches <= side; patches++) {
                                assertThat(FractionalPositions.buckets(patches, side))
                                        .as("%d patches of %d", patches, side)
                                        .containsExactly(library(patches, side));
                            }
                        });
    }

    @Test
    void aPictureInACornerTakesFractionsOfTheTable() {
        PatchGrid input = PatchGrid.of(3, 4);
        assertThat(FractionalPositions.ids(PatchGrid.of(2, 2), input, 4))
                .containsExactly(0, 2, 0, 0, 8, 10, 0, 0, 0, 0, 0, 0);
    }
}
