package io.fovea.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;
import io.fovea.testkit.Close;
import io.fovea.testkit.Golden;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Scores of states against other people's code and against a plain loop. */
class StateSumsTest {

    private static final double BOUND = 1e-5;

    private static double[] numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    private static double[] array(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static boolean[] flags(int count, boolean value) {
        boolean[] flags = new boolean[count];
        Arrays.fill(flags, value);
        return flags;
    }

    @Test
    void equalsShortGptAndPruneMe() {
        Golden golden = Golden.open("layer_importance");
        JsonNode expected = golden.json("expected.json");
        try (Scope scope = Scope.open()) {
            Weights tensors = golden.tensors("expected.safetensors");
            List<Tensor> states =
                    IntStream.range(0, 7).mapToObj(i -> tensors.get("hidden" + i)).toList();
            long[] real = tensors.get("attention_mask").toLongs();
            int[] last = {lastReal(real, 0, 9), lastReal(real, 9, 18)};
            StateSums sums = new StateSums(6);
            sums.add(states, new TokenRoles(flags(18, false), flags(18, true), last));
            Close.check(
                    "block influence",
                    array(sums.blockInfluence()),
                    numbers(expected.get("bi_mean")),
                    BOUND,
                    0);
            expected.get("pruneme_block_distances")
                    .properties()
                    .forEach(
                            entry ->
                                    Close.check(
                                            "angular distance over " + entry.getKey(),
                                            array(
                                                    sums.blockDistances()
                                                            .get(
                                                                    Integer.parseInt(entry.getKey())
                                                                            - 1)),
                                            numbers(entry.getValue()),
                                            BOUND,
                                            0));
            expected.get("bi_sum_by_span")
                    .properties()
                    .forEach(entry -> spans(entry.getKey(), states, numbers(entry.getValue())));
        }
    }

    private static int lastReal(long[] real, int from, int to) {
        return IntStream.range(from, to).filter(i -> real[i] == 1).max().orElseThrow() - from;
    }

    private static void spans(String span, List<Tensor> states, double[] expected) {
        int n = Integer.parseInt(span);
        double[] got =
                IntStream.range(0, expected.length)
                        .mapToDouble(
                                i ->
                                        Arrays.stream(
                                                        StateSums.cosines(
                                                                states.get(i), states.get(i + n)))
                                                .map(cosine -> 1 - cosine)
                                                .sum())
                        .toArray();
        Close.check("block influence over " + span, got, expected, 18 * BOUND, 0);
    }

    @Test
    void batchesAddUpToTheWholeAndPaddingDoesNotCount() {
        boolean[] image = {true, true, false, false, false, false, true, true, true, false};
        boolean[] words = {false, false, true, true, false, true, false, false, false, true};
        try (Scope scope = Scope.open()) {
            List<Tensor> states =
                    IntStream.range(0, 4).mapToObj(i -> new Rng(i + 1).normal(1, 2, 5, 8)).toList();
            StateSums whole = new StateSums(3);
            whole.add(states, new TokenRoles(image, words, new int[] {3, 4}));
            StateSums parts = new StateSums(3);
            for (int row = 0; row < 2; row++) {
                int at = row;
                parts.add(
                        states.stream().map(state -> state.narrow(0, at, 1)).toList(),
                        new TokenRoles(
                                Arrays.copyOfRange(image, 5 * row, 5 * row + 5),
                                Arrays.copyOfRange(words, 5 * row, 5 * row + 5),
                                new int[] {row == 0 ? 3 : 4}));
            }
            assertThat(whole.imageTokens()).isEqualTo(5);
            assertThat(whole.wordTokens()).isEqualTo(4);
            Close.check(
                    "halves",
                    array(parts.multimodalInfluence()),
                    array(whole.multimodalInfluence()),
                    1e-12,
                    0);
            Close.check("a loop", array(whole.imageInfluence()), influence(states, image), 1e-9, 0);
            Close.check("a loop", array(whole.textInfluence()), influence(states, words), 1e-9, 0);
            assertThat(parts.blockDistances()).isEqualTo(whole.blockDistances());
        }
    }

    private static double[] influence(List<Tensor> states, boolean[] counted) {
        List<double[]> rows = new ArrayList<>();
        states.forEach(state -> rows.add(state.toDoubles()));
        double[] influence = new double[states.size() - 1];
        for (int layer = 0; layer < influence.length; layer++) {
            double sum = 0;
            int tokens = 0;
            for (int i = 0; i < counted.length; i++) {
                if (counted[i]) {
                    sum += cosine(rows.get(layer), rows.get(layer + 1), 8 * i);
                    tokens++;
                }
            }
            influence[layer] = 1 - sum / tokens;
        }
        return influence;
    }

    private static double cosine(double[] a, double[] b, int from) {
        double dot = 0;
        double first = 0;
        double second = 0;
        for (int i = from; i < from + 8; i++) {
            dot += a[i] * b[i];
            first += a[i] * a[i];
            second += b[i] * b[i];
        }
        return dot / Math.sqrt(first * second);
    }

    @Test
    void statesThatAreNotFiniteAreRefusedWithTheLayer() {
        try (Scope scope = Scope.open()) {
            Tensor good = new Rng(1).normal(1, 1, 2, 4);
            Tensor bad = good.mul(Double.NaN);
            TokenRoles roles = TokenRoles.of(new int[] {5, 6}, 9);
            assertThatThrownBy(() -> new StateSums(2).add(List.of(good, good, bad), roles))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("layer 1")
                    .hasMessageContaining("not finite");
        }
    }

    @Test
    void attentionOnAPictureIsThatOfTheWordsBehindIt() {
        int[] ids = {7, 9, 9, 3, 4};
        TokenRoles roles = TokenRoles.of(ids, 9);
        AttentionSums sums = new AttentionSums(1);
        try (Scope scope = Scope.open()) {
            Tensor probabilities = new Rng(3).uniform(1, 1, 2, 5, 5).abs();
            sums.taps(roles).get(0).see(probabilities, scope);
            double[] p = probabilities.toDoubles();
            double mass = 0;
            for (int head = 0; head < 2; head++) {
                for (int row = 3; row < 5; row++) {
                    mass += (p[25 * head + 5 * row + 1] + p[25 * head + 5 * row + 2]) / 4;
                }
            }
            Close.check("mass", array(sums.mass()), new double[] {mass}, 1e-6, 0);
        }
        AttentionSums blind = new AttentionSums(1);
        assertThat(blind.taps(TokenRoles.of(new int[] {3, 9, 9}, 9))).isEmpty();
        assertThatThrownBy(blind::mass).hasMessageContaining("words behind a picture");
    }
}
