package io.fovea.model.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fovea.config.ConfigError;
import io.fovea.config.Problem;
import io.fovea.config.StrictJson;
import io.fovea.geometry.Canvas;
import io.fovea.image.PixelNormalizer;
import io.fovea.image.Resample;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Which processor a file means, what stands in for absent keys, and what is refused. */
class ImageProcessorsTest {

    private static ImageProcessor read(String json) {
        return read(json, Framing.AS_IT_IS);
    }

    private static ImageProcessor read(String json, Framing framing) {
        return ImageProcessors.read(
                StrictJson.tree(json.replace('\'', '"'), "test"), framing, "here.json");
    }

    private static WholePicture whole(String json) {
        return (WholePicture) read(json);
    }

    private static List<Problem> problems(String json, Framing framing) {
        ConfigError error = catchThrowableOfType(ConfigError.class, () -> read(json, framing));
        assertThat(error).as(json).isNotNull();
        assertThat(error).hasMessageContaining("here.json");
        return error.problems();
    }

    private static void refused(String json, String... paths) {
        assertThat(problems(json, Framing.AS_IT_IS))
                .extracting(Problem::path)
                .containsExactly(paths);
    }

    private static void same(PixelNormalizer got, PixelNormalizer expected) {
        assertThat(got.mean()).containsExactly(expected.mean());
        assertThat(got.std()).containsExactly(expected.std());
        assertThat(got.rescale()).isEqualTo(expected.rescale());
    }

    @Test
    void absentKeysTakeTheDefaultsOfEachProcessor() {
        WholePicture clip = whole("{'image_processor_type': 'CLIPImageProcessor'}");
        assertThat(clip.resizing()).isEqualTo(new Resizing.ShortestEdge(224));
        assertThat(clip.crop()).contains(new Canvas(224, 224));
        assertThat(clip.resample()).isEqualTo(Resample.BICUBIC);
        assertThat(clip.square()).isEmpty();
        same(clip.normalizer(), PixelNormalizer.clip());

        WholePicture siglip =
                whole("{'image_processor_type': 'SiglipImageProcessor', 'size': null}");
        assertThat(siglip.resizing()).isEqualTo(new Resizing.Exact(new Canvas(224, 224)));
        assertThat(siglip.crop()).isEmpty();
        same(siglip.normalizer(), PixelNormalizer.half());

        TiledPicture tiled =
                (TiledPicture) read("{'image_processor_type': 'Idefics3ImageProcessor'}");
        assertThat(tiled.fit()).isEqualTo(new Resizing.LongestEdge(1456));
        assertThat(tiled.whole()).isEqualTo(new Resizing.Multiples(364));
        assertThat(tiled.resample()).isEqualTo(Resample.LANCZOS);
        same(tiled.normalizer(), PixelNormalizer.half());

        PatchedPicture patched =
                (PatchedPicture) read("{'image_processor_type': 'Qwen2VLImageProcessor'}");
        assertThat(patched.fit()).isEqualTo(new Resizing.PixelBudget(28, 3136, 1003520));
        assertThat(patched.cut()).isEqualTo(new Patching(14, 2, 2));
        same(patched.normalizer(), PixelNormalizer.clip());
    }

    @Test
    void oldFilesAndOtherFormsOfSizes() {
        WholePicture old =
                whole(
                        "{'feature_extractor_type': 'CLIPFeatureExtractor', 'size': 336,"
                                + " 'crop_size': 300}");
        assertThat(old.resizing()).isEqualTo(new Resizing.ShortestEdge(336));
        assertThat(old.crop()).contains(new Canvas(300, 300));
        String clip = "{'image_processor_type': 'CLIPImageProcessor', ";
        assertThat(whole(clip + "'size': {'height': 20, 'width': 30}}").resizing())
                .isEqualTo(new Resizing.Exact(new Canvas(30, 20)));
        assertThat(whole(clip + "'size': [20, 30], 'crop_size': [5, 6]}").crop())
                .contains(new Canvas(6, 5));
        assertThat(whole(clip + "'do_resize': false, 'do_center_crop': false}").resizing())
                .isEqualTo(new Resizing.Keep());
        assertThat(
                        whole("{'image_processor_type': 'SiglipImageProcessor', 'size': 384}")
                                .resizing())
                .isEqualTo(new Resizing.Exact(new Canvas(384, 384)));
        assertThat(
                        ((PatchedPicture)
                                        read(
                                                "{'image_processor_type':"
                                                        + " 'Qwen2VLImageProcessor', 'size':"
                                                        + " {'shortest_edge': 4000, 'longest_edge':"
                                                        + " 5000}, 'max_pixels': 6000}"))
                                .fit())
                .isEqualTo(new Resizing.PixelBudget(28, 4000, 6000));
    }

