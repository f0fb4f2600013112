package io.fovea.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Mask;
import io.fovea.geometry.Region;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What is drawn is where it belongs, and files appear whole or not at all. */
class DrawingTest {

    @TempDir Path folder;

    private static Image plain(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        Arrays.fill(rgb, (byte) 120);
        return new Image(new Canvas(width, height), rgb);
    }

    private static Color pixel(Image image, int x, int y) {
        int at = 3 * (y * image.width() + x);
        return new Color(
                image.rgb()[at] & 0xff, image.rgb()[at + 1] & 0xff, image.rgb()[at + 2] & 0xff);
    }

    @Test
    void onlyTheRegionIsTouched() {
        Image image = plain(200, 160);
        Box box = new Box(60, 50, 140, 120, image.canvas());
        Image drawn = Overlay.draw(image, List.of(new Region(box, Mask.fromBox(box), null, 1)));
        assertThat(pixel(drawn, 100, 85)).isNotEqualTo(new Color(120, 120, 120));
        for (int y = 0; y < 160; y++) {
            for (int x = 0; x < 200; x++) {
                if (x < 55 || x > 145 || y < 45 || y > 125) {
                    assertThat(pixel(drawn, x, y))
                            .as("%d, %d", x, y)
                            .isEqualTo(new Color(120, 120, 120));
                }
            }
        }
        assertThat(pixel(image, 100, 85))
                .as("the picture given")
                .isEqualTo(new Color(120, 120, 120));
    }

    @Test
    void anySizeAnyLabelAnyBox() {
        for (int[] size : new int[][] {{1, 1}, {3, 200}, {900, 40}}) {
            Image image = plain(size[0], size[1]);
            Box outside = new Box(-50, -20, 2000, 3000, image.canvas());
            Box point = new Box(0, 0, 0, 0, image.canvas());
            String label =
                    "a very long label \u732b \ud83d\ude00 that fits no picture at all "
                            + "x".repeat(200);
            Image drawn =
                    Overlay.draw(
                            image,
                            List.of(
                                    new Region(outside, null, label, 0.5),
                                    new Region(point, Mask.empty(image.canvas()), "", 1)));
            assertThat(drawn.canvas()).isEqualTo(image.canvas());
        }
        assertThatThrownBy(
                        () ->
                                Overlay.draw(
                                        plain(5, 5),
                                        List.of(Region.of(new Box(0, 0, 1, 1, new Canvas(6, 5))))))
                .hasMessageContaining("6 x 5")
                .hasMessageContaining("5 x 5");
    }

    @Test
    void tagsStayInsideAndApart() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Canvas canvas = new Canvas(640, 480);
            List<Box> boxes = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                boxes.add(
                        Box.ofXywh(
                                        random.nextInt(600),
                                        random.nextInt(440),
                                        40 + random.nextInt(200),
                                        120,
                                        canvas)
                                .clipped());
            }
            TagLayout layout = new TagLayout(640, 480, boxes);
            List<Rectangle2D> tags = boxes.stream().map(b -> layout.place(b, 80, 18)).toList();
            for (int i = 0; i < tags.size(); i++) {
                assertThat(new Rectangle2D.Double(0, 0, 640, 480).contains(tags.get(i))).isTrue();
                for (int j = 0; j < i; j++) {
                    Rectangle2D both = tags.get(i).createIntersection(tags.get(j));
                    assertThat(Math.max(0, both.getWidth()) * Math.max(0, both.getHeight()))
                            .as("seed %d, tags %d and %d", seed, i, j)
                            .isLessThan(1e-6);
                }
            }
        }
    }

    @Test
    void textOnEveryColourIsLegible() {
        for (int i = 0; i < 7; i++) {
            Color ground = Palette.colour(i);
            Color text = Palette.textOn(ground);
            assertThat(text).isIn(Palette.INK, Color.WHITE);
            assertThat(Palette.contrast(ground, text)).as("colour %d", i).isGreaterThan(4.4);
        }
    }

    @Test
    void linesBreakAtSpacesAndEndInDots() {
        List<String> lines =
                StrokeText.wrapped("one two three four five six seven eight nine", 10, 120, 2);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).endsWith("...");
        for (String line : lines) {
            assertThat(StrokeText.width(line, 10)).isLessThanOrEqualTo(120);
        }
        assertThat(StrokeText.wrapped("  ", 10, 120, 2)).isEmpty();
        for (char c = '!'; c <= '~'; c++) {
            assertThat(Glyphs.path(c).getBounds2D().getMaxX())
                    .as("width of " + c)
                    .isLessThanOrEqualTo(10);
            assertThat(Glyphs.has(c)).as("glyph " + c).isTrue();
        }
    }

    @Test
    void aSheetShowsEveryPicture() {
        List<Sheet.Entry> entries =
                List.of(
                        new Sheet.Entry(plain(300, 100), "wide"),
                        new Sheet.Entry(plain(10, 10), "small"),
                        new Sheet.Entry(
                                plain(40, 400),
                                "a caption that is much too long for one line of a narrow cell"));
        Image sheet = new Sheet(2, new Canvas(100, 80)).draw("Pictures", entries);
        assertThat(sheet.width()).isEqualTo(16 + 2 * 116);
        assertThat(pixel(sheet, 16 + 50, 16 + 34 + 40)).isEqualTo(new Color(120, 120, 120));
        assertThat(new Sheet(3, new Canvas(50, 50)).draw("", List.of()).width()).isPositive();
    }

    @Test
    void filesAreWrittenWholeAndReadBack() throws IOException {
        Image image =
                Overlay.draw(
                        plain(60, 40),
                        List.of(Region.of(new Box(5, 5, 50, 30, new Canvas(60, 40)))));
        Path png = folder.resolve("out.png");
        ImageWriter.write(image, png);
        assertThat(ImageReader.read(png).rgb()).containsExactly(image.rgb());
        ImageWriter.write(image, png);
        Path jpeg = folder.resolve("out.JPG");
        ImageWriter.write(image, jpeg);
        assertThat(PreprocessGolden.worst(ImageReader.read(jpeg), image)).isLessThan(90);
        assertThat(ImageReader.read(ImageWriter.toPng(image), "png").rgb())
                .containsExactly(image.rgb());
        assertThatThrownBy(() -> ImageWriter.write(image, folder.resolve("out.tiff")))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(".png, .jpg");
        assertThatThrownBy(() -> ImageWriter.write(image, folder.resolve("missing/out.png")))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("missing");
        Files.createDirectory(folder.resolve("taken.png"));
        Files.createFile(folder.resolve("taken.png/inside"));
        assertThatThrownBy(() -> ImageWriter.write(image, folder.resolve("taken.png")))
                .isInstanceOf(ImageException.class);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("out.png", "out.JPG", "taken.png");
        }
    }
}
