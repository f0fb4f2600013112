package io.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.Close;
import io.fovea.testkit.Reference;

import org.junit.jupiter.api.Test;

import java.util.List;

class RotaryEmbeddingTest {

    private static RotaryEmbedding of(RotaryScaling scaling) {
        return new RotaryEmbedding(8, new RotaryEmbedding.Config(10_000, scaling, List.of()));
    }

    private static double[] doubles(float[] values) {
        double[] all = new double[values.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = values[i];
        }
        return all;
    }

    private static Tensor positions(long... values) {
        return Tensor.of(values, 1, values.length);
    }

    @Test
    void dynamicThetaGrowsWithTheLengthSeen() {
        RotaryEmbedding dynamic = of(new RotaryScaling.Dynamic(2, 64));
        RotaryEmbedding plain = new RotaryEmbedding(8, 10_000);
        assertThat(dynamic.inverseFrequencies(3)).isEqualTo(plain.inverseFrequencies(3));
        assertThat(dynamic.inverseFrequencies(64)).isEqualTo(plain.inverseFrequencies(64));
        // Twice the length: theta * (2 * 2 - 1) ^ (8 / 6).
        double theta = 10_000 * Math.pow(3, 8.0 / 6);
        double[] expected = new double[4];
        for (int i = 0; i < 4; i++) {
            expected[i] = Math.pow(theta, -i / 4.0);
        }
        Close.check("inverse", doubles(dynamic.inverseFrequencies(128)), expected, 0, 1e-6);
    }

    @Test
    void theLargestPositionSaysHowLongTheSequenceIs() {
        try (Scope scope = Scope.open()) {
            RotaryEmbedding dynamic = of(new RotaryScaling.Dynamic(2, 64));
            Tensor x = new Rng(1).normal(1, 1, 2, 1, 8);
            double theta = 10_000 * Math.pow(2 * 100 / 64.0 - 1, 8.0 / 6);
            double[] expected =
                    Reference.ropeAll(x.transpose(1, 2).toDoubles(), 8, 2, new long[] {99}, theta);
            Close.check(
                    "turned",
                    dynamic.at(positions(99)).apply(x).transpose(1, 2).toDoubles(),
                    expected,
                    1e-4,
                    0);
        }
    }

    @Test
    void longRopeTakesLongFactorsBeyondTheOriginalLength() {
        double attention = RotaryScaling.LongRope.attentionFactor(4, 64);
        assertThat(attention).isEqualTo(Math.sqrt(1 + Math.log(4) / Math.log(64)));
        assertThat(RotaryScaling.LongRope.attentionFactor(1, 64)).isEqualTo(1);
        List<Double> shorter = List.of(1.0, 1.05, 1.1, 1.3);
        List<Double> longer = List.of(1.1, 1.6, 2.5, 4.2);
        RotaryEmbedding rotary = of(new RotaryScaling.LongRope(shorter, longer, 64, attention));
        double[] plain = doubles(new RotaryEmbedding(8, 10_000).inverseFrequencies(0));
        for (long length : new long[] {64, 65}) {
            double[] expected = new double[4];
            for (int i = 0; i < 4; i++) {
                expected[i] = plain[i] / (length > 64 ? longer : shorter).get(i);
            }
            Close.check(
                    "length " + length,
                    doubles(rotary.inverseFrequencies(length)),
                    expected,
                    0,
                    1e-6);
        }
        try (Scope scope = Scope.open()) {
            assertThat(rotary.at(positions(0)).cos().toDoubles()[0])
                    .isCloseTo(attention, org.assertj.core.api.Assertions.within(1e-6));
        }
        assertThatThrownBy(() -> of(new RotaryScaling.LongRope(shorter, List.of(1.0), 64, 1)))
                .hasMessageContaining("head of 8 needs 4 rotary factors, got 1");
    }

    @Test
    void eachSectionTurnsByItsOwnAxis() {
        try (Scope scope = Scope.open()) {
            RotaryEmbedding rotary =
                    new RotaryEmbedding(
                            8,
                            new RotaryEmbedding.Config(
                                    100, new RotaryScaling.Plain(), List.of(1, 1, 2)));
            Tensor x = new Rng(1).normal(1, 1, 3, 2, 8);
            Tensor axes = Tensor.of(new long[] {5, 9, 2, 7, 0, 3}, 3, 1, 2); // time, row, column
            double[] got = rotary.at(axes).apply(x).toDoubles();
            double[] expected = new double[got.length];
            long[][] of = {{5, 2, 0, 0}, {9, 7, 3, 3}};
            double[] values = x.toDoubles();
            for (int h = 0; h < 3; h++) {
                for (int s = 0; s < 2; s++) {
                    int at = (h * 2 + s) * 8;
                    for (int i = 0; i < 4; i++) {
                        double angle = of[s][i] * Math.pow(100, -i / 4.0);
                        double a = values[at + i];
                        double b = values[at + i + 4];
                        expected[at + i] = a * Math.cos(angle) - b * Math.sin(angle);
                        expected[at + i + 4] = b * Math.cos(angle) + a * Math.sin(angle);
                    }
                }
            }
            Close.check("sections", got, expected, 1e-5, 0);
            Tensor same = positions(4, 6);
            Close.checkSame(
                    "words have one position on all axes",
                    rotary.at(Tensor.stack(List.of(same, same, same), 0)).apply(x),
                    rotary.at(same).apply(x));
            assertThatThrownBy(() -> rotary.at(axes.narrow(0, 0, 2)))
                    .hasMessageContaining("2 axes")
                    .hasMessageContaining("3 sections");
        }
    }
}
