package io.fovea.model.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.config.StrictJson;
import io.fovea.geometry.Box;
import io.fovea.geometry.BoxFormat;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.ImageGeometry;
import io.fovea.image.Image;
import io.fovea.image.ImageException;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Pictures of one pixel and of extreme aspect, and the way back of places for every processor. */
class OddPicturesTest {

    private static ImageProcessor processor(String type, String more, Framing framing) {
        String json = "{\"image_processor_type\": \"" + type + "\"" + more.replace('\'', '"') + "}";
        return ImageProcessors.read(StrictJson.tree(json, type), framing, type);
    }

    private static final String SMALL =
            ", 'size': {'shortest_edge': 56}, 'crop_size': {'height': 56, 'width': 56}";
    private static final String SQUARE = ", 'size': {'height': 56, 'width': 56}";
    private static final String TILES =
            ", 'size': {'longest_edge': 224}, 'max_image_size': {'longest_edge': 56}";

    private static final ImageProcessor CLIP =
            processor("CLIPImageProcessor", SMALL, Framing.AS_IT_IS);
    private static final ImageProcessor LLAVA =
            processor("CLIPImageProcessor", SMALL, Framing.MEAN_SQUARE);
    private static final ImageProcessor SIGLIP =
            processor("SiglipImageProcessor", SQUARE, Framing.AS_IT_IS);
    private static final ImageProcessor BUNNY =
            processor("SiglipImageProcessor", SQUARE, Framing.MEAN_SQUARE);
    private static final ImageProcessor SMOLVLM =
            processor("SmolVLMImageProcessor", TILES, Framing.AS_IT_IS);
    private static final ImageProcessor QWEN =
            processor("Qwen2VLImageProcessor", "", Framing.AS_IT_IS);

    private static final Map<String, ImageProcessor> ALL =
            Map.of(
                    "clip", CLIP, "llava", LLAVA, "siglip", SIGLIP, "bunny", BUNNY, "smolvlm",
                    SMOLVLM, "qwen2vl", QWEN);

    private static Image noise(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        new Random(width).nextBytes(rgb);
        return new Image(new Canvas(width, height), rgb);
    }

    private static Image grey(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        Arrays.fill(rgb, (byte) 51);
        return new Image(new Canvas(width, height), rgb);
    }

    @Test
    void onePixelBecomesAPictureOfItsColour() {
        ALL.forEach(
                (name, processor) -> {
                    float[] pixels = processor.prepare(grey(1, 1)).pixels();
                    boolean half = List.of("siglip", "bunny", "smolvlm").contains(name);
                    float red = half ? (0.2f - 0.5f) / 0.5f : (0.2f - 0.48145466f) / 0.26862954f;
                    assertThat(pixels[0]).as(name).isCloseTo(red, within(1e-6f));
                    assertThat(pixels[1]).as(name).isEqualTo(pixels[0]);
                });
        assertThat(CLIP.prepare(grey(1, 1)).shape()).containsExactly(1, 3, 56, 56);
        assertThat(SMOLVLM.prepare(grey(1, 1)).shape()).containsExactly(17, 3, 56, 56);
        assertThat(QWEN.prepare(grey(1, 1)).shape()).containsExactly(16, 1176);
    }

    @Test
    void veryLongPicturesCostNoMoreThanWhatIsSeen() {
        for (String name : List.of("clip", "llava", "siglip", "bunny")) {
            for (Image image : List.of(grey(30_000, 3), grey(3, 30_000))) {
                PreparedImage got = ALL.get(name).prepare(image);
                assertThat(got.shape()).as(name).containsExactly(1, 3, 56, 56);
                assertThat(got.geometry().original()).isEqualTo(image.canvas());
            }
        }
        assertThat(SMOLVLM.prepare(grey(30_000, 3)).grid())
                .isEqualTo(new ImageGrid.Tiles(1, 4, 56));
        assertThat(SMOLVLM.prepare(grey(3, 30_000)).grid())
                .isEqualTo(new ImageGrid.Tiles(4, 1, 56));
    }

    @Test
    void aVeryLongPictureIsPaddedAsAShortOneIs() {
        float[] middle = LLAVA.prepare(grey(30_000, 3)).pixels();
        float mean = (122 / 255f - 0.48145466f) / 0.26862954f;
        assertThat(middle[0]).isCloseTo(mean, within(1e-6f));
        assertThat(middle[56 * 56 - 1]).isCloseTo(mean, within(1e-6f));
    }