    @Test
    void normalizingMayBeLeftOutInParts() {
        String clip = "{'image_processor_type': 'CLIPImageProcessor', ";
        same(
                whole(clip + "'do_normalize': false, 'image_mean': 0.25}").normalizer(),
                new PixelNormalizer(new float[3], new float[] {1, 1, 1}, 1 / 255.0));
        same(
                whole(clip + "'do_rescale': false, 'image_mean': 0.25, 'image_std': [1, 2, 3]}")
                        .normalizer(),
                new PixelNormalizer(new float[] {0.25f, 0.25f, 0.25f}, new float[] {1, 2, 3}, 1));
    }

    @Test
    void fastNamesAndKeysOfOtherConcernsChangeNothing() {
        for (String name :
                List.of(
                        "CLIPImageProcessor",
                        "SiglipImageProcessor",
                        "Idefics3ImageProcessor",
                        "SmolVLMImageProcessor",
                        "Qwen2VLImageProcessor")) {
            ImageProcessor slow = read("{'image_processor_type': '" + name + "'}");
            ImageProcessor fast =
                    read(
                            "{'image_processor_type': '"
                                    + name
                                    + "Fast', 'processor_class': 'X', 'do_pad': true,"
                                    + " 'do_convert_rgb': null, 'device': null,"
                                    + " 'video_sampling': {'fps': 1}, 'image_seq_len': 4}");
            assertThat(fast).as(name).hasSameClassAs(slow);
        }
    }

    @Test
    void framingIsReadFromTheModelsConfig() {
        assertThat(Framing.of(StrictJson.tree("{}", "x"), "x")).isEqualTo(Framing.AS_IT_IS);
        assertThat(Framing.of(StrictJson.tree("{\"image_aspect_ratio\": \"pad\"}", "x"), "x"))
                .isEqualTo(Framing.MEAN_SQUARE);
        assertThatThrownBy(
                        () ->
                                Framing.of(
                                        StrictJson.tree(
                                                "{\"image_aspect_ratio\": \"anyres\"}", "x"),
                                        "config.json"))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining("image_aspect_ratio")
                .hasMessageContaining("anyres");
        WholePicture padded =
                (WholePicture)
                        read(
                                "{'image_processor_type': 'CLIPImageProcessor',"
                                        + " 'do_normalize': false}",
                                Framing.MEAN_SQUARE);
        assertThat(padded.square()).contains(122 << 16 | 116 << 8 | 104);
        assertThat(
                        problems(
                                "{'image_processor_type': 'Qwen2VLImageProcessor'}",
                                Framing.MEAN_SQUARE))
                .extracting(Problem::path)
                .containsExactly("image_processor_type");
    }

    @Test
    void whatCannotBeDoneIsRefusedWithItsPath() {
        refused("[]", "");
        refused("{}", "image_processor_type");
        refused("{'image_processor_type': 'PixtralImageProcessor'}", "image_processor_type");
        refused("{'feature_extractor_type': 'WhisperFeatureExtractor'}", "feature_extractor_type");
        String clip = "{'image_processor_type': 'CLIPImageProcessor', ";
        refused(clip + "'size': {'longest_edge': 5}}", "size");
        refused(clip + "'size': {'shortest_edge': 0}}", "size.shortest_edge");
        refused(clip + "'size': {'height': 9, 'width': 'x'}}", "size.width");
        refused(clip + "'crop_size': {'shortest_edge': 5}}", "crop_size");
        refused(clip + "'size': 1000000000}", "size");
        refused(
                "{'image_processor_type': 'SiglipImageProcessor', 'size': {'shortest_edge': 5}}",
                "size");
        String idefics3 = "{'image_processor_type': 'Idefics3ImageProcessor', ";
        refused(idefics3 + "'size': 5, 'max_image_size': 5}", "size", "max_image_size");
        refused(
                "{'image_processor_type': 'Qwen2VLImageProcessor', 'min_pixels': 10, 'max_pixels':"
                        + " 9, 'patch_size': 0}",
                "patch_size",
                "max_pixels");
    }

    @Test
    void allProblemsComeAtOnceAndOnce() {
        refused(
                "{'image_processor_type': 'CLIPImageProcessor', 'size': 'big', 'do_center_crop':"
                        + " 1, 'resample': 9, 'image_mean': [1, 2], 'image_std': [1, 0, 1],"
                        + " 'rescale_factor': 0}",
                "size",
                "do_center_crop",
                "resample",
                "image_mean",
                "image_std",
                "rescale_factor");
    }
}
