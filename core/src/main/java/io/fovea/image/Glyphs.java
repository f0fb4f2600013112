package io.fovea.image;

import java.awt.geom.Path2D;
import java.util.Map;
import java.util.TreeMap;

/**
 * The letters of {@link StrokeText}. Each is a few pen strokes, parted by spaces; a point is two
 * base-36 digits, x then y. Capitals stand from y = 0 to 12 (c), small letters from 4, tails reach
 * 16 (g). {@code ~} before a point makes it the control point of a curve to the next one.
 */
final class Glyphs {

    private static final String UNKNOWN = "00606c0c00";

    private static final Map<Character, String> STROKES = new TreeMap<>();

    private static final Map<Character, Path2D> PATHS = new TreeMap<>();

    static {
        capitals();
        smallLetters();
        digits();
        signs();
        STROKES.forEach((c, strokes) -> PATHS.put(c, parse(strokes)));
    }

    private Glyphs() {}

    static boolean has(char c) {
        return PATHS.containsKey(c);
    }

    static Path2D path(char c) {
        Path2D path = PATHS.get(c);
        return path != null ? path : parse(UNKNOWN);
    }

    static double width(char c) {
        return path(c).getBounds2D().getMaxX();
    }

    private static Path2D parse(String strokes) {
        Path2D path = new Path2D.Double();
        for (String stroke : strokes.split(" ")) {
            path.moveTo(at(stroke, 0), at(stroke, 1));
            int i = 2;
            while (i < stroke.length()) {
                if (stroke.charAt(i) == '~') {
                    path.quadTo(
                            at(stroke, i + 1),
                            at(stroke, i + 2),
                            at(stroke, i + 3),
                            at(stroke, i + 4));
                    i += 5;
                } else {
                    path.lineTo(at(stroke, i), at(stroke, i + 1));
                    i += 2;
                }
            }
        }
        return path;
    }

    private static int at(String stroke, int index) {
        return Character.digit(stroke.charAt(index), 36);
    }

    private static void put(String... lettersAndStrokes) {
        for (int i = 0; i < lettersAndStrokes.length; i += 2) {
            STROKES.put(lettersAndStrokes[i].charAt(0), lettersAndStrokes[i + 1]);
        }
    }

    private static void capitals() {
        put("A", "0c408c 1878", "B", "0c0040~7073~764606 46~8689~8c4c0c");
        put("C", "82~6040~0006~0c4c~6c8a", "D", "0c0030~8086~8c3c0c");
        put("E", "70000c7c 0666", "F", "70000c 0666", "G", "82~6040~0006~0c4c~8c8757");
        put("H", "000c 808c 0686", "I", "0040 202c 0c4c", "J", "6069~6c3c~0c09");
        put("K", "000c 8007 348c", "L", "000c7c", "M", "0c0058a0ac", "N", "0c008c80");
        put("O", "40~8086~8c4c~0c06~0040", "P", "0c0050~8084~875707");
        put("Q", "40~8086~8c4c~0c06~0040 598d", "R", "0c0050~8083~865606 468c");
        put("S", "82~6040~0003~0646~8689~8c4c~1c0a", "T", "0080 404c", "U", "0008~0c4c~8c8880");
        put(
                "V",
                "004c80",
                "W",
                "003c537ca0",
                "X",
                "008c 800c",
                "Y",
                "004680 464c",
                "Z",
                "00800c8c");
    }

    private static void smallLetters() {
        put("a", "34~0408~0c3c~7c78~7434 747c", "b", "000c 08~0444~7478~7c4c~0c08");
        put("c", "75~6444~0408~0c4c~6c7b", "d", "707c 78~7434~0408~0c3c~7c78");
        put("e", "0878~7444~0408~0c4c~6c7b", "f", "50~20232c 0454");
        put("g", "747e~7g4g~1g0f 78~7434~0408~0c3c~7c78", "h", "000c 08~0444~74787c");
        put("i", "040c 0001", "j", "343e~3g0g 3031", "k", "000c 6409 277c", "l", "000a~0c2c");
        put("m", "040c 08~0434~54585c 58~5484~a4a8ac", "n", "040c 08~0444~74787c");
        put("o", "44~8488~8c4c~0c08~0444", "p", "040g 08~0444~7478~7c4c~0c08");
        put("q", "747g 78~7434~0408~0c3c~7c78", "r", "040c 08~0454");
        put("s", "65~5434~0406~0838~686a~6c3c~1c0b", "t", "212a~2c5c 0454");
        put("u", "0408~0c3c~7c78 747c", "v", "043c64", "w", "043c557ca4", "x", "047c 740c");
        put("y", "044c 843e~2g0g", "z", "04740c7c");
    }

    private static void digits() {
        put("0", "30~606468~6c3c~0c0804~0030", "1", "03303c", "2", "03~0030~6063~660c6c");
        put("3", "02~0030~6063~6636 2636~7679~7c3c~0c0a", "4", "5c500878");
        put("5", "601006~1535~7578~7c3c~1c0a", "6", "61~5040~0007~0c3c~6c68~6535~0508");
        put("7", "00602c", "8", "40~7073~7646~1613~1040 46~8689~8c4c~0c09~0646");
        put("9", "0b~1c2c~6c65~6030~0004~0737~6764");
    }

    private static void signs() {
        put(".", "0b0c", ",", "1b0e", ":", "0506 0b0c", ";", "1516 1b0e", "!", "0008 0b0c");
        put("?", "02~0030~6063~663638 3b3c", "-", "0747", "\u2013", "0767");
        put("_", "0d7d", "+", "0767 343a", "=", "0565 0969", "/", "500d", "\\", "005d");
        put("(", "30~0307~0b3e", ")", "00~3337~3b0e", "[", "30000e3e", "]", "00303e0e");
        put("{", "40~202325~2707~27292b~2e4e", "}", "00~202325~2747~27292b~2e0e");
        put("<", "63076b", ">", "03670b", "|", "000e", "'", "0003", "\"", "0003 3033");
        put("`", "0022", "^", "033063", "~", "08~2547~6986", "*", "3137 0266 6206");
        put("#", "312b 716b 0494 0898", "$", "82~6040~0003~0646~8689~8c4c~1c0a 404c");
        put("%", "20~4042~4424~0402~0020 88~a8aa~ac8c~6c6a~6888 901c");
        put("&", "8c23~1040~7063~5526~0709~0c3c~7c87");
        put("@", "9b~7c5c~0c06~0050~a0a6~a989~7977 54~3436~3858~7876~7454");
        put("\u00b0", "20~4042~4424~0402~0020", "\u00d7", "056b 650b", "\u2026", "0b0c 3b3c 6b6c");
        put("\u2014", "0797", "\u2019", "0003");
    }
}
