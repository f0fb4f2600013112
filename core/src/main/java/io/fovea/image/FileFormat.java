package io.fovea.image;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The file formats that are read, known by their first bytes and never by a file's name. */
enum FileFormat {
    JPEG("jpeg"),
    PNG("png"),
    GIF("gif"),
    WEBP("webp"),
    BMP("bmp");

    /** What ImageIO calls it. */
    final String imageIoName;

    FileFormat(String imageIoName) {
        this.imageIoName = imageIoName;
    }

    static Optional<FileFormat> of(byte[] bytes) {
        if (startsWith(bytes, 0, "\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        }
        if (startsWith(bytes, 0, "\u0089PNG\r\n\u001a\n")) {
            return Optional.of(PNG);
        }
        if (startsWith(bytes, 0, "GIF87a") || startsWith(bytes, 0, "GIF89a")) {
            return Optional.of(GIF);
        }
        if (startsWith(bytes, 0, "RIFF") && startsWith(bytes, 8, "WEBP")) {
            return Optional.of(WEBP);
        }
        return startsWith(bytes, 0, "BM") ? Optional.of(BMP) : Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, int at, String latin1) {
        byte[] magic = latin1.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < at + magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if (bytes[at + i] != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
