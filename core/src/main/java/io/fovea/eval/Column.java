package io.fovea.eval;

import java.util.function.ToDoubleFunction;

/**
 * A metric as a ratio of two sums over items.
 *
 * @param name as it stands in reports
 * @param numerator what an item adds above
 * @param denominator what an item adds below; 0 leaves it out
 */
record Column(
        String name, ToDoubleFunction<Scored> numerator, ToDoubleFunction<Scored> denominator) {

    /** Box IoU above 0.5, strictly; an answer without a place is wrong. */
    static final Column ACCURACY = mean("Acc@0.5", item -> truth(item.score().correct()));

    /** Mean box IoU; 0 where no place was answered. */
    static final Column BOX_IOU = mean("mean box IoU", item -> item.score().boxIou());

    /** Sum of mask intersections over sum of mask unions. */
    static final Column CIOU =
            new Column(
                    "mask cIoU",
                    item -> item.score().mask().intersection(),
                    item -> item.score().mask().union());

    /** Mean of mask IoUs. */
    static final Column GIOU =
            new Column(
                    "mask gIoU",
                    item -> hasMask(item) * item.score().mask().iou(),
                    Column::hasMask);

    /** Present things answered without any place: "none" or anything else. */
    static final Column NOT_FOUND =
            mean(
                    "answered not there",
                    item -> truth(item.prediction().answer().regions().isEmpty()));

    /** Absent things answered without any place. */
    static final Column NOT_THERE =
            mean("answered not there", item -> truth(item.score().correct()));

    /** The same words after normalisation. */
    static final Column EXACT = mean("exact match", item -> truth(item.score().correct()));

    static final Column PLACES_F1 = f1("F1@0.5", item -> item.score().places());
    static final Column PLACES_PRECISION = precision("precision", item -> item.score().places());
    static final Column PLACES_RECALL = recall("recall", item -> item.score().places());

    /** As many places as there are things, wherever they are. */
    static final Column COUNT =
            mean(
                    "count exact",
                    item ->
                            truth(
                                    item.score().places().answered()
                                            == item.score().places().expected()));

    static final Column TOKEN_F1 = mean("token F1", item -> item.score().tokenF1());
    static final Column KINDS_PRECISION =
            precision("kinds precision", item -> item.score().kinds());
    static final Column KINDS_RECALL = recall("kinds recall", item -> item.score().kinds());

    /** Answer tokens for each place answered, the end of the answer included. */
    static final Column TOKENS =
            new Column(
                    "tokens per place",
                    item ->
                            item.prediction().answer().regions().isEmpty()
                                    ? 0
                                    : item.prediction().answer().usage().answerTokens(),
                    item -> item.prediction().answer().regions().size());

    /** Answers of a wrong form. */
    static final Column INVALID = mean("invalid", item -> truth(item.score().invalid()));

    interface Counted {
        Matches of(Scored item);
    }

    private static Column mean(String name, ToDoubleFunction<Scored> value) {
        return new Column(name, value, item -> 1);
    }

    /** Twice the found over answered plus expected, summed over all items (micro). */
    private static Column f1(String name, Counted counted) {
        return new Column(
                name,
                item -> 2.0 * counted.of(item).found(),
                item -> counted.of(item).answered() + counted.of(item).expected());
    }

    private static Column precision(String name, Counted counted) {
        return new Column(
                name, item -> counted.of(item).found(), item -> counted.of(item).answered());
    }

    private static Column recall(String name, Counted counted) {
        return new Column(
                name, item -> counted.of(item).found(), item -> counted.of(item).expected());
    }

    private static double truth(boolean holds) {
        return holds ? 1 : 0;
    }

    private static double hasMask(Scored item) {
        return truth(!item.item().truth().isEmpty() && item.item().truth().get(0).mask() != null);
    }
}
