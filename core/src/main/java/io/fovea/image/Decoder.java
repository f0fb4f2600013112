package io.fovea.image;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.exif.ExifIFD0Directory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;

import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** From a file's bytes to pixels that stand upright. */
final class Decoder {

    static {
        ImageIO.setUseCache(false);
    }

    private Decoder() {}

    static Image decode(byte[] bytes, String where, ReadLimits limits) {
        if (bytes.length == 0) {
            throw new ImageException(
                    where + " is empty (0 bytes); expected a JPEG, PNG, WebP, GIF or BMP picture");
        }
        FileFormat format =
                FileFormat.of(bytes)
                        .orElseThrow(
                                () ->
                                        new ImageException(
                                                where
                                                        + " is not a picture: it begins with "
                                                        + start(bytes)
                                                        + "; expected a JPEG, PNG, WebP, GIF or BMP"
                                                        + " file"));
        JpegHeader jpeg = format == FileFormat.JPEG ? JpegHeader.of(bytes) : null;
        if (jpeg != null && !jpeg.complete()) {
            throw broken(
                    where,
                    format,
                    "it ends before its last scan does (" + bytes.length + " bytes)",
                    null);
        }
        javax.imageio.ImageReader reader = reader(format);
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, false, format != FileFormat.GIF);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (width < 1 || height < 1) {
                throw broken(
                        where,
                        format,
                        "its header says " + width + " x " + height + " pixels",
                        null);
            }
            if ((long) width * height > limits.maxPixels()) {
                throw new ImageException(
                        where
                                + " is "
                                + width
                                + " x "
                                + height
                                + " pixels; at most "
                                + limits.maxPixels()
                                + " pixels are read. Make the picture smaller or raise the limit");
            }
            Image image =
                    jpeg != null && jpeg.components() == 4
                            ? Pixels.ofCmyk(reader.readRaster(0, null), jpeg.adobeTransform() == 2)
                            : Pixels.of(reader.read(0));
            return Orientation.upright(image, orientation(bytes));
        } catch (IOException | RuntimeException e) {
            throw e instanceof ImageException own ? own : broken(where, format, reason(e), e);
        } catch (OutOfMemoryError e) {
            throw new ImageException(
                    where
                            + " does not fit into the memory of this program ("
                            + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MiB); start it with a larger -Xmx",
                    e);
        } finally {
            reader.dispose();
        }
    }

    private static javax.imageio.ImageReader reader(FileFormat format) {
        Iterator<javax.imageio.ImageReader> readers =
                ImageIO.getImageReadersByFormatName(format.imageIoName);
        if (!readers.hasNext()) {
            throw new ImageException(
                    "no reader for "
                            + format
                            + " is installed; put imageio-"
                            + format.imageIoName
                            + " on the class path");
        }
        return readers.next();
    }

    /** 1..8 as EXIF counts them; 1 (upright) when nothing readable is said. */
    private static int orientation(byte[] bytes) {
        try {
            ExifIFD0Directory exif =
                    ImageMetadataReader.readMetadata(new ByteArrayInputStream(bytes))
                            .getFirstDirectoryOfType(ExifIFD0Directory.class);
            Integer value =
                    exif == null ? null : exif.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
            return value == null ? 1 : value;
        } catch (ImageProcessingException | IOException | RuntimeException e) {
            return 1; // broken remarks about a picture do not make its pixels unreadable
        }
    }

    private static ImageException broken(
            String where, FileFormat format, String reason, Exception cause) {
        return new ImageException(
                where
                        + " is a broken or truncated "
                        + format
                        + " picture: "
                        + reason
                        + ". Fetch the file again or save it anew from a program that opens it",
                cause);
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private static String start(byte[] bytes) {
        StringBuilder hex = new StringBuilder();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(8, bytes.length); i++) {
            hex.append(i == 0 ? "" : " ").append(String.format("%02x", bytes[i] & 0xff));
            text.append(bytes[i] >= 32 && bytes[i] < 127 ? (char) bytes[i] : '.');
        }
        return "the bytes " + hex + " (\"" + text + "\")";
    }
}
