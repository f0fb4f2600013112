package io.fovea.model.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.testkit.Golden;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Every picture of every case of the small checkpoints, prepared as the checkpoint's own files say,
 * against the reference's numbers: whole tensors.
 */
class CheckpointImagesTest {

    /** What is in each golden folder with pictures, and where its image processor stands. */
    private static ImageProcessor processor(Golden golden, String folder) {
        String file =
                folder.startsWith("bunny")
                        ? "siglip-tiny/preprocessor_config.json"
                        : "preprocessor_config.json";
        return ImageProcessors.read(
                golden.json(file), Framing.of(golden.json("config.json"), "config.json"), file);
    }

    /** One case: what came of its pictures, in their order. */
    private record Case(String name, JsonNode expected, List<PreparedImage> prepared) {

        float[] pixels() {
            int length = prepared.stream().mapToInt(p -> p.pixels().length).sum();
            float[] all = new float[length];
            int to = 0;
            for (PreparedImage one : prepared) {
                System.arraycopy(one.pixels(), 0, all, to, one.pixels().length);
                to += one.pixels().length;
            }
            return all;
        }

        long rows() {
            return prepared.stream().mapToLong(p -> p.shape()[0]).sum();
        }
    }

    private interface Check {
        void check(Reference reference, Case one);
    }

    /** Runs the check on every case that has pictures; returns how many those were. */
    private static int eachCase(String folder, Check check) {
        Golden golden = Golden.open(folder);
        ImageProcessor processor = processor(golden, folder);
        JsonNode cases = golden.json("expected.json").get("cases");
        int seen = 0;
        try (Reference reference = new Reference(golden, folder)) {
            for (int i = 0; i < cases.size(); i++) {
                String name = "case" + i + ".";
                List<PreparedImage> prepared = new ArrayList<>();
                for (JsonNode image : cases.get(i).get("images")) {
                    prepared.add(
                            processor.prepare(reference.image("decoded_rgb." + image.asText())));
                }
                if (prepared.isEmpty()) {
                    assertThat(reference.names(name + "pixel_values")).isEmpty();
                } else {
                    check.check(reference, new Case(name, cases.get(i), prepared));
                    seen++;
                }
            }
        }
        return seen;
    }

    private static void wholePictures(Reference reference, Case one) {
        String name = one.name + "pixel_values";
        reference.check(name, one.pixels());
        long[] shape = one.prepared.getFirst().shape();
        shape[0] = one.rows();
        assertThat(shape).as(name).containsExactly(reference.shape(name));
    }

    @Test
    void llava() {
        assertThat(eachCase("llava15-fp32", CheckpointImagesTest::wholePictures)).isEqualTo(4);
        assertThat(eachCase("llava15-fp16-sharded", CheckpointImagesTest::wholePictures))
                .isEqualTo(2);
        assertThat(eachCase("llava15-full-select-bf16", CheckpointImagesTest::wholePictures))
                .isEqualTo(3);
    }

    @Test
    void llavasPicturesOneByOne() {
        for (String folder :
                List.of("llava15-fp32", "llava15-fp16-sharded", "llava15-full-select-bf16")) {
            Golden golden = Golden.open(folder);
            ImageProcessor processor = processor(golden, folder);
            try (Reference reference = new Reference(golden, folder)) {
                List<String> names = reference.names("pixel_values.");
                assertThat(names).hasSize(5);
                for (String name : names) {
                    PreparedImage got =
                            processor.prepare(
                                    reference.image(name.replace("pixel_values.", "decoded_rgb.")));
                    reference.check(name, got.pixels());
                    assertThat(got.shape()).as(name).containsExactly(reference.shape(name));
                }
            }
        }
    }

    @Test
    void bunny() {
        assertThat(eachCase("bunny-llama3-fp32", CheckpointImagesTest::wholePictures)).isEqualTo(2);
        assertThat(eachCase("bunny-llama3-fp16-sharded", CheckpointImagesTest::wholePictures))
                .isEqualTo(3);
    }

    /** The bytes before {@code (byte / 255 - 0.5) / 0.5}, which that cannot hide. */
    private static byte[] bytesBehind(float[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) Math.round((values[i] * 0.5f + 0.5f) * 255);
        }
        return bytes;
    }

    private static void tiles(Reference reference, Case one) {
        String name = one.name + "pixel_values";
        float[] pixels = one.pixels();
        assertThat(one.rows()).as(name).isEqualTo(one.expected.get("n_tiles").asLong());
        long[] shape = reference.shape(name + "_u8");
        assertThat(shape[0]).isEqualTo(1);
        long[] got = one.prepared.getFirst().shape();
        got[0] = one.rows();
        assertThat(got).as(name).containsExactly(Arrays.copyOfRange(shape, 1, shape.length));
        assertThat(bytesBehind(pixels)).as(name).containsExactly(reference.bytes(name + "_u8"));
        int tile = (int) (shape[2] * shape[3] * shape[4]);
        reference.check(name + "_tile0", Arrays.copyOf(pixels, tile));
        reference.check(
                name + "_last", Arrays.copyOfRange(pixels, pixels.length - tile, pixels.length));
        byte[] seen = new byte[pixels.length / 3];
        Arrays.fill(seen, (byte) 1);
        assertThat(reference.bytes(one.name + "pixel_attention_mask"))
                .as("all pixels of all tiles show the picture")
                .containsExactly(seen);
    }

    @Test
    void smolVlmInTiles() {
        assertThat(eachCase("smolvlm-idefics3-fp32", CheckpointImagesTest::tiles)).isEqualTo(2);
    }

    @Test
    void smolVlmUncut() {
        assertThat(
                        eachCase(
                                "smolvlm-idefics3-nosplit-bf16",
                                (reference, one) -> {
                                    tiles(reference, one);
                                    for (PreparedImage image : one.prepared) {
                                        assertThat(image.grid())
                                                .isEqualTo(new ImageGrid.Tiles(0, 0, 48));
                                    }
                                }))
                .isEqualTo(2);
    }

    @Test
    void qwen2Vl() {
        int seen =
                eachCase(
                        "qwen2vl-fp32",
                        (reference, one) -> {
                            String name = one.name + "pixel_values";
                            reference.check(name, one.pixels());
                            assertThat(new long[] {one.rows(), one.prepared.getFirst().shape()[1]})
                                    .containsExactly(reference.shape(name));
                            long[] grids =
                                    one.prepared.stream()
                                            .map(p -> (ImageGrid.Patches) p.grid())
                                            .flatMapToLong(
                                                    g ->
                                                            Arrays.stream(
                                                                    new long[] {
                                                                        g.frames(),
                                                                        g.rows(),
                                                                        g.columns()
                                                                    }))
                                            .toArray();
                            assertThat(grids)
                                    .containsExactly(reference.longs(one.name + "image_grid_thw"));
                        });
        assertThat(seen).isEqualTo(2);
    }
}
