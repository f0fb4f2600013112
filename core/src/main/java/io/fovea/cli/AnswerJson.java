package io.fovea.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.assistant.Reply;
import io.fovea.assistant.Timing;
import io.fovea.chat.Answer;
import io.fovea.geometry.Box;
import io.fovea.geometry.Mask;
import io.fovea.geometry.Region;

/**
 * Answers as JSON: {@code {"text", "regions": [{"label", "box": [x1, y1, x2, y2], "mask": {"size":
 * [height, width], "counts"}, "score"}], "usage", "timing"}}, in pixels of the picture as it is
 * seen (EXIF turned). A mask is COCO's compressed run-length text, as pycocotools reads it; it is
 * null where the model gave none.
 */
final class AnswerJson {

    private AnswerJson() {}

    /**
     * An answer and what it cost.
     *
     * @param text instead of the words of the answer
     */
    static ObjectNode of(Reply reply, String text) {
        Answer answer = reply.answer();
        Timing timing = reply.timing();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("text", text);
        ArrayNode regions = json.putArray("regions");
        answer.regions().forEach(region -> regions.add(of(region)));
        json.putObject("usage")
                .put("prompt_tokens", answer.usage().promptTokens())
                .put("answer_tokens", answer.usage().answerTokens());
        json.putObject("timing")
                .put("prefill_ms", rounded(timing.prefillMillis(), 10))
                .put("decode_ms", rounded(timing.decodeMillis(), 10))
                .put("total_ms", rounded(timing.totalMillis(), 10));
        return json;
    }

    private static ObjectNode of(Region region) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("label", region.label());
        Box box = region.box();
        json.putArray("box")
                .add(rounded(box.x1(), 100))
                .add(rounded(box.y1(), 100))
                .add(rounded(box.x2(), 100))
                .add(rounded(box.y2(), 100));
        Mask mask = region.mask();
        if (mask == null) {
            json.putNull("mask");
        } else {
            ObjectNode coded = json.putObject("mask");
            coded.putArray("size").add(mask.canvas().height()).add(mask.canvas().width());
            coded.put("counts", mask.toCoco());
        }
        json.put("score", rounded(region.score(), 10_000));
        return json;
    }

    static double rounded(double value, double parts) {
        return Math.round(value * parts) / parts;
    }
}
