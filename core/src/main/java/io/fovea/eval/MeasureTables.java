package io.fovea.eval;

import io.fovea.metrics.Bleu;
import io.fovea.metrics.CaptionWords;
import io.fovea.metrics.Cider;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tables of benchmarks whose data set says how it is measured: one for each {@link Measure}. */
final class MeasureTables {

    private static final List<String> BLEU = List.of("BLEU-1", "BLEU-2", "BLEU-3", "BLEU-4");

    private final List<Scored> items;
    private final Rows grouped;

    MeasureTables(List<Scored> items, Rows grouped) {
        this.items = items;
        this.grouped = grouped;
    }

    List<Table> all() {
        List<Table> tables =
                List.of(
                        simple(
                                Measure.VQA,
                                "Questions that people answered",
                                "VQA accuracy: for each person, whether at least three of the"
                                    + " others said the same; official normalisation. m4c: the same"
                                    + " with LLaVA's normalisation."),
                        simple(
                                Measure.TEXTVQA,
                                "Questions about text in pictures",
                                "m4c: accuracy as TextVQA and LLaVA compute it; VQA accuracy: the"
                                        + " official one."),
                        simple(
                                Measure.CHOICE,
                                "Multiple choice, the option said",
                                "An answer that picks no option, or several, is wrong and invalid."
                                        + " Circular: right in every round of shifted options"
                                        + " (MMBench)."),
                        simple(
                                Measure.LIKELIHOOD,
                                "Multiple choice, the likeliest option",
                                "The option with the highest mean log-likelihood of its tokens"
                                        + " (SEED-Bench)."),
                        simple(
                                Measure.POPE,
                                "Is it there? Yes or no (POPE)",
                                "No is an answer whose first sentence has \"no\" or \"not\", yes is"
                                        + " any other; those that say neither word are invalid and"
                                        + " counted as yes, as POPE does."),
                        mme(),
                        captions());
        return tables.stream().filter(table -> !table.rows().isEmpty()).toList();
    }

    private List<Scored> of(Measure measure) {
        return items.stream().filter(item -> item.item().measure() == measure).toList();
    }

    private Table simple(Measure measure, String title, String note) {
        List<Scored> own = of(measure);
        List<Column> columns = Columns.of(measure);
        List<Table.Row> rows = new ArrayList<>(grouped.row("all", own, columns));
        rows.addAll(circular(own));
        if (Rows.groups(own, Item::group).size() > 1) {
            rows.addAll(grouped.by(own, Item::group, columns));
        }
        return new Table(title, note, rows);
    }

    /** One row: questions right in all their rounds. */
    private List<Table.Row> circular(List<Scored> own) {
        List<Scored> first = Circles.judged(own);
        return first.isEmpty()
                ? List.of()
                : grouped.row("circular", first, List.of(Columns.RIGHT, Column.INVALID));
    }

    private Table mme() {
        List<Scored> own = of(Measure.MME);
        List<Table.Row> rows = new ArrayList<>();
        Rows.groups(own, Item::group)
                .forEach(
                        (name, group) -> {
                            List<Scored> pictures = Circles.pictures(group);
                            Map<String, Estimate> numbers = new LinkedHashMap<>();
                            grouped.bootstrap()
                                    .of(
                                            times ->
                                                    new double[] {
                                                        mean(group, times) + mean(pictures, times)
                                                    },
                                            group.size(),
                                            EvalReport.REPLICATES)
                                    .getFirst()
                                    .ifPresent(score -> numbers.put("score of 200", score));
                            add(numbers, "acc", group);
                            add(numbers, "acc+", pictures);
                            grouped.bootstrap()
                                    .ratio(grouped.terms(group, Column.INVALID))
                                    .ifPresent(share -> numbers.put("invalid", share));
                            rows.add(new Table.Row(name, group.size(), numbers));
                        });
        return new Table(
                "Yes or no in pairs (MME)",
                "acc: questions right; acc+: pictures whose questions are all right; the score of a"
                    + " subtask is their sum, up to 200. An answer that does not begin with yes or"
                    + " no is wrong and invalid.",
                rows);
    }

    private void add(Map<String, Estimate> numbers, String name, List<Scored> group) {
        grouped.bootstrap()
                .ratio(grouped.terms(group, Columns.RIGHT))
                .ifPresent(share -> numbers.put(name, share));
    }

    private double mean(List<Scored> group, int[] times) {
        double right = 0;
        double all = 0;
        for (Scored item : group) {
            int weight = times[grouped.cluster(item)];
            right += weight * Columns.RIGHT.numerator().applyAsDouble(item);
            all += weight;
        }
        return right / all;
    }

    private Table captions() {
        List<Scored> own = of(Measure.CAPTIONS);
        if (own.isEmpty()) {
            return new Table("", "", List.of());
        }
        List<List<List<String>>> references =
                own.stream()
                        .map(item -> item.item().answers().stream().map(CaptionWords::of).toList())
                        .toList();
        List<Bleu> bleu = new ArrayList<>();
        List<Bootstrap.Term> cider = new ArrayList<>();
        Cider consensus = new Cider(references);
        for (int i = 0; i < own.size(); i++) {
            List<String> said = CaptionWords.of(own.get(i).prediction().answer().text());
            bleu.add(Bleu.of(said, references.get(i)));
            cider.add(
                    new Bootstrap.Term(
                            grouped.cluster(own.get(i)), consensus.of(said, references.get(i)), 1));
        }
        Map<String, Estimate> numbers = new LinkedHashMap<>();
        List<Optional<Estimate>> scores =
                grouped.bootstrap()
                        .of(times -> bleu(own, bleu, times), own.size(), EvalReport.REPLICATES);
        for (int n = 0; n < BLEU.size(); n++) {
            String name = BLEU.get(n);
            scores.get(n).ifPresent(score -> numbers.put(name, score));
        }
        grouped.bootstrap()
                .ratio(grouped.terms(own, Columns.ROUGE))
                .ifPresent(score -> numbers.put(Columns.ROUGE.name(), score));
        grouped.bootstrap().ratio(cider).ifPresent(score -> numbers.put("CIDEr-D", score));
        grouped.bootstrap()
                .ratio(grouped.terms(own, Column.INVALID))
                .ifPresent(share -> numbers.put("invalid", share));
        return new Table(
                "Captions against people's",
                "As pycocoevalcap computes them, over Penn Treebank words without punctuation; word"
                    + " frequencies for CIDEr-D are those of this set and are not drawn anew for"
                    + " the interval.",
                List.of(new Table.Row("all", own.size(), numbers)));
    }

    private double[] bleu(List<Scored> own, List<Bleu> each, int[] times) {
        Bleu sum = Bleu.NONE;
        for (int i = 0; i < each.size(); i++) {
            int weight = times[grouped.cluster(own.get(i))];
            sum = weight == 0 ? sum : sum.plus(each.get(i), weight);
        }
        double[] scores = sum.scores();
        return sum.length() == 0 && sum.reference() == 0
                ? Arrays.stream(scores).map(score -> Double.NaN).toArray()
                : scores;
    }
}
