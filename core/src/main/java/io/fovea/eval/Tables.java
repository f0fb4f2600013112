package io.fovea.eval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Groups judged items and estimates each group's metrics. */
final class Tables {

    private static final List<Column> GROUNDING =
            List.of(Column.ACCURACY, Column.BOX_IOU, Column.CIOU, Column.GIOU, Column.NOT_FOUND);
    private static final List<Column> PLACES =
            List.of(Column.PLACES_F1, Column.PLACES_PRECISION, Column.PLACES_RECALL, Column.COUNT);

    private final List<Scored> items;
    private final Rows grouped;

    Tables(List<Scored> items, int replicates, long seed) {
        this.items = List.copyOf(items);
        grouped = new Rows(items, replicates, seed);
    }

    /** All tables that have a row. */
    List<Table> all() {
        List<Table> own =
                List.of(
                                grounding(),
                                forms(),
                                slices(),
                                absent(),
                                everything(),
                                questions(),
                                wordSlices(),
                                regions(),
                                captions(),
                                groundedCaptions(),
                                cost())
                        .stream()
                        .filter(table -> !table.rows().isEmpty())
                        .toList();
        List<Table> all = new ArrayList<>(own.subList(0, own.size() - 1));
        all.addAll(new MeasureTables(items, grouped).all());
        all.addAll(new DetectionTables(items, grouped).all());
        all.add(own.getLast());
        return all;
    }

    private Table grounding() {
        List<Scored> present = of(Family.GROUNDING);
        List<Table.Row> rows = new ArrayList<>(grouped.by(present, item -> item.kind(), GROUNDING));
        rows.addAll(0, grouped.row("all", present, GROUNDING));
        return new Table(
                "Finding one thing that is there",
                "Acc@0.5: box IoU strictly above 0.5, no place counts as wrong. cIoU: sum of mask"
                        + " intersections over sum of unions; gIoU: mean of mask IoUs.",
                rows);
    }

    private Table forms() {
        return new Table(
                "The same by the form of the phrase",
                "",
                grouped.by(
                        of(Family.GROUNDING),
                        item -> item.kind() + ": " + item.tag("form"),
                        GROUNDING));
    }

    private Table slices() {
        List<Scored> present = of(Family.GROUNDING);
        List<Table.Row> rows = new ArrayList<>();
        rows.addAll(grouped.by(present, item -> "target picture " + item.tag("target"), GROUNDING));
        rows.addAll(grouped.by(present, item -> "wording " + item.tag("wording"), GROUNDING));
        rows.addAll(grouped.by(present, item -> "background " + item.tag("background"), GROUNDING));
        rows.addAll(grouped.by(present, Tables::size, GROUNDING));
        return new Table(
                "The same by what training has seen, and by size",
                "Unseen target pictures and wordings never occur in training. Size: longest side of"
                        + " the target over the shorter side of the picture.",
                rows);
    }

    private static String size(Item item) {
        var box = item.truth().get(0).box();
        double side =
                Math.max(box.width(), box.height())
                        / Math.min(box.canvas().width(), box.canvas().height());
        return side < 0.3 ? "size below 0.3" : side <= 0.4 ? "size 0.3 to 0.4" : "size above 0.4";
    }

    private Table absent() {
        List<Scored> absent = of(Family.ABSENT);
        List<Column> columns = List.of(Column.NOT_THERE);
        List<Table.Row> rows = new ArrayList<>(grouped.row("all", absent, columns));
        rows.addAll(grouped.by(absent, item -> "form " + item.tag("form"), columns));
        rows.addAll(grouped.by(absent, item -> "wording " + item.tag("wording"), columns));
        return new Table(
                "Phrases that fit nothing",
                "Right is an answer without any place. Its counterpart, present things answered so,"
                        + " stands above.",
                rows);
    }

    private Table everything() {
        List<Scored> all = of(Family.ALL);
        List<Table.Row> rows = new ArrayList<>(grouped.row("all", all, PLACES));
        rows.addAll(grouped.by(all, item -> "number " + item.truth().size(), PLACES));
        rows.addAll(grouped.by(all, item -> "target picture " + item.tag("target"), PLACES));
        return new Table(
                "Finding all things of a kind",
                "Places are matched one to one, greedily by box IoU, above 0.5; sums over the whole"
                        + " set (micro).",
                rows);
    }

