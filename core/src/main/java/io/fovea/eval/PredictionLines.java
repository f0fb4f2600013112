package io.fovea.eval;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.chat.Answer;
import io.fovea.geometry.Box;
import io.fovea.geometry.Mask;
import io.fovea.geometry.Region;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * One prediction as one line of JSON; {@link AnswerLine} reads it. Boxes are {@code [x1, y1, x2,
 * y2]} in pixels; masks are COCO's compressed run lengths with {@code size [height, width]}.
 */
final class PredictionLines {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private PredictionLines() {}

    /** What was asked and answered, before it is judged: a line of the journal. */
    static String answer(Prediction prediction) {
        ObjectNode node = asked(prediction.item());
        answered(node, prediction);
        return node.toString();
    }

    /** The same with what it was judged. */
    static String line(Scored scored) {
        Item item = scored.item();
        Score score = scored.score();
        ObjectNode node = asked(item);
        answered(node, scored.prediction());
        node.set("ious", ious(scored.prediction().answer().regions(), item.truth()));
        node.put("correct", score.correct());
        node.put("invalid", score.invalid());
        if (item.measure() == Measure.PLAIN && item.family() == Family.GROUNDING) {
            node.put("box_iou", score.boxIou());
            node.put("mask_iou", score.mask().iou());
        }
        ObjectNode metrics = node.putObject("metrics");
        for (Column column : Columns.of(item)) {
            metrics.putArray(column.name())
                    .add(column.numerator().applyAsDouble(scored))
                    .add(column.denominator().applyAsDouble(scored));
        }
        return node.toString();
    }

    /** What its metrics are named after in a comparison: its measure, else its family. */
    private static String family(Item item) {
        Enum<?> named = item.measure() == Measure.PLAIN ? item.family() : item.measure();
        return named.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static ObjectNode asked(Item item) {
        ObjectNode node = NODES.objectNode();
        node.put("id", item.id());
        node.put("scene", item.scene());
        node.put("family", family(item));
        node.put("kind", item.kind());
        ObjectNode tags = node.putObject("tags");
        new TreeMap<>(item.tags()).forEach(tags::put);
        if (item.told() != null) {
            node.put("told", item.told().name().toLowerCase(Locale.ROOT));
        }
        node.put("question", item.question());
        node.put("expected", item.expected());
        node.set("truth", regions(item.truth()));
        return node;
    }

    private static void answered(ObjectNode node, Prediction prediction) {
        Answer answer = prediction.answer();
        node.put("answer", answer.text());
        node.set("regions", regions(answer.regions()));
        if (!prediction.options().isEmpty()) {
            ArrayNode options = node.putArray("log_likelihoods");
            prediction
                    .options()
                    .forEach(one -> options.addArray().add(one.sum()).add(one.tokens()));
        }
        node.put("finish", answer.finish().name().toLowerCase(Locale.ROOT));
        node.put("prompt_tokens", answer.usage().promptTokens());
        node.put("answer_tokens", answer.usage().answerTokens());
        node.put("millis", Math.round(prediction.millis() * 100) / 100.0);
    }

    /** For each place answered, its best box IoU with any true place. */
    private static ArrayNode ious(List<Region> got, List<Region> truth) {
        ArrayNode ious = NODES.arrayNode();
        for (Region region : got) {
            ious.add(
                    truth.stream()
                            .mapToDouble(expected -> region.box().iou(expected.box()))
                            .max()
                            .orElse(0));
        }
        return ious;
    }

    private static ArrayNode regions(List<Region> regions) {
        ArrayNode all = NODES.arrayNode();
        for (Region region : regions) {
            ObjectNode node = all.addObject();
            Box box = region.box();
            node.putArray("box").add(box.x1()).add(box.y1()).add(box.x2()).add(box.y2());
            Mask mask = region.mask();
            if (mask != null) {
                ObjectNode segmentation = node.putObject("segmentation");
                segmentation
                        .putArray("size")
                        .add(mask.canvas().height())
                        .add(mask.canvas().width());
                segmentation.put("counts", mask.toCoco());
            }
            if (region.label() != null) {
                node.put("label", region.label());
            }
            node.put("score", region.score());
        }
        return all;
    }
}
