package io.fovea.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pictures as PNG or JPEG. A file appears under its name whole or not at all. */
public final class ImageWriter {

    private static final float QUALITY = 0.92f;

    private ImageWriter() {}

    /**
     * Writes a file; its name's ending says the format: png, jpg or jpeg.
     *
     * @throws ImageException when the ending is another or the file cannot be written
     */
    public static void write(Image image, Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        byte[] bytes;
        if (name.endsWith(".png")) {
            bytes = toPng(image);
        } else if (name.endsWith(".jpg") || name.endsWith(".jpeg")) {
            bytes = toJpeg(image, QUALITY);
        } else {
            throw new ImageException(
                    "cannot tell the format of " + file + "; end its name in .png, .jpg or .jpeg");
        }
        Path folder = file.toAbsolutePath().getParent();
        Path part = folder.resolve("." + name + "-" + UUID.randomUUID() + ".part");
        try {
            Files.write(part, bytes, StandardOpenOption.CREATE_NEW);
            Files.move(
                    part,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            remove(part);
            throw new ImageException(
                    file
                            + " cannot be written: "
                            + e
                            + "; check that the folder "
                            + folder
                            + " exists, may be written to and has room",
                    e);
        }
    }

    private static void remove(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // the first error is the one to tell
        }
    }

    /** The bytes of a PNG file. */
    public static byte[] toPng(Image image) {
        return encode(image, "png", -1);
    }

    /**
     * The bytes of a JPEG file.
     *
     * @param quality 0..1
     */
    public static byte[] toJpeg(Image image, float quality) {
        if (!(quality >= 0 && quality <= 1)) {
            throw new IllegalArgumentException("a JPEG's quality is 0..1, got " + quality);
        }
        return encode(image, "jpeg", quality);
    }

    private static byte[] encode(Image image, String format, float quality) {
        javax.imageio.ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (quality >= 0) {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionQuality(quality);
            }
            writer.write(null, new IIOImage(Pixels.toBuffered(image), null, null), param);
        } catch (IOException e) {
            throw new ImageException(
                    "a picture of " + image.canvas() + " cannot be coded as " + format + ": " + e,
                    e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
