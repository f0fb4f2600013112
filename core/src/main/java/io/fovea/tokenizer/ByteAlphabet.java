package io.fovea.tokenizer;

import java.nio.charset.StandardCharsets;

/**
 * The byte alphabet of GPT-2 (Radford et al. 2019, encoder.py {@code bytes_to_unicode}): each of
 * the 256 bytes is one printable character, so that any text is a text over 256 letters. A space is
 * {@code Ġ}.
 */
final class ByteAlphabet {

    private static final char[] LETTERS = letters();

    private ByteAlphabet() {}

    /** The letter of a byte, 0 to 255. */
    static char letter(int value) {
        return LETTERS[value];
    }

    /** A text as letters, one for each byte of its UTF-8 form. */
    static String spell(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder letters = new StringBuilder(bytes.length);
        for (byte value : bytes) {
            letters.append(LETTERS[value & 0xFF]);
        }
        return letters.toString();
    }

    private static char[] letters() {
        char[] letters = new char[256];
        char next = 256;
        for (int i = 0; i < 256; i++) {
            boolean printable = i >= '!' && i <= '~' || i >= 0xA1 && i <= 0xAC || i >= 0xAE;
            letters[i] = printable ? (char) i : next++;
        }
        return letters;
    }
}
