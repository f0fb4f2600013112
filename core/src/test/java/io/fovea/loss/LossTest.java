package io.fovea.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.tensor.DType;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.Close;
import io.fovea.testkit.Gradients;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Losses against plain arithmetic, and at their edges. */
class LossTest {

    private static final Offset<Double> TINY = Offset.offset(1e-6);

    private static double[] random(long seed, double low, double high, int count) {
        return new Random(seed).doubles(count, low, high).toArray();
    }

    private static Tensor box(double... cxcywh) {
        return Tensor.of(cxcywh, cxcywh.length / 4, 4);
    }

    private static double giou(double[] a, double[] b) {
        double[] lap = new double[2];
        double[] hull = new double[2];
        for (int i = 0; i < 2; i++) {
            double low = Math.max(a[i] - a[i + 2] / 2, b[i] - b[i + 2] / 2);
            double high = Math.min(a[i] + a[i + 2] / 2, b[i] + b[i + 2] / 2);
            lap[i] = Math.max(0, high - low);
            hull[i] =
                    Math.max(a[i] + a[i + 2] / 2, b[i] + b[i + 2] / 2)
                            - Math.min(a[i] - a[i + 2] / 2, b[i] - b[i + 2] / 2);
        }
        double shared = lap[0] * lap[1];
        double union = a[2] * a[3] + b[2] * b[3] - shared;
        double around = hull[0] * hull[1];
        return shared / union - (around - union) / around;
    }

    @Test
    void giouAndItsGradientEqualPlainArithmetic() {
        double[] predicted = random(1, 0.2, 0.8, 24);
        double[] target = random(2, 0.2, 0.8, 24);
        double[] byBackward =
                Gradients.backward(x -> BoxLoss.giou(x, box(target)), predicted, 6, 4);
        double[] byDifferences =
                Gradients.differences(
                        x -> {
                            double sum = 0;
                            for (int i = 0; i < 24; i += 4) {
                                double[] a = Arrays.copyOfRange(x, i, i + 4);
                                sum += 1 - giou(a, Arrays.copyOfRange(target, i, i + 4));
                            }
                            return sum / 6;
                        },
                        predicted);
        Close.check("gradient of giou", byBackward, byDifferences, 1e-8, 1e-6);
    }

    @Test
    void giouKnowsEqualFarAndFlatBoxes() {
        try (Scope scope = Scope.open()) {
            Tensor a = box(0.5, 0.5, 0.2, 0.2, 0.1, 0.1, 0.1, 0.1, 0.5, 0.5, 0, 0);
            Tensor b = box(0.5, 0.5, 0.2, 0.2, 0.9, 0.9, 0.1, 0.1, 0.5, 0.5, 0, 0);
            double[] giou = BoxLoss.giouOfPairs(a, b).toDoubles();
            assertThat(giou[0]).isCloseTo(1, TINY);
            assertThat(giou[1]).isNegative().isGreaterThan(-1);
            assertThat(giou[2]).isFinite();
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double dice(
            double[] logits, double[] coverage, int from, int to, double smoothing) {
        double shared = 0;
        double total = 0;
        for (int i = from; i < to; i++) {
            double p = sigmoid(logits[i]);
            shared += p * coverage[i];
            total += p + coverage[i];
        }
        return 1 - (2 * shared + smoothing) / (total + smoothing);
    }

    @Test
    void maskLossesAndTheirGradientsEqualPlainArithmetic() {
        double[] logits = random(3, -3, 3, 2 * 3 * 4);
        double[] coverage = random(4, 0, 1, 2 * 3 * 4);
        MaskLoss pooled = MaskLoss.pooled();
        Close.check(
                "pooled dice",
                Gradients.backward(
                        x -> pooled.overlap(x, Tensor.of(coverage, 2, 3, 4)), logits, 2, 3, 4),
                Gradients.differences(x -> dice(x, coverage, 0, 24, 1e-6), logits),
                1e-8,
                1e-6);
        MaskLoss each = MaskLoss.perRegion();
        Close.check(
                "dice of each region",
                Gradients.backward(
                        x -> each.overlap(x, Tensor.of(coverage, 2, 3, 4)), logits, 2, 3, 4),
                Gradients.differences(
                        x -> (dice(x, coverage, 0, 12, 1) + dice(x, coverage, 12, 24, 1)) / 2,
                        logits),
                1e-8,
                1e-6);
        Close.check(
                "cross entropy",
                Gradients.backward(
                        x -> MaskLoss.crossEntropy(x, Tensor.of(coverage, 2, 3, 4)),
                        logits,
                        2,
                        3,
                        4),
                Gradients.differences(x -> plainCrossEntropy(x, coverage), logits),
                1e-8,
                1e-6);
    }

    private static double plainCrossEntropy(double[] logits, double[] coverage) {
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            double p = sigmoid(logits[i]);
            sum -= coverage[i] * Math.log(p) + (1 - coverage[i]) * Math.log(1 - p);
        }
        return sum / logits.length;
    }

    @Test
    void equalMasksHardlyCostAnything() {
        try (Scope scope = Scope.open()) {
            Tensor coverage = new Rng(1).uniform(1, 3, 8, 8).gt(0).to(DType.FLOAT32);
            Tensor logits = coverage.mul(60).sub(30);
            assertThat(MaskLoss.pooled().overlap(logits, coverage).item()).isCloseTo(0, TINY);
            assertThat(MaskLoss.perRegion().overlap(logits, coverage).item()).isCloseTo(0, TINY);
            assertThat(MaskLoss.crossEntropy(logits, coverage).item()).isCloseTo(0, TINY);
        }
    }

    @Test
    void tokensAreWeighedAndIgnored() {
        double[] logits = random(5, -2, 2, 12);
        long[] targets = {2, TokenLoss.IGNORE, 0};
        double[] weights = {0.5, 7, 2};
        double[] byBackward =
                Gradients.backward(
                        x -> TokenLoss.mean(x, Tensor.of(targets, 3), Tensor.of(weights, 3)),
                        logits,
                        3,
                        4);
        double[] byDifferences =
                Gradients.differences(
                        x -> (0.5 * plainToken(x, 0, 2) + 2 * plainToken(x, 2, 0)) / 2.5, logits);
        Close.check("gradient of tokens", byBackward, byDifferences, 1e-8, 1e-6);
    }

    private static double plainToken(double[] logits, int row, int target) {
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += Math.exp(logits[row * 4 + i]);
        }
        return Math.log(sum) - logits[row * 4 + target];
    }

