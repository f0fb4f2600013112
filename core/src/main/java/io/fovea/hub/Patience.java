package io.fovea.hub;

import java.time.Duration;

/**
 * How long to bear with a server.
 *
 * @param attempts tries in a row without progress before giving up, at least 1
 * @param firstPause pause after the first failure; it doubles with each further one
 * @param longestPause longest of these pauses
 * @param longestWait longest wait that a server may ask for ({@code Retry-After})
 * @param stall longest silence while an answer or its content is awaited
 */
public record Patience(
        int attempts,
        Duration firstPause,
        Duration longestPause,
        Duration longestWait,
        Duration stall) {

    /** For people and servers as they are. */
    public static final Patience USUAL =
            new Patience(
                    6,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(6),
                    Duration.ofSeconds(60));

    public Patience {
        if (attempts < 1) {
            throw new IllegalArgumentException("at least one attempt is needed, got " + attempts);
        }
    }

    /**
     * The pause after a number of failures in a row, drawn between half and all of what doubling
     * gives, so that many clients do not come back at once.
     */
    Duration pause(int failures, double random) {
        long doubled = firstPause.toMillis() << Math.min(failures - 1, 20);
        long most = Math.min(doubled, longestPause.toMillis());
        return Duration.ofMillis(Math.round(most * (0.5 + random / 2)));
    }
}
