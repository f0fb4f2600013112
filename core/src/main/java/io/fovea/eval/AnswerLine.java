package io.fovea.eval;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.chat.Answer;
import io.fovea.config.StrictJson;
import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Mask;
import io.fovea.geometry.Region;
import io.fovea.metrics.LikelihoodChoice;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An answer read from a line of {@code predictions.jsonl}, ours or another system's (docs/
 * evaluation.md). Only {@code id} must be there; keys that are not about the answer are passed
 * over.
 *
 * @param id of the item
 * @param where file and line, for errors
 * @param tree the line
 */
record AnswerLine(String id, String where, JsonNode tree) {

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException when it is no JSON object with an id
     */
    static AnswerLine parse(String line, String where) {
        JsonNode tree = StrictJson.tree(line, where);
        JsonNode id = tree.get("id");
        if (!tree.isObject() || id == null || !id.isValueNode() || id.isNull()) {
            throw new IllegalArgumentException(
                    where + ": expected an object with \"id\", got " + shortened(line));
        }
        return new AnswerLine(id.asText(), where, tree);
    }

    /**
     * The prediction of an item.
     *
     * @param canvas which places lie on
     * @throws IllegalArgumentException when a value has a wrong form, naming line and key
     */
    Prediction prediction(Item item, Canvas canvas) {
        try {
            List<Answer.Part> parts = new ArrayList<>();
            String text = text("answer", "");
            if (!text.isEmpty()) {
                parts.add(new Answer.Text(text));
            }
            for (JsonNode region : list("regions")) {
                parts.add(new Answer.Located(region(region, canvas)));
            }
            for (JsonNode box : list("boxes")) {
                parts.add(new Answer.Located(Region.of(box(box, canvas))));
            }
            Answer.Usage usage = new Answer.Usage(whole("prompt_tokens"), whole("answer_tokens"));
            return new Prediction(
                    item, new Answer(parts, usage, finish()), number("millis", 0), options());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + " (" + id + "): " + e.getMessage(), e);
        }
    }

    private List<LikelihoodChoice.Option> options() {
        List<LikelihoodChoice.Option> options = new ArrayList<>();
        for (JsonNode option : list("log_likelihoods")) {
            boolean pair = option.isArray() && option.size() == 2;
            options.add(
                    pair
                            ? new LikelihoodChoice.Option(
                                    finite(option.get(0), "log_likelihoods"), option.get(1).asInt())
                            : new LikelihoodChoice.Option(finite(option, "log_likelihoods"), 1));
        }
        return options;
    }

    private Answer.Finish finish() {
        String name = text("finish", "stop");
        for (Answer.Finish finish : Answer.Finish.values()) {
            if (finish.name().toLowerCase(Locale.ROOT).equals(name)) {
                return finish;
            }
        }
        throw wrong("finish", "stop, length or cancelled", name);
    }

    private static Region region(JsonNode node, Canvas canvas) {
        JsonNode box = node.get("box");
        JsonNode segmentation = node.get("segmentation");
        Mask mask = segmentation == null ? null : mask(segmentation, canvas);
        JsonNode label = node.get("label");
        JsonNode score = node.get("score");
        return new Region(
                box == null ? bounds(mask, node) : box(box, canvas),
                mask,
                label == null || label.isNull() ? null : label.asText(),
                score == null ? 1 : finite(score, "score"));
    }

    private static Box bounds(@Nullable Mask mask, JsonNode node) {
        if (mask == null) {
            throw wrong("regions", "a box or a segmentation", node.toString());
        }
        return mask.bounds().orElseThrow(() -> wrong("segmentation", "at least one pixel", "none"));
    }

    private static Box box(JsonNode node, Canvas canvas) {
        if (!node.isArray() || node.size() != 4) {
            throw wrong("box", "[x1, y1, x2, y2] in pixels", node.toString());
        }
        return new Box(
                finite(node.get(0), "box"),
                finite(node.get(1), "box"),
                finite(node.get(2), "box"),
                finite(node.get(3), "box"),
                canvas);
    }

    private static Mask mask(JsonNode node, Canvas canvas) {
        JsonNode size = node.get("size");
        JsonNode counts = node.get("counts");
        if (size == null || size.size() != 2 || counts == null) {
            throw wrong("segmentation", "size [height, width] and counts", node.toString());
        }
        Canvas own = new Canvas(size.get(1).asInt(), size.get(0).asInt());
        if (!own.equals(canvas)) {
            throw wrong("segmentation", "the size of the picture, " + canvas, own.toString());
        }
        if (counts.isTextual()) {
            return Mask.fromCoco(canvas, counts.asText());
        }
        int[] runs = new int[counts.size()];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = counts.get(i).asInt(-1);
        }
        return new Mask(canvas, runs);
    }

    private Iterable<JsonNode> list(String key) {
        JsonNode node = tree.get(key);
        if (node == null || node.isNull()) {
            return List.of();
        }
        if (!node.isArray()) {
            throw wrong(key, "a list", node.toString());
        }
        return node;
    }

    private String text(String key, String absent) {
        JsonNode node = tree.get(key);
        if (node == null || node.isNull()) {
            return absent;
        }
        if (!node.isTextual()) {
            throw wrong(key, "a text", node.toString());
        }
        return node.asText();
    }

    private int whole(String key) {
        return (int) number(key, 0);
    }

    private double number(String key, double absent) {
        JsonNode node = tree.get(key);
        return node == null || node.isNull() ? absent : finite(node, key);
    }

    private static double finite(JsonNode node, String key) {
        if (!node.isNumber() || !Double.isFinite(node.asDouble())) {
            throw wrong(key, "a number", node.toString());
        }
        return node.asDouble();
    }

    private static IllegalArgumentException wrong(String key, String expected, String got) {
        return new IllegalArgumentException(
                key + ": expected " + expected + ", got " + shortened(got));
    }

    private static String shortened(String text) {
        return text.length() <= 120 ? text : text.substring(0, 120) + "...";
    }
}
