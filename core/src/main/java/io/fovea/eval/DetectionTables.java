package io.fovea.eval;

import io.fovea.geometry.Region;
import io.fovea.metrics.CocoAp;
import io.fovea.metrics.CocoFound;
import io.fovea.metrics.CocoOverlap;
import io.fovea.metrics.CocoSummary;
import io.fovea.metrics.CocoTruth;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * COCO's average precision over exchanges that ask for the things of a kind. There is a table where
 * some ask for several things; those that name a kind for one thing, and for none, count as well.
 * The kind is the label of the true things; where nothing is there, the known label that the
 * question ends with.
 */
final class DetectionTables {

    /** Resamples: each computes all curves again. */
    private static final int REPLICATES = 200;

    private static final List<String> NAMES =
            List.of(
                    "AP",
                    "AP50",
                    "AP75",
                    "AP small",
                    "AP medium",
                    "AP large",
                    "AR1",
                    "AR10",
                    "AR100");

    private final List<Scored> items;
    private final Rows grouped;
    private final SortedSet<String> labels;

    DetectionTables(List<Scored> items, Rows grouped) {
        this.grouped = grouped;
        List<Scored> plain =
                items.stream().filter(item -> item.item().measure() == Measure.PLAIN).toList();
        boolean several = plain.stream().anyMatch(item -> item.item().family() == Family.ALL);
        labels =
                plain.stream()
                        .flatMap(item -> item.item().truth().stream())
                        .<String>mapMulti(
                                (region, sink) -> {
                                    if (region.label() != null) {
                                        sink.accept(region.label());
                                    }
                                })
                        .collect(Collectors.toCollection(TreeSet::new));
        this.items =
                several
                        ? plain.stream().filter(item -> !kind(item.item()).isEmpty()).toList()
                        : List.of();
    }

    private static double[] numbers(CocoSummary s) {
        return new double[] {
            s.ap(),
            s.ap50(),
            s.ap75(),
            s.apSmall(),
            s.apMedium(),
            s.apLarge(),
            s.ar1(),
            s.ar10(),
            s.ar100()
        };
    }

    List<Table> all() {
        boolean masks =
                items.stream()
                        .flatMap(item -> item.item().truth().stream())
                        .anyMatch(region -> region.mask() != null);
        if (items.isEmpty()) {
            return List.of();
        }
        List<Table.Row> rows = new ArrayList<>();
        rows.add(row("boxes", CocoOverlap.BOX));
        if (masks) {
            rows.add(row("masks", CocoOverlap.MASK));
        }
        return List.of(
                new Table(
                        "Average precision (COCO)",
                        "COCO's definition over the kinds and pictures that were asked about, which"
                            + " is not every kind in every picture: a model that is asked for what"
                            + " is there has an easier task than a detector. Intervals: "
                                + REPLICATES
                                + " resamples.",
                        rows));
    }

    private Table.Row row(String name, CocoOverlap overlap) {
        SortedSet<Long> pictures = new TreeSet<>();
        List<CocoTruth> truths = new ArrayList<>();
        List<CocoFound> found = new ArrayList<>();
        for (Scored item : items) {
            long picture = grouped.cluster(item);
            pictures.add(picture);
            String kind = kind(item.item());
            for (Region region : item.item().truth()) {
                truths.add(CocoTruth.of(picture, kind, region));
            }
            for (Region region : item.prediction().answer().regions()) {
                found.add(new CocoFound(picture, kind, region));
            }
        }
        CocoAp ap = new CocoAp(pictures, truths, found, overlap);
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        List<Optional<Estimate>> all =
                grouped.bootstrap()
                        .of(
                                times -> numbers(ap.summary(own(pictures, times))),
                                items.size(),
                                REPLICATES);
        for (int i = 0; i < NAMES.size(); i++) {
            String number = NAMES.get(i);
            all.get(i).ifPresent(estimate -> estimates.put(number, estimate));
        }
        return new Table.Row(name, items.size(), estimates);
    }

    private static int[] own(SortedSet<Long> pictures, int[] times) {
        return pictures.stream().mapToInt(picture -> times[picture.intValue()]).toArray();
    }

    /** What kind of thing is asked for; empty where the exchange is about something else. */
    private String kind(Item item) {
        String label = item.truth().isEmpty() ? null : item.truth().getFirst().label();
        return switch (item.family()) {
            case ALL -> label == null ? ending(item.question()) : label;
            case GROUNDING ->
                    item.kind().equals("name") && label != null && item.question().contains(label)
                            ? label
                            : "";
            case ABSENT -> ending(item.question());
            case QUESTION, REGION, CAPTION, GROUNDED_CAPTION -> "";
        };
    }

    private String ending(String question) {
        return labels.stream()
                .filter(label -> question.endsWith(" " + label))
                .max(Comparator.comparingInt(String::length))
                .orElse("");
    }
}
