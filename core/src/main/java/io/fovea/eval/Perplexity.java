package io.fovea.eval;

import io.fovea.data.Dataset;
import io.fovea.metrics.LikelihoodChoice;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How likely a model finds the true answers of a data set: perplexity {@code exp(-sum log p(token)
 * / tokens)} over the tokens of the answers, given picture and question, the end of the answer left
 * out; and bits a character, {@code -sum log2 p / characters}, which models of different
 * vocabularies can be compared by. Answers that are places are left out.
 */
public final class Perplexity {

    /** The title of its table. */
    public static final String TABLE = "Likelihood";

    private static final String NOTE =
            "Perplexity of the tokens of the true answers, and bits for each of their characters;"
                    + " lower is better. 95 % bootstrap intervals over samples.";

    private final Answerer answerer;
    private final List<Said> all = new ArrayList<>();

    private record Said(int sample, String kind, double logProbability, int tokens, int letters) {}

    /** Measures a model. */
    public Perplexity(Answerer answerer) {
        this.answerer = answerer;
    }

    /**
     * Goes through the first samples of a data set.
     *
     * @throws IllegalArgumentException when none of them has an answer in words
     */
    public EvalReport report(
            Dataset dataset, long limit, EvalReport.Subject subject, Evaluator.Progress progress) {
        int total = (int) Math.min(limit, dataset.size());
        for (int i = 0; i < total; i++) {
            for (Exchange exchange : Exchange.of(dataset.get(i), i)) {
                if (exchange.item().truth().isEmpty() && !exchange.item().expected().isBlank()) {
                    add(i, exchange);
                }
            }
            progress.done(i + 1, total, List.of());
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException(
                    "no answer in words among the first "
                            + total
                            + " samples of "
                            + subject.data()
                            + "; take a data set that has some");
        }
        return new EvalReport(
                subject,
                total,
                all.size(),
                0,
                Instant.now().toString(),
                new EvalReport.Speed(0, 0, 0),
                null,
                List.of(new Table(TABLE, NOTE, rows(total, subject.seed()))));
    }

    private void add(int sample, Exchange exchange) {
        String answer = exchange.item().expected();
        LikelihoodChoice.Option said =
                answerer.likelihoods(exchange.conversation(), List.of(answer)).getFirst();
        all.add(
                new Said(
                        sample,
                        exchange.item().kind(),
                        said.sum(),
                        said.tokens(),
                        answer.codePointCount(0, answer.length())));
    }

    private List<Table.Row> rows(int samples, long seed) {
        Bootstrap bootstrap = new Bootstrap(samples, EvalReport.REPLICATES, seed);
        SortedMap<String, List<Said>> kinds = new TreeMap<>();
        all.forEach(said -> kinds.computeIfAbsent(said.kind(), k -> new ArrayList<>()).add(said));
        List<Table.Row> rows = new ArrayList<>(List.of(row("all", all, bootstrap)));
        if (kinds.size() > 1) {
            kinds.forEach((kind, said) -> rows.add(row(kind, said, bootstrap)));
        }
        return rows;
    }

    private static Table.Row row(String name, List<Said> said, Bootstrap bootstrap) {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        bootstrap
                .ratio(terms(said, Said::tokens))
                .ifPresent(e -> estimates.put("perplexity", mapped(e, Math::exp)));
        bootstrap
                .ratio(terms(said, Said::letters))
                .ifPresent(e -> estimates.put("bits a character", mapped(e, x -> x / Math.log(2))));
        return new Table.Row(name, said.size(), estimates);
    }

    private static List<Bootstrap.Term> terms(List<Said> said, Function<Said, Integer> per) {
        return said.stream()
                .map(s -> new Bootstrap.Term(s.sample(), -s.logProbability(), per.apply(s)))
                .toList();
    }

    /** By a rising function. */
    private static Estimate mapped(Estimate e, Function<Double, Double> by) {
        return new Estimate(by.apply(e.value()), by.apply(e.low()), by.apply(e.high()), e.n());
    }
}
