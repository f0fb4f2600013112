package io.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.model.images.PreparedImage;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

class TiledVisionTest {

    private static final Path SMOL =
            Path.of("src", "test", "resources", "golden", "smolvlm-idefics3-fp32");

    private static Image noise() {
        byte[] rgb = new byte[3 * 90 * 60];
        new Random(3).nextBytes(rgb);
        return new Image(new Canvas(90, 60), rgb);
    }

    /** Which also says that a tile's states do not depend on what else is seen. */
    @Test
    void aTileIsSeenAsIfItWereAlone() {
        try (ModelFolder.Opened opened =
                        ModelFolder.open(SMOL, model -> {}, DType.FLOAT32, Device.CPU);
                Scope scope = Scope.open();
                Grad off = Grad.off()) {
            PreparedImage image = opened.processor().prepare(noise());
            Tensor pixels = Tensor.of(image.pixels(), image.shape());
            Vision vision = opened.model().vision();
            VisualFeatures all = vision.see(pixels, image);
            int tiles = (int) pixels.size(0);
            assertThat(tiles).isGreaterThan(2);
            int each = (int) all.tokens().size(1) / tiles;
            float[] tokens = all.tokens().toFloats();
            int width = tokens.length / tiles;
            assertThat(each * tiles).isEqualTo((int) all.tokens().size(1));
            for (int tile = 0; tile < tiles; tile++) {
                Tensor alone = vision.see(pixels.narrow(0, tile, 1), image).tokens();
                assertThat(Arrays.copyOfRange(tokens, tile * width, (tile + 1) * width))
                        .as("tile " + tile)
                        .containsExactly(alone.toFloats());
            }
            assertThat(all.maskFeatures().dims())
                    .containsExactly(1, (long) all.rows() * all.cols(), vision.form().width());
        }
    }
}
