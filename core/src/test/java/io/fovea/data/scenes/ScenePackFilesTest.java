package io.fovea.data.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

/**
 * The files of the built-in scene pack against their index: pictures, splits, names and licences.
 */
class ScenePackFilesTest {

    private static final Set<String> COLOURS =
            Set.of(
                    "red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black",
                    "white", "grey");
    private static final Set<String> SMALL_SOURCES =
            Set.of(
                    "noto-emoji",
                    "twemoji",
                    "noto-emoji-v1",
                    "emojione",
                    "emojione-monotone",
                    "fxemoji",
                    "fluent-emoji-high-contrast");
    private static final int VISIBLE_ALPHA = 128;

    private static Path pack = Path.of("");
    private static JsonNode index = new ObjectMapper().createObjectNode();

    @BeforeAll
    static void open() throws IOException, URISyntaxException {
        URL url = ScenePackFilesTest.class.getResource("pack/index.json");
        assertThat(url).as("pack/index.json among the resources").isNotNull();
        Path file = Path.of(url.toURI());
        pack = file.resolveSibling("");
        index = new ObjectMapper().readTree(file.toFile());
    }

    @Test
    void folderHoldsExactlyTheFilesOfTheIndexAndIsSmall() throws IOException {
        Set<String> named = new TreeSet<>(texts("cutouts", "file"));
        named.addAll(texts("backgrounds", "file"));
        named.add("index.json");
        Set<String> found = new TreeSet<>();
        long bytes = 0;
        try (Stream<Path> files = Files.walk(pack)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.add(pack.relativize(file).toString().replace('\\', '/'));
                bytes += Files.size(file);
            }
        }
        assertThat(found).isEqualTo(named);
        assertThat(texts("cutouts", "file")).doesNotHaveDuplicates();
        assertThat(texts("backgrounds", "file")).doesNotHaveDuplicates();
        assertThat(bytes).as("bytes of the pack").isLessThanOrEqualTo(10_500_000);
    }

    @Test
    void cutOutsAreCroppedPicturesWithAlpha() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (JsonNode cutout : index.get("cutouts")) {
            String file = cutout.get("file").asText();
            BufferedImage image = decode(file);
            int longest = Math.max(image.getWidth(), image.getHeight());
            boolean small = SMALL_SOURCES.contains(cutout.get("source").asText());
            if ((longest < 48 || longest > 64) && (small || longest != 96)) {
                wrong.add(
                        file
                                + ": longest side is "
                                + longest
                                + ", expected 48 to 64"
                                + (small ? "" : ", or 96"));
            }
            if (!image.getColorModel().hasAlpha()) {
                wrong.add(file + ": no alpha");
            }
            if (!touchesAllSides(image)) {
                wrong.add(file + ": an empty border, not cropped to what is visible");
            }
            double share = visibleShare(image);
            if (share < 0.04 || share == 1) {
                wrong.add(file + ": visible share is " + share + ", expected from 0.04 to below 1");
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void backgroundsAreOpaqueSquares() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String file : texts("backgrounds", "file")) {
            BufferedImage image = decode(file);
            if (image.getWidth() != 192
                    || image.getHeight() != 192
                    || image.getColorModel().hasAlpha()) {
                wrong.add(file + ": " + image);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void kindsAreUniqueNamedAndCoveredInTraining() {
        assertThat(texts("kinds", "id")).doesNotHaveDuplicates().hasSizeBetween(110, 130);
        assertThat(texts("kinds", "name"))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.split(" ").length <= 2);
        assertThat(texts("kinds", "plural")).doesNotHaveDuplicates();
        for (JsonNode kind : index.get("kinds")) {
            String article = "aeiou".indexOf(kind.get("name").asText().charAt(0)) >= 0 ? "an" : "a";
            assertThat(kind.get("article").asText()).as(kind.toString()).isEqualTo(article);
            JsonNode superlabel = kind.get("superlabel");
            assertThat(superlabel.isNull() || superlabel.isTextual()).as(kind.toString()).isTrue();
        }
        Set<String> ids = new HashSet<>(texts("kinds", "id"));
        assertThat(kindsWithCutOut(cutout -> cutout.get("split").asText().equals("train")).keySet())
                .isEqualTo(ids);
        assertThat(kindsWithCutOut(cutout -> true).keySet()).isEqualTo(ids);
    }

    @Test
    void everyKindWithTwoPicturesKeepsOneForTheTest() {
        var all = kindsWithCutOut(cutout -> true);
        var test = kindsWithCutOut(cutout -> cutout.get("split").asText().equals("test"));
        Set<String> several = new TreeSet<>();
        all.forEach(
                (kind, count) -> {
                    if (count > 1) {
                        several.add(kind);
                    }
                });
        assertThat(test.keySet()).isEqualTo(several).hasSizeGreaterThan(30);
        assertThat(test.values()).containsOnly(1);
    }

    /** Figures about held-out pictures compare only as long as these are the same. */
    @Test
    void heldOutPicturesAreTheOnesThatFiguresWereMeasuredOn()
            throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String list : List.of("cutouts", "backgrounds")) {
            for (JsonNode entry : index.get(list)) {
                if (entry.get("split").asText().equals("test")) {
                    String file = entry.get("file").asText();
                    digest.update(file.getBytes(StandardCharsets.UTF_8));
                    digest.update(Files.readAllBytes(pack.resolve(file)));
                }
            }
        }
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("1f059a49381b373a55e3fd6ce04a4df3567dfb4d0a0d746e259ace296ef4e82e");
    }

    @Test
    void coloursAreOneOfElevenWordsAndTintableKindsHaveOneToShift() {
        Set<String> shiftable = new HashSet<>();
        for (JsonNode cutout : index.get("cutouts")) {
            List<String> colours = strings(cutout.get("colours"));
            assertThat(colours).as(cutout.toString()).hasSizeLessThan(2).isSubsetOf(COLOURS);
            if (colours.stream()
                    .anyMatch(colour -> !Set.of("black", "white", "grey").contains(colour))) {
                shiftable.add(cutout.get("kind").asText());
            }
        }
        Set<String> tintable = new TreeSet<>();
        for (JsonNode kind : index.get("kinds")) {
            if (kind.get("tintable").asBoolean()) {
                tintable.add(kind.get("id").asText());
            }
        }
        assertThat(tintable).hasSizeGreaterThanOrEqualTo(30).isSubsetOf(shiftable);
    }

    @Test
    void testBackgroundsComeFromOtherPhotographsThanTrainingOnes() {
        Set<String> train = new TreeSet<>();
        Set<String> test = new TreeSet<>();
        for (JsonNode background : index.get("backgrounds")) {
            boolean held = background.get("split").asText().equals("test");
            (held ? test : train).add(background.get("source").asText());
        }
        assertThat(test).isNotEmpty().doesNotContainAnyElementsOf(train);
        assertThat(train).isNotEmpty();
    }

    @Test
    void readerOpensEveryPictureOfThePack() throws IOException {
        ScenePack read = ScenePackReader.builtIn();
        int cutOuts = 0;
        for (ThingKind kind : read.kinds()) {
            cutOuts += read.cutOuts(kind, false).size();
        }
        assertThat(read.kinds()).extracting(ThingKind::id).isEqualTo(texts("kinds", "id"));
        assertThat((long) cutOuts).isEqualTo(trainEntries("cutouts"));
        assertThat((long) read.backgrounds(false).size()).isEqualTo(trainEntries("backgrounds"));
    }

    @Test
    void noticeNamesEverySourceAuthorAndLicence() throws IOException {
        String notice = Files.readString(Path.of("..", "NOTICE"));
        for (JsonNode cutout : index.get("cutouts")) {
            assertThat(notice).contains('"' + cutout.get("source").asText() + '"');
        }
        for (JsonNode background : index.get("backgrounds")) {
            String[] source = background.get("source").asText().split("/", 2);
            assertThat(notice).contains('"' + source[0] + '"');
            assertThat(notice.lines().filter(line -> line.strip().startsWith(source[1] + " ")))
                    .as("line of NOTICE about " + source[1])
                    .singleElement()
                    .asString()
                    .contains(background.get("author").asText())
                    .contains(background.get("licence").asText());
        }
    }

    private static TreeMap<String, Integer> kindsWithCutOut(Predicate<JsonNode> wanted) {
        TreeMap<String, Integer> counts = new TreeMap<>();
        for (JsonNode cutout : index.get("cutouts")) {
            if (wanted.test(cutout)) {
                counts.merge(cutout.get("kind").asText(), 1, Integer::sum);
            }
        }
        return counts;
    }

    private static long trainEntries(String list) {
        return texts(list, "split").stream().filter("train"::equals).count();
    }

    private static List<String> texts(String list, String key) {
        List<String> texts = new ArrayList<>();
        index.get(list).forEach(entry -> texts.add(entry.get(key).asText()));
        return texts;
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(entry -> strings.add(entry.asText()));
        return strings;
    }

    private static BufferedImage decode(String file) throws IOException {
        BufferedImage image = ImageIO.read(pack.resolve(file).toFile());
        assertThat(image).as(file + " decoded").isNotNull();
        return image;
    }

    private static boolean touchesAllSides(BufferedImage image) {
        int right = image.getWidth() - 1;
        int bottom = image.getHeight() - 1;
        return visible(image, 0, 0, 0, bottom)
                && visible(image, right, 0, right, bottom)
                && visible(image, 0, 0, right, 0)
                && visible(image, 0, bottom, right, bottom);
    }

    private static boolean visible(BufferedImage image, int left, int top, int right, int bottom) {
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                if (image.getRGB(x, y) >>> 24 > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static double visibleShare(BufferedImage image) {
        int visible = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                visible += image.getRGB(x, y) >>> 24 >= VISIBLE_ALPHA ? 1 : 0;
            }
        }
        return (double) visible / (image.getWidth() * image.getHeight());
    }
}
