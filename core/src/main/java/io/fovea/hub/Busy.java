package io.fovea.hub;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server cannot answer now and may say when to come back. */
final class Busy extends IOException {

    private static final long serialVersionUID = 1L;

    private static final Pattern RESET = Pattern.compile(";\\s*t=(\\d{1,6})");

    private final @Nullable Duration wait;

    Busy(int status, HttpHeaders headers) {
        super("the server answered " + status + (status == 429 ? " (too many requests)" : ""));
        this.wait = asked(headers);
    }

    /** How long the server asks to wait, or null where it does not say. */
    @Nullable Duration asked() {
        return wait;
    }

    private static @Nullable Duration asked(HttpHeaders headers) {
        String after = headers.firstValue("Retry-After").orElse("").strip();
        if (after.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(after));
        }
        if (!after.isEmpty()) {
            try {
                Instant then =
                        ZonedDateTime.parse(after, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant();
                Duration left = Duration.between(Instant.now(), then);
                return left.isNegative() ? Duration.ZERO : left;
            } catch (DateTimeParseException e) {
                return null;
            }
        }
        Matcher reset = RESET.matcher(headers.firstValue("RateLimit").orElse(""));
        return reset.find() ? Duration.ofSeconds(Long.parseLong(reset.group(1))) : null;
    }
}
