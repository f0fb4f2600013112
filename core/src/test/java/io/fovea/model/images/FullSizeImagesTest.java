package io.fovea.model.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.StrictJson;
import io.fovea.testkit.Golden;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/**
 * Processors at the sizes of published checkpoints: sums over whole tensors and every eighth or
 * sixteenth number, {@code golden/image_preprocess}.
 */
class FullSizeImagesTest {

    private static final Golden GOLDEN = Golden.open("image_preprocess");

    private static final String CLIP =
            "{'image_processor_type': 'CLIPImageProcessor', 'size': {'shortest_edge': %d},"
                    + " 'crop_size': {'height': %1$d, 'width': %1$d}}";
    private static final String SIGLIP =
            "{'image_processor_type': 'SiglipImageProcessor',"
                    + " 'size': {'height': 384, 'width': 384}}";

    private static ImageProcessor processor(String json, Framing framing) {
        return ImageProcessors.read(
                StrictJson.tree(json.replace('\'', '"'), "test"), framing, "test");
    }

    private static final Map<String, ImageProcessor> PROCESSORS =
            Map.of(
                    "clip336", processor(CLIP.formatted(336), Framing.AS_IT_IS),
                    "clip224", processor(CLIP.formatted(224), Framing.AS_IT_IS),
                    "llava_pad_clip336", processor(CLIP.formatted(336), Framing.MEAN_SQUARE),
                    "siglip384", processor(SIGLIP, Framing.AS_IT_IS),
                    "bunny_pad_siglip384", processor(SIGLIP, Framing.MEAN_SQUARE),
                    "qwen2vl",
                            processor(
                                    "{'image_processor_type': 'Qwen2VLImageProcessor'}",
                                    Framing.AS_IT_IS),
                    "smolvlm384",
                            processor(
                                    "{'image_processor_type': 'SmolVLMImageProcessor', 'size':"
                                            + " {'longest_edge': 1536}, 'max_image_size':"
                                            + " {'longest_edge': 384}}",
                                    Framing.AS_IT_IS));

    @Test
    void sumsAndSamplesAreTheReferences() {
        JsonNode full = GOLDEN.json("expected.json").get("full_size");
        int seen = 0;
        try (Reference reference = new Reference(GOLDEN, "image_preprocess")) {
            for (Map.Entry<String, JsonNode> entry : full.properties()) {
                if (entry.getValue().isNull()) {
                    continue; // the reference refused it; see OddPicturesTest
                }
                String[] parts = entry.getKey().split("\\.", 2);
                PreparedImage got =
                        PROCESSORS.get(parts[0]).prepare(reference.image("decoded." + parts[1]));
                checkSums(entry.getKey(), entry.getValue(), got);
                checkSamples(reference, entry.getKey(), got);
                seen++;
            }
        }
        assertThat(seen).isEqualTo(30);
    }

    private static void checkSums(String name, JsonNode expected, PreparedImage got) {
        double sum = 0;
        double absolute = 0;
        for (float value : got.pixels()) {
            sum += value;
            absolute += Math.abs(value);
        }
        assertThat(sum).as(name).isCloseTo(expected.get("sum").asDouble(), within(1e-6 * absolute));
        if (expected.has("abs_sum")) {
            assertThat(absolute)
                    .as(name)
                    .isCloseTo(expected.get("abs_sum").asDouble(), within(1e-6 * absolute));
        }
        switch (got.grid()) {
            case ImageGrid.Whole whole ->
                    assertThat(got.shape()[2])
                            .as(name)
                            .isEqualTo(expected.get("shape").get(1).asLong())
                            .isEqualTo(whole.canvas().height());
            case ImageGrid.Tiles tiles ->
                    assertThat(List.of(tiles.rows(), tiles.columns()))
                            .as(name)
                            .containsExactly(
                                    expected.at("/rows/0/0").asInt(),
                                    expected.at("/cols/0/0").asInt());
            case ImageGrid.Patches patches ->
                    assertThat(List.of(patches.frames(), patches.rows(), patches.columns()))
                            .as(name)
                            .containsExactly(
                                    expected.at("/grid_thw/0/0").asInt(),
                                    expected.at("/grid_thw/0/1").asInt(),
                                    expected.at("/grid_thw/0/2").asInt());
        }
    }

    /** The two last axes of the pixels, each thinned out as the golden names say. */
    private static void checkSamples(Reference reference, String name, PreparedImage got) {
        int step = name.startsWith("smolvlm") ? 16 : 8;
        long[] shape = got.shape();
        int height = (int) shape[shape.length - 2];
        int width = (int) shape[shape.length - 1];
        int planes = got.pixels().length / (height * width);
        int rows = Math.ceilDiv(height, step);
        int columns = Math.ceilDiv(width, step);
        float[] samples = new float[planes * rows * columns];
        for (int i = 0; i < samples.length; i++) {
            int plane = i / (rows * columns);
            int y = i / columns % rows * step;
            int x = i % columns * step;
            samples[i] = got.pixels()[(plane * height + y) * width + x];
        }
        reference.check(name + ".every" + step + "th", samples);
    }
}
