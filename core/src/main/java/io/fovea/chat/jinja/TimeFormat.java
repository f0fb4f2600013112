package io.fovea.chat.jinja;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Dates and times by the codes of C's {@code strftime}, in English. */
final class TimeFormat {

    private TimeFormat() {}

    static String of(LocalDateTime time, String format) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            boolean code = c == '%' && i + 1 < format.length();
            boolean unpadded = code && format.charAt(i + 1) == '-' && i + 2 < format.length();
            if (unpadded) {
                i += 2;
                String padded = one(time, format.charAt(i));
                String bare = padded.replaceFirst("^0+(?=.)", "");
                out.append(bare);
            } else if (code) {
                out.append(one(time, format.charAt(++i)));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String one(LocalDateTime time, char code) {
        String pattern =
                switch (code) {
                    case 'Y' -> "uuuu";
                    case 'y' -> "uu";
                    case 'm' -> "MM";
                    case 'd' -> "dd";
                    case 'B' -> "MMMM";
                    case 'b', 'h' -> "MMM";
                    case 'A' -> "EEEE";
                    case 'a' -> "EEE";
                    case 'H' -> "HH";
                    case 'I' -> "hh";
                    case 'M' -> "mm";
                    case 'S' -> "ss";
                    case 'p' -> "a";
                    case 'j' -> "DDD";
                    case 'F' -> "uuuu-MM-dd";
                    case 'T' -> "HH:mm:ss";
                    case '%' -> "'%'";
                    default -> throw new JinjaError("strftime_now does not know the code %" + code);
                };
        return time.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
    }
}
