package io.fovea.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Mask;
import io.fovea.geometry.Region;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;
import io.fovea.testkit.Golden;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class MetricsTest {

    /** Pixels that nobody judged; they belong to neither mask. */
    private static final int IGNORED = 255;

    private static final Canvas CANVAS = new Canvas(100, 100);

    private static Region box(double x1, double y1, double x2, double y2) {
        return Region.of(new Box(x1, y1, x2, y2, CANVAS));
    }

    @Test
    void maskMetricsAreThoseOfLisa() {
        Golden golden = Golden.open("refcoco_ciou_giou");
        JsonNode expected = golden.json("expected.json");
        List<MaskOverlap> overlaps = new ArrayList<>();
        List<double[]> totals = new ArrayList<>();
        try (Scope scope = Scope.open()) {
            Weights tensors = golden.tensors("expected.safetensors");
            for (int i = 0; i < expected.get("per_sample").size(); i++) {
                int first = overlaps.size();
                overlaps.addAll(
                        overlaps(
                                tensors.get("sample" + i + ".logits"),
                                tensors.get("sample" + i + ".gt")));
                List<MaskOverlap> own = overlaps.subList(first, overlaps.size());
                totals.add(
                        new double[] {
                            own.stream().mapToLong(MaskOverlap::intersection).sum(),
                            own.stream().mapToLong(MaskOverlap::union).sum()
                        });
            }
        }
        for (int i = 0; i < totals.size(); i++) {
            JsonNode sample = expected.get("per_sample").get(i);
            assertThat(totals.get(i))
                    .as("sample " + i + ": intersection, union")
                    .containsExactly(
                            sample.get("intersection").get(1).asDouble(),
                            sample.get("union").get(1).asDouble());
        }
        double both = overlaps.stream().mapToDouble(MaskOverlap::intersection).sum();
        double either = overlaps.stream().mapToDouble(MaskOverlap::union).sum();
        assertThat(both / either).isCloseTo(expected.get("ciou").asDouble(), within(1e-5));
        assertThat(overlaps.stream().mapToDouble(MaskOverlap::iou).average().orElseThrow())
                .isCloseTo(expected.get("giou").asDouble(), within(1e-5));
    }

    private static List<MaskOverlap> overlaps(Tensor logits, Tensor truth) {
        Canvas canvas = new Canvas((int) truth.shape().dim(2), (int) truth.shape().dim(1));
        double[] got = logits.toDoubles();
        double[] expected = truth.toDoubles();
        for (int i = 0; i < got.length; i++) {
            if (expected[i] == IGNORED) {
                got[i] = -1;
                expected[i] = 0;
            }
        }
        int area = Math.toIntExact(canvas.area());
        List<MaskOverlap> overlaps = new ArrayList<>();
        for (int at = 0; at < got.length; at += area) {
            overlaps.add(
                    MaskOverlap.of(
                            mask(canvas, Arrays.copyOfRange(got, at, at + area)),
                            mask(canvas, Arrays.copyOfRange(expected, at, at + area))));
        }
        return overlaps;
    }

    private static Mask mask(Canvas canvas, double[] values) {
        boolean[] bits = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            bits[i] = values[i] > 0;
        }
        return Mask.fromBits(canvas, bits);
    }

    @Test
    void missingAndEmptyMasks() {
        Region truth =
                new Region(box(0, 0, 10, 10).box(), Mask.fromBox(box(0, 0, 10, 10).box()), null, 1);
        assertThat(MaskOverlap.of((Region) null, truth)).isEqualTo(new MaskOverlap(0, 100));
        assertThat(MaskOverlap.of(box(0, 0, 10, 10), truth)).isEqualTo(new MaskOverlap(0, 100));
        assertThat(MaskOverlap.of(truth, truth)).isEqualTo(new MaskOverlap(100, 100));
        assertThat(MaskOverlap.of(Mask.empty(CANVAS), Mask.empty(CANVAS)).iou()).isEqualTo(1);
    }

    @Test
    void placesMatchOneToOneFromTheBestDown() {
        Region a = box(0, 0, 10, 10);
        Region b = box(20, 0, 30, 10);
        assertThat(Matches.of(List.of(a, b), List.of(b, a))).isEqualTo(new Matches(2, 0, 0));
        assertThat(Matches.of(List.of(a, a), List.of(a, b)))
                .as("one truth is used once")
                .isEqualTo(new Matches(1, 1, 1));
        assertThat(Matches.of(List.of(box(0, 0, 10, 5)), List.of(a)))
                .as("IoU of just 0.5 is none")
                .isEqualTo(new Matches(0, 1, 1));
        assertThat(Matches.of(List.of(box(0, 0, 10, 5.1)), List.of(a)))
                .isEqualTo(new Matches(1, 0, 0));
        assertThat(Matches.of(List.of(box(0, 0, 10, 8), a), List.of(a, box(0, 0, 10, 6))))
                .as("the exact pair first (1.0), then 0.75")
                .isEqualTo(new Matches(2, 0, 0));
        assertThat(Matches.of(List.<Region>of(), List.of(a))).isEqualTo(new Matches(0, 0, 1));
        assertThat(Matches.of(List.of(a), List.<Region>of())).isEqualTo(new Matches(0, 1, 0));
        assertThat(Matches.of(Set.of("cat", "dog"), Set.of("dog", "owl", "egg")))
                .isEqualTo(new Matches(1, 1, 2));
    }

    @Test
    void wordsAreComparedWithoutCaseArticlesAndPunctuation() {
        assertThat(Words.same("An Apple.", "an apple")).isTrue();
        assertThat(Words.same("  the top  LEFT ", "top left")).isTrue();
        assertThat(Words.same("2", "two")).isTrue();
        assertThat(Words.same("apple", "apples")).isFalse();
        assertThat(Words.same("", "no")).isFalse();
        assertThat(Words.f1("a cat and a dog", "a cat and two owls")).isEqualTo(2.0 * 2 / 7);
        assertThat(Words.f1("cat cat", "cat")).isEqualTo(2.0 / 3);
        assertThat(Words.f1("", "")).isEqualTo(1);
        assertThat(Words.f1("", "cat")).isZero();
    }

    @Test
    void kindsAreNamedByTheLongestName() {
        KindNames names =
                new KindNames(
                        Map.of(
                                "tree",
                                "tree",
                                "christmas tree",
                                "christmas tree",
                                "trees",
                                "tree",
                                "fire engines",
                                "fire engine"));
        assertThat(names.in("a Christmas tree, two fire engines and three trees"))
                .containsExactly("christmas tree", "fire engine", "tree");
        assertThat(names.in("a christmas tree")).containsExactly("christmas tree");
        assertThat(names.in("")).isEmpty();
        assertThat(new KindNames(Map.of()).in("a tree")).isEmpty();
    }

    @Test
    void ratiosAreSumsOverSumsWithIntervals() {
        Bootstrap bootstrap = new Bootstrap(4, 2000, 3);
        List<Bootstrap.Term> terms =
                List.of(
                        new Bootstrap.Term(0, 1, 1),
                        new Bootstrap.Term(1, 0, 1),
                        new Bootstrap.Term(2, 1, 1),
                        new Bootstrap.Term(3, 1, 3));
        Estimate estimate = bootstrap.ratio(terms).orElseThrow();
        assertThat(estimate.value()).isEqualTo(0.5);
        assertThat(estimate.n()).isEqualTo(4);
        assertThat(estimate.low()).isBetween(0.0, 0.34);
        assertThat(estimate.high()).isBetween(0.8, 1.0);
        assertThat(bootstrap.ratio(terms)).as("the same draws").contains(estimate);
        assertThat(bootstrap.ratio(List.of())).isEqualTo(Optional.empty());
        assertThat(
                        bootstrap
                                .meanOfRatios(List.of(terms, List.of(new Bootstrap.Term(0, 1, 1))))
                                .orElseThrow()
                                .value())
                .isEqualTo(0.75);
    }

    @Test
    void intervalHasTheWidthOfAProportion() {
        int clusters = 400;
        List<Bootstrap.Term> terms = new ArrayList<>();
        for (int i = 0; i < clusters; i++) {
            terms.add(new Bootstrap.Term(i, i % 2, 1));
        }
        Estimate estimate = new Bootstrap(clusters, 4000, 1).ratio(terms).orElseThrow();
        double normal = 1.96 * Math.sqrt(0.25 / clusters);
        assertThat(estimate.high() - 0.5).isCloseTo(normal, within(0.005));
        assertThat(0.5 - estimate.low()).isCloseTo(normal, within(0.005));
    }

    @Test
    void quantilesAreThoseOfNumpy() {
        double[] sorted = {1, 2, 4, 8};
        assertThat(Bootstrap.quantile(sorted, 0.5)).isEqualTo(3);
        assertThat(Bootstrap.quantile(sorted, 0.9)).isCloseTo(6.8, within(1e-12));
        assertThat(Bootstrap.quantile(new double[] {5}, 0.9)).isEqualTo(5);
    }

    @Test
    void anEvaluationOfNothingIsRefused() {
        Evaluator evaluator =
                new Evaluator(
                        conversation -> {
                            throw new AssertionError("not asked");
                        });
        assertThatThrownBy(() -> evaluator.run(Truth.scenes(1), 0, (done, total, latest) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 picture, got 0");
    }
}