    private Table questions() {
        List<Scored> questions = of(Family.QUESTION);
        List<Column> columns = List.of(Column.EXACT);
        List<Table.Row> rows = new ArrayList<>(grouped.row("all", questions, columns));
        Collection<List<Scored>> kinds = Rows.groups(questions, Item::kind).values();
        grouped.bootstrap()
                .meanOfRatios(
                        kinds.stream().map(kind -> grouped.terms(kind, Column.EXACT)).toList())
                .ifPresent(
                        mean ->
                                rows.add(
                                        new Table.Row(
                                                "mean of kinds",
                                                questions.size(),
                                                Map.of(Column.EXACT.name(), mean))));
        rows.addAll(grouped.by(questions, Item::kind, columns));
        if (Rows.groups(questions, Item::group).size() > 1) {
            rows.addAll(grouped.by(questions, item -> "group " + item.group(), columns));
        }
        return new Table(
                "Questions answered in words", "The same words after normalisation.", rows);
    }

    private Table wordSlices() {
        List<Scored> questions = of(Family.QUESTION);
        List<Column> columns = List.of(Column.EXACT);
        List<Table.Row> rows = new ArrayList<>();
        rows.addAll(grouped.by(questions, item -> "target picture " + item.tag("target"), columns));
        rows.addAll(grouped.by(questions, item -> "wording " + item.tag("wording"), columns));
        return new Table("Questions by what training has seen", "", rows);
    }

    private Table regions() {
        List<Scored> regions = of(Family.REGION);
        List<Column> columns = List.of(Column.EXACT);
        List<Table.Row> rows = new ArrayList<>();
        rows.addAll(grouped.by(regions, item -> "told by " + told(item), columns));
        rows.addAll(grouped.by(regions, item -> item.kind() + ", told by " + told(item), columns));
        rows.addAll(grouped.by(regions, item -> "target picture " + item.tag("target"), columns));
        return new Table(
                "A told place put into words", "The same words after normalisation.", rows);
    }

    private static String told(Item item) {
        return item.told() == null
                ? "unknown"
                : switch (item.told()) {
                    case BOX -> "box";
                    case MASK -> "mask";
                    case BOTH -> "box and mask";
                };
    }

    private Table captions() {
        List<Scored> captions =
                items.stream()
                        .filter(
                                item ->
                                        item.item().measure() == Measure.PLAIN
                                                && (item.item().family() == Family.CAPTION
                                                        || item.item().family()
                                                                == Family.GROUNDED_CAPTION))
                        .toList();
        return new Table(
                "Captions",
                "Kinds: which kinds of things are named, summed over the whole set.",
                grouped.by(
                        captions,
                        Item::kind,
                        List.of(Column.TOKEN_F1, Column.KINDS_PRECISION, Column.KINDS_RECALL)));
    }

    private Table groundedCaptions() {
        return new Table(
                "Grounded captions",
                "A phrase is found when it is answered in the same words and all its places match"
                        + " one to one.",
                grouped.row(
                        "phrases with their places",
                        of(Family.GROUNDED_CAPTION),
                        List.of(Column.PLACES_F1, Column.PLACES_PRECISION, Column.PLACES_RECALL)));
    }

    private Table cost() {
        List<Table.Row> rows = new ArrayList<>();
        List<Column> columns = List.of(Column.TOKENS, Column.INVALID);
        rows.addAll(grouped.row("all", items, columns));
        rows.addAll(
                grouped.by(
                        items,
                        item -> item.family().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        columns));
        return new Table(
                "Form and cost of answers",
                "Invalid answers have a wrong form (words where a place or \"none\" is due, places"
                    + " where words are due, nothing, or cut off); they are counted in every table"
                    + " above.",
                rows);
    }

    private List<Scored> of(Family family) {
        return items.stream()
                .filter(
                        item ->
                                item.item().family() == family
                                        && item.item().measure() == Measure.PLAIN)
                .toList();
    }
}
