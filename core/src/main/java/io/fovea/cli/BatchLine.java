package io.fovea.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.geometry.Canvas;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A line of a batch.
 *
 * @param id comes back with the answer; the number of the line when absent
 * @param image file, or {@code data:image/png;base64,...}
 * @param question to be answered
 * @param phrase to be found
 * @param describe true for a description
 * @param box {@code [x1, y1, x2, y2]} of what is to be described
 */
record BatchLine(
        @Nullable JsonNode id,
        String image,
        @Nullable String question,
        @Nullable String phrase,
        @Nullable Boolean describe,
        @Nullable List<Double> box) {

    BatchLine {
        boolean description = Boolean.TRUE.equals(describe);
        int asked = (question == null ? 0 : 1) + (phrase == null ? 0 : 1) + (description ? 1 : 0);
        if (asked != 1) {
            throw new IllegalArgumentException(
                    "expected one of \"question\", \"phrase\" and \"describe\": true, got "
                            + asked);
        }
        if (box != null) {
            if (!description) {
                throw new IllegalArgumentException("\"box\" goes with \"describe\": true");
            }
            box = List.copyOf(box);
            Given.corners(box.stream().mapToDouble(Double::doubleValue).toArray(), box.toString());
        }
        if (question != null && question.isBlank() || phrase != null && phrase.isBlank()) {
            throw new IllegalArgumentException(
                    "the " + (question != null ? "question" : "phrase") + " is empty");
        }
    }

    /** What is asked of a picture of this size. */
    Asked asked(Canvas canvas) {
        if (question != null) {
            return new Asked.Question(question);
        }
        if (phrase != null) {
            return new Asked.Phrase(phrase);
        }
        return new Asked.Description(
                box == null
                        ? null
                        : Given.region(
                                canvas, box.stream().mapToDouble(Double::doubleValue).toArray()));
    }
}
