package io.fovea.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.geometry.Canvas;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;

/** Reading and resizing against Pillow. */
class PreprocessGoldenTest {

    private static final PreprocessGolden GOLDEN = new PreprocessGolden();
    private static final PixelNormalizer CLIP = PixelNormalizer.clip();
    private static final PixelNormalizer HALF = PixelNormalizer.half();

    @Test
    void picturesAreReadAsPillowReadsThem() {
        List<String> names = GOLDEN.names("decoded.");
        assertThat(names).hasSize(5);
        for (String name : names) {
            String file = name.substring("decoded.".length());
            Image got = ImageReader.read(PreprocessGolden.bytes("images/" + file), file);
            int allowed = file.endsWith(".jpg") ? 3 : 0;
            assertThat(PreprocessGolden.worst(got, GOLDEN.image(name)))
                    .as(name)
                    .isLessThanOrEqualTo(allowed);
        }
    }

    @Test
    void resizingIsPillowsToTheByte() {
        List<String> names = GOLDEN.names("resize.");
        assertThat(names).hasSize(33);
        for (String name : names) {
            String[] parts = name.split("\\.");
            Image from = GOLDEN.image("decoded." + parts[1] + "." + parts[2]);
            String[] size = parts[3].split("x");
            Canvas canvas = new Canvas(Integer.parseInt(size[0]), Integer.parseInt(size[1]));
            Image got = Resample.valueOf(parts[4].toUpperCase(Locale.ROOT)).resize(from, canvas);
            assertThat(got.rgb()).as(name).containsExactly(GOLDEN.image(name).rgb());
        }
    }

    @Test
    void meanColoursAreThoseOfLlavaAndBunny() {
        assertThat(CLIP.meanColour()).isEqualTo(122 << 16 | 116 << 8 | 104);
        assertThat(HALF.meanColour()).isEqualTo(0x7f7f7f);
    }
}
