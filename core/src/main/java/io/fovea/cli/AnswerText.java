package io.fovea.cli;

import io.fovea.chat.Answer;
import io.fovea.geometry.Box;
import io.fovea.geometry.Mask;
import io.fovea.geometry.Region;

import java.util.Locale;

/** Answers for people to read. */
final class AnswerText {

    private AnswerText() {}

    /**
     * The words, then a line for each place.
     *
     * @param words instead of those of the answer
     */
    static String of(Answer answer, String words) {
        StringBuilder text = new StringBuilder(words);
        for (Region region : answer.regions()) {
            text.append(text.isEmpty() ? "" : System.lineSeparator()).append(place(region));
        }
        return text.toString();
    }

    /** {@code the red apple [12, 30, 88, 95] mask of 3120 pixels score 0.93}. */
    static String place(Region region) {
        Mask mask = region.mask();
        return (region.label() == null ? "" : region.label() + "  ")
                + box(region.box())
                + (mask == null ? "" : "  mask of " + mask.area() + " pixels")
                + (region.score() < 1
                        ? String.format(Locale.ROOT, "  score %.2f", region.score())
                        : "");
    }

    /** {@code [x1, y1, x2, y2]}, whole pixels. */
    static String box(Box box) {
        return String.format(
                Locale.ROOT, "[%.0f, %.0f, %.0f, %.0f]", box.x1(), box.y1(), box.x2(), box.y2());
    }
}
