package io.fovea.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.geometry.Canvas;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.CRC32;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Every kind of file people have, and every way in which one can be wrong. */
class ImageReaderTest {

    @TempDir Path folder;

    private static byte[] write(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    private static BufferedImage gradient(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, 0xff000000 | 255 * x / width << 16 | 255 * y / height << 8 | 90);
            }
        }
        return image;
    }

    private static int[] pixel(Image image, int x, int y) {
        int at = 3 * (y * image.width() + x);
        return new int[] {
            image.rgb()[at] & 0xff, image.rgb()[at + 1] & 0xff, image.rgb()[at + 2] & 0xff
        };
    }

    @Test
    void onePixelAndADataUri() throws IOException {
        BufferedImage one = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        one.setRGB(0, 0, 0x123456);
        byte[] png = write(one, "png");
        assertThat(ImageReader.read(png, "one").rgb()).containsExactly(0x12, 0x34, 0x56);
        String uri = "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
        assertThat(ImageReader.readDataUri(uri).rgb()).containsExactly(0x12, 0x34, 0x56);
    }

    @Test
    void palettesGreysAndSixteenBits() throws IOException {
        byte[] r = {0, (byte) 200, 17};
        byte[] g = {0, 100, 33};
        byte[] b = {0, 50, 99};
        BufferedImage palette =
                new BufferedImage(
                        3, 1, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 3, r, g, b));
        palette.getRaster().setPixels(0, 0, 3, 1, new int[] {1, 2, 0});
        assertThat(ImageReader.read(write(palette, "png"), "palette").rgb())
                .containsExactly((byte) 200, 100, 50, 17, 33, 99, 0, 0, 0);

        BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setPixels(0, 0, 2, 1, new int[] {128, 30});
        assertThat(ImageReader.read(write(grey, "png"), "grey").rgb())
                .containsExactly((byte) 128, (byte) 128, (byte) 128, 30, 30, 30);

        BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setPixels(0, 0, 2, 1, new int[] {0x80ff, 0x1234});
        assertThat(ImageReader.read(write(deep, "png"), "16 bits").rgb())
                .containsExactly((byte) 128, (byte) 128, (byte) 128, 0x12, 0x12, 0x12);

        BufferedImage bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
        bits.getRaster().setPixels(0, 0, 2, 1, new int[] {1, 0});
        assertThat(ImageReader.read(write(bits, "png"), "1 bit").rgb())
                .containsExactly((byte) 255, (byte) 255, (byte) 255, 0, 0, 0);
    }

    @Test
    void alphaIsDroppedNotBlended() throws IOException {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        image.getRaster().setPixels(0, 0, 1, 1, new int[] {10, 20, 30, 0});
        assertThat(ImageReader.read(write(image, "png"), "transparent").rgb())
                .containsExactly(10, 20, 30);
    }

    @Test
    void theFirstFrameOfAnAnimation() throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.prepareWriteSequence(null);
            for (int colour : new int[] {0xff0000, 0x0000ff}) {
                BufferedImage frame = new BufferedImage(6, 4, BufferedImage.TYPE_INT_RGB);
                for (int i = 0; i < 24; i++) {
                    frame.setRGB(i % 6, i / 6, colour);
                }
                writer.writeToSequence(new IIOImage(frame, null, null), null);
            }
            writer.endWriteSequence();
        }
        Image image = ImageReader.read(out.toByteArray(), "animation");
        assertThat(image.canvas()).isEqualTo(new Canvas(6, 4));
        assertThat(pixel(image, 5, 3)).containsExactly(255, 0, 0);
    }

    @Test
    void fourInks() throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_4BYTE_ABGR);
        int[] stored = new int[16 * 16 * 4];
        for (int i = 0; i < stored.length; i += 4) {
            stored[i] = 255;
            stored[i + 1] = 128;
            stored[i + 2] = 0;
            stored[i + 3] = 200;
        }
        image.getRaster().setPixels(0, 0, 16, 16, stored);
        ImageWriter writer = null;
        for (var writers = ImageIO.getImageWritersByFormatName("jpeg"); writers.hasNext(); ) {
            writer = writers.next();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(new IIOImage(image.getRaster(), null, null));
        }
        Image read = ImageReader.read(out.toByteArray(), "inks");
        assertThat(JpegHeader.of(out.toByteArray()).components()).isEqualTo(4);
        int[] rgb = pixel(read, 8, 8);
        int[] expected = {200, 128 * 200 / 255, 0};
        for (int c = 0; c < 3; c++) {
            assertThat(Math.abs(rgb[c] - expected[c]))
                    .as(Arrays.toString(rgb))
                    .isLessThanOrEqualTo(3);
        }
    }

    @Test
    void allEightOrientations() {
        Image image =
                new Image(
                        new Canvas(3, 2),
                        new byte[] {
                            0, 0, 0, 1, 1, 1, 2, 2, 2,
                            3, 3, 3, 4, 4, 4, 5, 5, 5
                        });
        int[][] expected = {
            {0, 1, 2, 3, 4, 5}, {2, 1, 0, 5, 4, 3}, {5, 4, 3, 2, 1, 0}, {3, 4, 5, 0, 1, 2},
            {0, 3, 1, 4, 2, 5}, {3, 0, 4, 1, 5, 2}, {5, 2, 4, 1, 3, 0}, {2, 5, 1, 4, 0, 3}
        };
        for (int exif = 1; exif <= 8; exif++) {
            Image turned = Orientation.upright(image, exif);
            assertThat(turned.canvas()).isEqualTo(exif < 5 ? new Canvas(3, 2) : new Canvas(2, 3));
            for (int i = 0; i < 6; i++) {
                assertThat(turned.rgb()[3 * i])
                        .as("orientation %d, pixel %d", exif, i)
                        .isEqualTo((byte) expected[exif - 1][i]);
            }
        }
        assertThat(Orientation.upright(image, 9)).isSameAs(image);
    }

    @Test
    void aHugeHeaderIsRefusedBeforeAnythingIsDecoded() {
        byte[] png = pngHeader(30000, 30000);
        assertThatThrownBy(() -> ImageReader.read(png, "bomb.png"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("bomb.png is 30000 x 30000 pixels")
                .hasMessageContaining("100000000");
    }

    private static byte[] pngHeader(int width, int height) {
        ByteBuffer png = ByteBuffer.allocate(8 + 25 + 12);
        png.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        chunk(
                png,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put(new byte[] {8, 2, 0, 0, 0})
                        .array());
        chunk(png, "IEND", new byte[0]);
        return png.array();
    }

    private static void chunk(ByteBuffer to, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        to.putInt(data.length).put(name).put(data).putInt((int) crc.getValue());
    }

    @Test
    void truncatedFilesAreRefusedWhereverTheyEnd() throws IOException {
        for (String format : new String[] {"jpeg", "png", "gif", "bmp"}) {
            byte[] whole = write(gradient(90, 70, BufferedImage.TYPE_3BYTE_BGR), format);
            assertThat(ImageReader.read(whole, format).canvas()).isEqualTo(new Canvas(90, 70));
            for (int percent = 2; percent < 96; percent += 9) {
                byte[] part = Arrays.copyOf(whole, whole.length * percent / 100);
                assertThatThrownBy(() -> ImageReader.read(part, "part." + format))
                        .as("%s cut at %d of %d bytes", format, part.length, whole.length)
                        .isInstanceOf(ImageException.class)
                        .hasMessageContaining("part." + format);
            }
        }
    }

    @Test
    void damagedBytesNeverEscapeAsAnotherError() throws IOException {
        for (String format : new String[] {"jpeg", "png", "gif", "bmp"}) {
            byte[] whole = write(gradient(40, 30, BufferedImage.TYPE_3BYTE_BGR), format);
            Random random = new Random(7);
            for (int trial = 0; trial < 150; trial++) {
                byte[] damaged = whole.clone();
                for (int i = 0; i < 4; i++) {
                    damaged[random.nextInt(trial % 2 == 0 ? 60 : damaged.length)] =
                            (byte) random.nextInt(256);
                }
                try {
                    ImageReader.read(damaged, format, new ReadLimits(1_000_000, 1_000_000));
                } catch (ImageException expected) {
                    assertThat(expected).hasMessageContaining(format);
                }
            }
        }
    }

    @Test
    void whatIsNoPictureIsNamed() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.png"), "hello there");
        assertThatThrownBy(() -> ImageReader.read(text))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("notes.png is not a picture")
                .hasMessageContaining("hello th");
        Path empty = Files.createFile(folder.resolve("empty.jpg"));
        assertThatThrownBy(() -> ImageReader.read(empty))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("empty.jpg is empty");
        assertThatThrownBy(() -> ImageReader.read(folder))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("is a directory");
        assertThatThrownBy(() -> ImageReader.read(folder.resolve("nowhere.png")))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("there is no file");
        Path large = Files.write(folder.resolve("large.png"), new byte[100]);
        assertThatThrownBy(() -> ImageReader.read(large, new ReadLimits(10, 99)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("100 bytes");
        assertThatThrownBy(() -> ImageReader.readDataUri("https://example.org/a.png"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("not a data-URI");
        assertThatThrownBy(() -> ImageReader.readDataUri("data:image/png;base64,A"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("base64");
    }

    @Test
    void webpIsRead() {
        // a lossless picture of one pixel
        byte[] webp =
                Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");
        assertThat(ImageReader.read(webp, "one.webp").canvas()).isEqualTo(new Canvas(1, 1));
        for (int length = 1; length < 26; length++) {
            byte[] part = Arrays.copyOf(webp, length);
            assertThatThrownBy(() -> ImageReader.read(part, "part.webp"))
                    .isInstanceOf(ImageException.class);
        }
    }
}
