package io.fovea.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.geometry.Canvas;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;

/**
 * Reading, resizing and whole preprocessing chains against Pillow and the Hugging Face image
 * processors.
 */
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

    private record Chain(String name, PixelNormalizer normalizer, List<ImageTransform> steps) {}

    private static Chain clip(int size) {
        return new Chain(
                "clip" + size + ".",
                CLIP,
                List.of(
                        new ImageTransform.ResizeShortest(size, Resample.BICUBIC),
                        new ImageTransform.CenterCrop(new Canvas(size, size))));
    }

    private static final ImageTransform SIGLIP =
            new ImageTransform.ResizeExact(new Canvas(384, 384), Resample.BICUBIC);

    private static final List<Chain> CHAINS =
            List.of(
                    clip(336),
                    clip(224),
                    new Chain("siglip384.", HALF, List.of(SIGLIP)),
                    new Chain(
                            "bunny_pad_siglip384.",
                            HALF,
                            List.of(new ImageTransform.PadSquare(HALF.meanColour()), SIGLIP)),
                    new Chain(
                            "llava_pad_clip336.",
                            CLIP,
                            List.of(
                                    new ImageTransform.PadSquare(CLIP.meanColour()),
                                    new ImageTransform.ResizeShortest(336, Resample.BICUBIC),
                                    new ImageTransform.CenterCrop(new Canvas(336, 336)))));

    @Test
    void chainsGiveTheProcessorsNumbers() {
        int seen = 0;
        for (Chain chain : CHAINS) {
            for (String name : GOLDEN.names(chain.name)) {
                seen++;
                String file =
                        name.substring(chain.name.length(), name.length() - ".every8th".length());
                Transformed seenByModel =
                        ImageTransform.applyAll(GOLDEN.image("decoded." + file), chain.steps);
                Canvas grid = seenByModel.pixels().canvas();
                assertThat(seenByModel.geometry().model()).isEqualTo(grid);
                float[] all = chain.normalizer.normalize(seenByModel.pixels());
                float[] expected = GOLDEN.floats(name);
                int every = grid.width() / 8;
                for (int i = 0; i < expected.length; i++) {
                    int c = i / (every * every);
                    int y = i / every % every * 8;
                    int x = i % every * 8;
                    float got = all[(c * grid.height() + y) * grid.width() + x];
                    assertThat(Math.abs(got - expected[i]))
                            .as(
                                    "%s at [%d, %d, %d]: got %s, expected %s",
                                    name, c, y, x, got, expected[i])
                            .isLessThan(1e-6f);
                }
            }
        }
        assertThat(seen).isEqualTo(25);
    }

    @Test
    void meanColoursAreThoseOfLlavaAndBunny() {
        assertThat(CLIP.meanColour()).isEqualTo(122 << 16 | 116 << 8 | 104);
        assertThat(HALF.meanColour()).isEqualTo(0x7f7f7f);
    }
}
