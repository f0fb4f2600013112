package io.fovea.eval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Groups judged items and estimates each group's metrics. */
final class Tables {

    private static final List<Column> GROUNDING =
            List.of(Column.ACCURACY, Column.BOX_IOU, Column.CIOU, Column.GIOU, Column.NOT_FOUND);
    private static final List<Column> PLACES =
            List.of(Column.PLACES_F1, Column.PLACES_PRECISION, Column.PLACES_RECALL, Column.COUNT);

    private final List<Scored> items;
    private final Bootstrap bootstrap;
    private final Map<Long, Integer> clusters = new HashMap<>();

    Tables(List<Scored> items, int replicates, long seed) {
        this.items = List.copyOf(items);
        for (Scored item : items) {
            clusters.putIfAbsent(item.item().scene(), clusters.size());
        }
        bootstrap = new Bootstrap(clusters.size(), replicates, seed);
    }

    /** All tables that have a row. */
    List<Table> all() {
        return List.of(
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
    }

    private Table grounding() {
        List<Scored> present = of(Family.GROUNDING);
        List<Table.Row> rows = new ArrayList<>(by(present, item -> item.kind(), GROUNDING));
        rows.addAll(0, row("all", present, GROUNDING));
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
                by(of(Family.GROUNDING), item -> item.kind() + ": " + item.tag("form"), GROUNDING));
    }

    private Table slices() {
        List<Scored> present = of(Family.GROUNDING);
        List<Table.Row> rows = new ArrayList<>();
        rows.addAll(by(present, item -> "target picture " + item.tag("target"), GROUNDING));
        rows.addAll(by(present, item -> "wording " + item.tag("wording"), GROUNDING));
        rows.addAll(by(present, item -> "background " + item.tag("background"), GROUNDING));
        rows.addAll(by(present, Tables::size, GROUNDING));
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
        List<Table.Row> rows = new ArrayList<>(row("all", absent, columns));
        rows.addAll(by(absent, item -> "form " + item.tag("form"), columns));
        rows.addAll(by(absent, item -> "wording " + item.tag("wording"), columns));
        return new Table(
                "Phrases that fit nothing",
                "Right is an answer without any place. Its counterpart, present things answered so,"
                        + " stands above.",
                rows);
    }

    private Table everything() {
        List<Scored> all = of(Family.ALL);
        List<Table.Row> rows = new ArrayList<>(row("all", all, PLACES));
        rows.addAll(by(all, item -> "number " + item.truth().size(), PLACES));
        rows.addAll(by(all, item -> "target picture " + item.tag("target"), PLACES));
        return new Table(
                "Finding all things of a kind",
                "Places are matched one to one, greedily by box IoU, above 0.5; sums over the whole"
                        + " set (micro).",
                rows);
    }

    private Table questions() {
        List<Scored> questions = of(Family.QUESTION);
        List<Column> columns = List.of(Column.EXACT);
        List<Table.Row> rows = new ArrayList<>(row("all", questions, columns));
        Collection<List<Scored>> kinds = groups(questions, Item::kind).values();
        bootstrap
                .meanOfRatios(kinds.stream().map(kind -> terms(kind, Column.EXACT)).toList())
                .ifPresent(
                        mean ->
                                rows.add(
                                        new Table.Row(
                                                "mean of kinds",
                                                questions.size(),
                                                Map.of(Column.EXACT.name(), mean))));
        rows.addAll(by(questions, Item::kind, columns));
        return new Table(
                "Questions answered in words", "The same words after normalisation.", rows);
    }

    private Table wordSlices() {
        List<Scored> questions = of(Family.QUESTION);
        List<Column> columns = List.of(Column.EXACT);
        List<Table.Row> rows = new ArrayList<>();
        rows.addAll(by(questions, item -> "target picture " + item.tag("target"), columns));
        rows.addAll(by(questions, item -> "wording " + item.tag("wording"), columns));
        return new Table("Questions by what training has seen", "", rows);
    }

    private Table regions() {
        List<Scored> regions = of(Family.REGION);
        List<Column> columns = List.of(Column.EXACT);
        List<Table.Row> rows = new ArrayList<>();
        rows.addAll(by(regions, item -> "told by " + told(item), columns));
        rows.addAll(by(regions, item -> item.kind() + ", told by " + told(item), columns));
        rows.addAll(by(regions, item -> "target picture " + item.tag("target"), columns));
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
                                        item.item().family() == Family.CAPTION
                                                || item.item().family() == Family.GROUNDED_CAPTION)
                        .toList();
        return new Table(
                "Captions",
                "Kinds: which kinds of things are named, summed over the whole set.",
                by(
                        captions,
                        Item::kind,
                        List.of(Column.TOKEN_F1, Column.KINDS_PRECISION, Column.KINDS_RECALL)));
    }

    private Table groundedCaptions() {
        return new Table(
                "Grounded captions",
                "A phrase is found when it is answered in the same words and all its places match"
                        + " one to one.",
                row(
                        "phrases with their places",
                        of(Family.GROUNDED_CAPTION),
                        List.of(Column.PLACES_F1, Column.PLACES_PRECISION, Column.PLACES_RECALL)));
    }

    private Table cost() {
        List<Table.Row> rows = new ArrayList<>();
        List<Column> columns = List.of(Column.TOKENS, Column.INVALID);
        rows.addAll(row("all", items, columns));
        rows.addAll(
                by(
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
        return items.stream().filter(item -> item.item().family() == family).toList();
    }

    private static Map<String, List<Scored>> groups(
            List<Scored> items, Function<Item, String> key) {
        Map<String, List<Scored>> groups = new TreeMap<>();
        items.forEach(
                item ->
                        groups.computeIfAbsent(key.apply(item.item()), name -> new ArrayList<>())
                                .add(item));
        return groups;
    }

    private List<Table.Row> by(
            List<Scored> items, Function<Item, String> key, List<Column> columns) {
        List<Table.Row> rows = new ArrayList<>();
        groups(items, key).forEach((name, group) -> rows.addAll(row(name, group, columns)));
        return rows;
    }

    /** One row, or none where there are no items. */
    private List<Table.Row> row(String name, List<Scored> group, List<Column> columns) {
        if (group.isEmpty()) {
            return List.of();
        }
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        for (Column column : columns) {
            bootstrap
                    .ratio(terms(group, column))
                    .ifPresent(estimate -> estimates.put(column.name(), estimate));
        }
        return List.of(new Table.Row(name, group.size(), estimates));
    }

    private List<Bootstrap.Term> terms(List<Scored> group, Column column) {
        List<Bootstrap.Term> terms = new ArrayList<>();
        for (Scored item : group) {
            Integer cluster = clusters.get(item.item().scene());
            terms.add(
                    new Bootstrap.Term(
                            cluster == null ? 0 : cluster,
                            column.numerator().applyAsDouble(item),
                            column.denominator().applyAsDouble(item)));
        }
        return terms;
    }
}