    @Test
    void whatWouldNotFitIsRefused() {
        ImageProcessor uncropped =
                processor("CLIPImageProcessor", ", 'do_center_crop': false", Framing.AS_IT_IS);
        assertThatThrownBy(() -> uncropped.prepare(grey(30_000, 1)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("30000 x 1 ")
                .hasMessageContaining("6720000 x 224");
        ImageProcessor large = processor("CLIPImageProcessor", ", 'size': 8192", Framing.AS_IT_IS);
        assertThatThrownBy(() -> large.prepare(grey(1, 300_000)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("8192 x 2457600000");
        ImageProcessor kept =
                processor("Qwen2VLImageProcessor", ", 'do_resize': false", Framing.AS_IT_IS);
        assertThat(kept.prepare(grey(56, 28)).shape()).containsExactly(8, 1176);
        assertThatThrownBy(() -> kept.prepare(grey(56, 27)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("56 x 27")
                .hasMessageContaining("28");
    }

    @Test
    void qwen2VlTakesAspectsUpTo200() {
        assertThat(QWEN.prepare(grey(5600, 28)).grid().canvas()).isEqualTo(new Canvas(5600, 28));
        for (Image image : List.of(grey(5601, 28), grey(28, 5601), grey(30_000, 100))) {
            assertThatThrownBy(() -> QWEN.prepare(image))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining(image.canvas().toString())
                    .hasMessageContaining("200 times");
        }
    }

    /** Worked out by hand from {@code smart_resize} of later releases. */
    @Test
    void qwen2VlTakesPicturesBelowItsFactor() {
        Resizing budget = new Resizing.PixelBudget(28, 3136, 1003520);
        assertThat(budget.of(new Canvas(150, 23))).isEqualTo(new Canvas(140, 28));
        assertThat(budget.of(new Canvas(13, 13))).isEqualTo(new Canvas(56, 56));
        assertThat(budget.of(new Canvas(700, 10))).isEqualTo(new Canvas(476, 28));
        assertThat(budget.of(new Canvas(30_000, 200))).isEqualTo(new Canvas(12_264, 56));
        assertThat(new Resizing.PixelBudget(28, 1, 1000).of(new Canvas(200, 20)))
                .isEqualTo(new Canvas(84, 28));
    }

    @Test
    void idefics3sRoundings() {
        Resizing longest = new Resizing.LongestEdge(224);
        assertThat(longest.of(new Canvas(97, 61))).isEqualTo(new Canvas(224, 140));
        assertThat(longest.of(new Canvas(61, 97))).isEqualTo(new Canvas(140, 224));
        assertThat(longest.of(new Canvas(100, 63))).isEqualTo(new Canvas(224, 142));
        assertThat(longest.of(new Canvas(30_000, 1))).isEqualTo(new Canvas(224, 1));
        assertThat(new Resizing.LongestEdge(8000).of(new Canvas(200, 100)))
                .isEqualTo(new Canvas(4096, 2048));
        Resizing multiples = new Resizing.Multiples(56);
        assertThat(multiples.of(new Canvas(224, 140))).isEqualTo(new Canvas(224, 168));
        assertThat(multiples.of(new Canvas(140, 225))).isEqualTo(new Canvas(224, 280));
        assertThat(multiples.of(new Canvas(224, 1))).isEqualTo(new Canvas(224, 56));
    }

    @Test
    void placesComeBackFromEveryProcessor() {
        Image image = noise(97, 61);
        Box box = new Box(10.5, 7, 64, 40.25, image.canvas());
        ALL.forEach(
                (name, processor) -> {
                    ImageGeometry map = processor.prepare(image).geometry();
                    assertThat(BoxFormat.XYXY.write(map.toOriginal(map.toModel(box))))
                            .as(name)
                            .containsExactly(BoxFormat.XYXY.write(box), within(1e-9));
                });
        map(CLIP, image, 89.0 / 97, 56.0 / 61, -16, 0);
        map(LLAVA, image, 56.0 / 97, 56.0 / 97, 0, 18 * 56.0 / 97);
        map(SIGLIP, image, 56.0 / 97, 56.0 / 61, 0, 0);
        map(BUNNY, image, 56.0 / 97, 56.0 / 97, 0, 18 * 56.0 / 97);
        map(SMOLVLM, image, 56.0 / 97, 56.0 / 61, 0, 0);
        map(QWEN, image, 84.0 / 97, 56.0 / 61, 0, 0);
    }

    private static void map(
            ImageProcessor processor, Image image, double sx, double sy, double x, double y) {
        ImageGeometry map = processor.prepare(image).geometry();
        assertThat(new double[] {map.scaleX(), map.scaleY(), map.offsetX(), map.offsetY()})
                .containsExactly(new double[] {sx, sy, x, y}, within(1e-9));
    }
}