    @Test
    void nothingCostsNothingAndStillLearnsNothing() {
        try (Scope scope = Scope.open()) {
            Tensor boxes = Tensor.zeros(0, 4).requiresGrad(true);
            Tensor masks = Tensor.zeros(0, 8, 8).requiresGrad(true);
            Tensor logits = Tensor.ones(2, 5).requiresGrad(true);
            Tensor ignored = Tensor.of(new long[] {TokenLoss.IGNORE, TokenLoss.IGNORE}, 2);
            LossTerms terms =
                    LossTerms.empty()
                            .with("l1", BoxLoss.l1(boxes, boxes.detach()), 1)
                            .with("giou", BoxLoss.giou(boxes, boxes.detach()), 1)
                            .with("bce", MaskLoss.crossEntropy(masks, masks.detach()), 1)
                            .with("dice", MaskLoss.pooled().overlap(masks, masks.detach()), 1)
                            .with("tokens", TokenLoss.mean(logits, ignored, null), 1);
            assertThat(terms.values())
                    .hasSize(5)
                    .allSatisfy((name, value) -> assertThat(value).as(name).isZero());
            terms.total().backward();
            assertThat(Objects.requireNonNull(logits.grad()).toFloats()).containsOnly(0);
            assertThat(Objects.requireNonNull(boxes.grad()).dims()).containsExactly(0, 4);
            assertThat(Objects.requireNonNull(masks.grad()).dims()).containsExactly(0, 8, 8);
        }
    }

    @Test
    void termsAddUpByWeight() {
        try (Scope scope = Scope.open()) {
            LossTerms terms =
                    LossTerms.empty()
                            .with("a", Tensor.full(2, DType.FLOAT32), 3)
                            .with("b", Tensor.full(5, DType.FLOAT32, 1), 0.5)
                            .with("seen", Tensor.full(Double.NaN, DType.FLOAT32), 0);
            assertThat(terms.total().item()).isEqualTo(8.5);
            assertThat(terms.terms().keySet()).containsExactlyElementsOf(List.of("a", "b", "seen"));
            assertThatThrownBy(() -> terms.with("a", Tensor.zeros(), 1))
                    .hasMessageContaining("'a'");
            assertThatThrownBy(() -> LossTerms.empty().total())
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void refusesShapesThatDoNotFit() {
        try (Scope scope = Scope.open()) {
            assertThatThrownBy(() -> BoxLoss.l1(Tensor.zeros(2, 4), Tensor.zeros(3, 4)))
                    .hasMessageContaining("[2, 4] and [3, 4]");
            assertThatThrownBy(() -> MaskLoss.crossEntropy(Tensor.zeros(2, 4), Tensor.zeros(2, 4)))
                    .hasMessageContaining("[N, Y, X]");
            assertThatThrownBy(() -> TokenLoss.mean(Tensor.zeros(2, 4), Tensor.arange(3), null))
                    .hasMessageContaining("[2, 4] and [3]");
        }
    }
}
