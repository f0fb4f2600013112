package io.fovea.eval;

import io.fovea.geometry.Region;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was found, invented and missed.
 *
 * @param found true ones answered
 * @param invented answers that match nothing true
 * @param missed true ones not answered
 */
public record Matches(int found, int invented, int missed) {

    static final Matches NONE = new Matches(0, 0, 0);

    private record Pair(int got, int expected, double iou) {}

    /**
     * Places matched one to one, greedily from the highest box IoU down; only an IoU above 0.5,
     * strictly, is a match.
     */
    public static Matches of(List<Region> got, List<Region> expected) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < got.size(); i++) {
            for (int j = 0; j < expected.size(); j++) {
                double iou = got.get(i).box().iou(expected.get(j).box());
                if (iou > Score.THRESHOLD) {
                    pairs.add(new Pair(i, j, iou));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::iou).reversed());
        Set<Integer> usedGot = new HashSet<>();
        Set<Integer> usedExpected = new HashSet<>();
        for (Pair pair : pairs) {
            if (!usedGot.contains(pair.got()) && !usedExpected.contains(pair.expected())) {
                usedGot.add(pair.got());
                usedExpected.add(pair.expected());
            }
        }
        return counts(usedGot.size(), got.size(), expected.size());
    }

    /** Members of two sets. */
    static Matches of(Set<String> got, Set<String> expected) {
        int common = (int) got.stream().filter(expected::contains).count();
        return counts(common, got.size(), expected.size());
    }

    static Matches counts(int found, int got, int expected) {
        return new Matches(found, got - found, expected - found);
    }

    /** Nothing invented, nothing missed. */
    boolean perfect() {
        return invented == 0 && missed == 0;
    }

    int answered() {
        return found + invented;
    }

    int expected() {
        return found + missed;
    }
}
