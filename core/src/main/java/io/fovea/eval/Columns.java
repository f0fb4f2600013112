package io.fovea.eval;

import io.fovea.metrics.YesNo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Which metrics an item counts in: those of its {@link Measure}, else those of its family. */
final class Columns {

    static final String VQA_ACCURACY = "VQA accuracy";
    static final String M4C = "m4c accuracy";
    static final String ROUGE_L = "ROUGE-L";

    /** The right option, or the right one of yes and no. */
    static final Column RIGHT = one("accuracy", item -> item.score().correct() ? 1 : 0);

    static final Column ROUGE = value(ROUGE_L);
    private static final Column VQA = value(VQA_ACCURACY);
    private static final Column TEXTVQA = value(M4C);

    private static final Column PRECISION =
            new Column("precision", Columns::truePositive, item -> yes(item) ? 1 : 0);
    private static final Column RECALL =
            new Column("recall", Columns::truePositive, item -> is(item) ? 1 : 0);
    private static final Column F1 =
            new Column(
                    "F1",
                    item -> 2 * truePositive(item),
                    item -> (yes(item) ? 1 : 0) + (is(item) ? 1 : 0));
    private static final Column YES_SHARE = one("said yes", item -> yes(item) ? 1 : 0);

    private Columns() {}

    /** Those of an item, the one that matters most first. */
    static List<Column> of(Item item) {
        if (item.measure() != Measure.PLAIN) {
            return of(item.measure());
        }
        return switch (item.family()) {
            case GROUNDING ->
                    List.of(
                            Column.ACCURACY,
                            Column.BOX_IOU,
                            Column.CIOU,
                            Column.GIOU,
                            Column.NOT_FOUND);
            case ABSENT -> List.of(Column.NOT_THERE);
            case ALL ->
                    List.of(
                            Column.PLACES_F1,
                            Column.PLACES_PRECISION,
                            Column.PLACES_RECALL,
                            Column.COUNT);
            case QUESTION, REGION -> List.of(Column.EXACT);
            case CAPTION -> List.of(Column.TOKEN_F1, Column.KINDS_PRECISION, Column.KINDS_RECALL);
            case GROUNDED_CAPTION ->
                    List.of(
                            Column.PLACES_F1,
                            Column.PLACES_PRECISION,
                            Column.PLACES_RECALL,
                            Column.TOKEN_F1);
        };
    }

    /** Those of a measure that are ratios of sums over items. */
    static List<Column> of(Measure measure) {
        List<Column> columns =
                new ArrayList<>(
                        switch (measure) {
                            case PLAIN -> List.of(Column.EXACT);
                            case VQA -> List.of(VQA, TEXTVQA);
                            case TEXTVQA -> List.of(TEXTVQA, VQA);
                            case CHOICE, LIKELIHOOD, MME -> List.of(RIGHT);
                            case POPE -> List.of(RIGHT, PRECISION, RECALL, F1, YES_SHARE);
                            case CAPTIONS -> List.of(ROUGE);
                        });
        columns.add(Column.INVALID);
        return columns;
    }

    private static Column one(String name, ToDoubleFunction<Scored> value) {
        return new Column(name, value, item -> 1);
    }

    private static Column value(String name) {
        return one(name, item -> item.score().value(name));
    }

    private static boolean yes(Scored item) {
        return YesNo.pope(item.prediction().answer().text()) == YesNo.YES;
    }

    private static boolean is(Scored item) {
        return YesNo.mme(item.item().expected()) == YesNo.YES;
    }

    private static double truePositive(Scored item) {
        return yes(item) && is(item) ? 1 : 0;
    }
}
