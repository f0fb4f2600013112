package io.fovea.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CIDEr-D (Vedantam et al. 2015) as pycocoevalcap computes "CIDEr": word sequences of length 1 to 4
 * weighed by how few pictures have them, counts clipped to the reference's, a Gaussian penalty on
 * the difference of length (sigma 6), times 10. How rare a sequence is comes from the references of
 * the whole set, so one picture alone scores 0.
 */
public final class Cider {

    private static final double SIGMA = 6;
    private static final double TIMES = 10;

    private record Weighed(List<Map<List<String>, Double>> weights, double[] norms, int length) {}

    private final Map<List<String>, Integer> pictures = new HashMap<>();
    private final double all;

    /**
     * Learns how rare word sequences are.
     *
     * @param references of each picture, each as words
     */
    public Cider(List<List<List<String>>> references) {
        for (List<List<String>> picture : references) {
            Set<List<String>> own = new HashSet<>();
            for (List<String> words : picture) {
                for (int n = 1; n <= Ngrams.LONGEST; n++) {
                    own.addAll(Ngrams.of(words, n).keySet());
                }
            }
            own.forEach(words -> pictures.merge(words, 1, Integer::sum));
        }
        all = Math.log(Math.max(1, references.size()));
    }

    /**
     * The score of one answer, from 0 to about 10; that of a set is the mean.
     *
     * @param answer words
     * @param references words of each; at least one
     */
    public double of(List<String> answer, List<List<String>> references) {
        Weighed own = weigh(answer);
        double sum = 0;
        for (List<String> reference : references) {
            sum += likeness(own, weigh(reference));
        }
        return TIMES * sum / references.size();
    }

    private Weighed weigh(List<String> words) {
        List<Map<List<String>, Double>> weights = new ArrayList<>();
        double[] norms = new double[Ngrams.LONGEST];
        for (int n = 1; n <= Ngrams.LONGEST; n++) {
            Map<List<String>, Double> own = new HashMap<>();
            double square = 0;
            for (Map.Entry<List<String>, Integer> entry : Ngrams.of(words, n).entrySet()) {
                double common = Math.log(Math.max(1, pictures.getOrDefault(entry.getKey(), 0)));
                double weight = entry.getValue() * (all - common);
                own.put(entry.getKey(), weight);
                square += weight * weight;
            }
            weights.add(own);
            norms[n - 1] = Math.sqrt(square);
        }
        return new Weighed(weights, norms, Math.max(0, words.size() - 1));
    }

    private static double likeness(Weighed own, Weighed reference) {
        double apart = own.length() - reference.length();
        double penalty = Math.exp(-apart * apart / (2 * SIGMA * SIGMA));
        double sum = 0;
        for (int n = 0; n < Ngrams.LONGEST; n++) {
            Map<List<String>, Double> theirs = reference.weights().get(n);
            double product = 0;
            for (Map.Entry<List<String>, Double> entry : own.weights().get(n).entrySet()) {
                double other = theirs.getOrDefault(entry.getKey(), 0.0);
                product += Math.min(entry.getValue(), other) * other;
            }
            double norms = own.norms()[n] * reference.norms()[n];
            sum += (norms == 0 ? product : product / norms) * penalty;
        }
        return sum / Ngrams.LONGEST;
    }
}
