package io.fovea.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;

/**
 * Reads JPEG (also CMYK), PNG, WebP, GIF (first frame) and BMP into RGB bytes: turned as EXIF says,
 * palettes resolved, grey repeated, alpha dropped (not blended, as Pillow's {@code convert("RGB")}
 * does), 16 bits cut to the upper 8, colour profiles ignored. Sizes are read from the header and
 * limits kept before pixels are decoded. Anything that is not a whole picture is an {@link
 * ImageException} that says which file, what was found and what to do.
 */
public final class ImageReader {

    private ImageReader() {}

    /** Reads a file within the {@linkplain ReadLimits#STANDARD standard limits}. */
    public static Image read(Path file) {
        return read(file, ReadLimits.STANDARD);
    }

    /**
     * Reads a file.
     *
     * @throws ImageException when it is missing, a directory, unreadable, too large or not a whole
     *     picture
     */
    public static Image read(Path file, ReadLimits limits) {
        if (Files.isDirectory(file)) {
            throw new ImageException(file + " is a directory; name a picture file in it");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new ImageException(
                    file + " is a device or pipe, not a file; save the picture to a file first");
        }
        byte[] bytes;
        try {
            long size = Files.size(file);
            if (size > limits.maxBytes()) {
                throw new ImageException(
                        file
                                + " has "
                                + size
                                + " bytes; at most "
                                + limits.maxBytes()
                                + " are read. Make the picture smaller or raise the limit");
            }
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new ImageException(
                    "there is no file "
                            + file
                            + "; check the path (the working directory is "
                            + Path.of("").toAbsolutePath()
                            + ")",
                    e);
        } catch (IOException e) {
            throw new ImageException(file + " cannot be read: " + e.getMessage(), e);
        }
        return read(bytes, file.toString(), limits);
    }

    /** Reads a file's bytes; {@code where} names them in errors. */
    public static Image read(byte[] bytes, String where) {
        return read(bytes, where, ReadLimits.STANDARD);
    }

    /** Reads a file's bytes; {@code where} names them in errors. */
    public static Image read(byte[] bytes, String where, ReadLimits limits) {
        if (bytes.length > limits.maxBytes()) {
            throw new ImageException(
                    where
                            + " has "
                            + bytes.length
                            + " bytes; at most "
                            + limits.maxBytes()
                            + " are read. Make the picture smaller or raise the limit");
        }
        return Decoder.decode(bytes, where, limits);
    }

    /** Reads {@code data:image/...;base64,...}. */
    public static Image readDataUri(String uri) {
        return readDataUri(uri, ReadLimits.STANDARD);
    }

    /** Reads {@code data:image/...;base64,...}. */
    public static Image readDataUri(String uri, ReadLimits limits) {
        int comma = uri.indexOf(',');
        String head = uri.substring(0, Math.max(0, Math.min(comma, 80))).toLowerCase(Locale.ROOT);
        if (!head.startsWith("data:") || !head.endsWith(";base64")) {
            String shown = uri.length() > 40 ? uri.substring(0, 40) + "..." : uri;
            throw new ImageException(
                    "not a data-URI of a picture: \""
                            + shown
                            + "\"; expected data:image/png;base64, and the bytes in base64");
        }
        if ((uri.length() - comma) / 4L * 3 > limits.maxBytes()) {
            throw new ImageException(
                    "a data-URI of "
                            + uri.length()
                            + " characters holds more than "
                            + limits.maxBytes()
                            + " bytes. Make the picture smaller or raise the limit");
        }
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(uri.substring(comma + 1));
        } catch (IllegalArgumentException e) {
            throw new ImageException(
                    "a data-URI (" + head + ") is not base64: " + e.getMessage(), e);
        }
        return read(bytes, "a data-URI (" + head + ")", limits);
    }
}
