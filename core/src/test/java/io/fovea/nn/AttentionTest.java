package io.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.tensor.DType;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.Close;
import io.fovea.testkit.Reference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Attention against plain loops, on both of its paths. */
class AttentionTest {

    private static final int WIDTH = 12;
    private static final int LENGTH = 5;
    private static final double THETA = 100;
    private static final long[] POSITIONS = {0, 1, 2, 2, 9};

    private static Attention layer(int heads, int keyHeads, int headWidth, boolean bias) {
        Attention attention =
                new Attention(
                        new Attention.Config(
                                WIDTH, heads, keyHeads, headWidth, bias, bias, "o_proj"),
                        0.7);
        attention.initialize(new Rng(1));
        attention
                .parameters()
                .values()
                .forEach(
                        parameter -> {
                            try (Scope scope = Scope.open()) {
                                parameter.set(
                                        new Rng(parameter.shape().hashCode())
                                                .normal(0.4, parameter.shape().dims())
                                                .to(DType.FLOAT64));
                            }
                        });
        return attention;
    }

    private static double[] causal() {
        double[] mask = new double[LENGTH * LENGTH];
        for (int s = 0; s < LENGTH; s++) {
            for (int t = s + 1; t < LENGTH; t++) {
                mask[s * LENGTH + t] = -1e9;
            }
        }
        return mask;
    }

    private static double[] reference(
            Attention attention,
            double[] x,
            Attention.Config c,
            double @Nullable [] mask,
            boolean turned) {
        double[] q = project(attention, "q_proj", x);
        double[] k = project(attention, "k_proj", x);
        double[] v = project(attention, "v_proj", x);
        if (turned) {
            q = Reference.ropeAll(q, c.headWidth(), c.heads(), POSITIONS, THETA);
            k = Reference.ropeAll(k, c.headWidth(), c.keyHeads(), POSITIONS, THETA);
        }
        double[] y =
                Reference.attention(
                        q,
                        k,
                        v,
                        mask,
                        new Reference.Sizes(
                                LENGTH, LENGTH, c.heads(), c.keyHeads(), c.headWidth()));
        double[] weight = attention.weights().get("o_proj.weight").toDoubles();
        double[] bias = c.outBias() ? attention.weights().get("o_proj.bias").toDoubles() : null;
        return Reference.linear(y, c.heads() * c.headWidth(), weight, bias);
    }

    private static double[] project(Attention attention, String name, double[] x) {
        double[] bias =
                attention.weights().contains(name + ".bias")
                        ? attention.weights().get(name + ".bias").toDoubles()
                        : null;
        return Reference.linear(
                x, WIDTH, attention.weights().get(name + ".weight").toDoubles(), bias);
    }

    @ParameterizedTest(name = "{0} heads, {1} key heads, width {2}, bias {3}, mask {4}, rotary {5}")
    @CsvSource({
        "3, 3, 4, true, false, false",
        "3, 3, 4, false, true, true",
        "4, 2, 6, false, true, true",
        "6, 1, 2, true, true, true",
        "2, 2, 10, true, false, true"
    })
    void equalsPlainLoops(
            int heads, int keyHeads, int headWidth, boolean bias, boolean masked, boolean turned) {
        try (Scope scope = Scope.open();
                Attention attention = layer(heads, keyHeads, headWidth, bias)) {
            Tensor x = new Rng(5).normal(1, 2, LENGTH, WIDTH).to(DType.FLOAT64);
            double[] mask = masked ? causal() : null;
            Tensor turnOf = Tensor.of(new long[] {0, 1, 2, 2, 9, 0, 1, 2, 2, 9}, 2, LENGTH);
            var turn = turned ? new RotaryEmbedding(headWidth, THETA).at(turnOf) : null;
            var context =
                    new Attention.Context(
                            turn,
                            Sight.of(mask == null ? null : Tensor.of(mask, 1, 1, LENGTH, LENGTH)),
                            null,
                            0,
                            null);
            var config =
                    new Attention.Config(WIDTH, heads, keyHeads, headWidth, bias, bias, "o_proj");
            double[] expected = new double[2 * LENGTH * WIDTH];
            for (int b = 0; b < 2; b++) {
                double[] row =
                        reference(attention, x.select(0, b).toDoubles(), config, mask, turned);
                System.arraycopy(row, 0, expected, b * row.length, row.length);
            }
            double tolerance = turned ? 1e-6 : 1e-12; // angles are kept in FLOAT32
            Close.check(
                    "written out",
                    attention.forward(x, context).toDoubles(),
                    expected,
                    tolerance,
                    0);
            try (Grad off = Grad.off()) {
                Close.check(
                        "fused", attention.forward(x, context).toDoubles(), expected, tolerance, 0);
            }
        }
    }

    @Test
    void tapsSeeProbabilities() {
        try (Scope scope = Scope.open();
                Attention attention = layer(3, 3, 4, true)) {
            List<Tensor> seen = new ArrayList<>();
            var context =
                    new Attention.Context(
                            null,
                            Sight.of(Tensor.of(causal(), 1, 1, LENGTH, LENGTH)),
                            null,
                            0,
                            seen::add);
            attention.forward(new Rng(5).normal(1, 1, LENGTH, WIDTH).to(DType.FLOAT64), context);
            assertThat(seen).hasSize(1);
            assertThat(seen.getFirst().dims()).containsExactly(1, 3, LENGTH, LENGTH);
            Close.check(
                    "rows sum to 1",
                    seen.getFirst().sum(-1, false),
                    Tensor.ones(1, 3, LENGTH).to(DType.FLOAT64),
                    1e-12);
            assertThat(seen.getFirst().select(2, 0).toDoubles()[1]).as("the future").isZero();
        }
    }

    @Test
    void mimeticLayersBeginByCopyingFromLikeTokens() {
        try (Scope scope = Scope.open();
                Attention attention =
                        Attention.mimetic(
                                new Attention.Config(WIDTH, 3, 3, 4, false, false, "o_proj"), 2);
                Attention next =
                        Attention.mimetic(
                                new Attention.Config(WIDTH, 3, 3, 4, false, false, "o_proj"), 3)) {
            attention.initialize(new Rng(1));
            next.initialize(new Rng(1));
            var weights = attention.weights();
            Close.checkSame(
                    "key = query", weights.get("k_proj.weight"), weights.get("q_proj.weight"));
            Close.checkSame(
                    "out = 0.4 value transposed",
                    weights.get("o_proj.weight"),
                    weights.get("v_proj.weight").transpose(0, 1).mul(0.4));
            assertThat(weights.get("v_proj.weight").toFloats())
                    .isNotEqualTo(weights.get("q_proj.weight").toFloats());
            assertThat(next.weights().get("q_proj.weight").toFloats())
                    .isNotEqualTo(weights.get("q_proj.weight").toFloats());
        }
        assertThatThrownBy(
                        () ->
                                Attention.mimetic(
                                        new Attention.Config(
                                                WIDTH, 4, 2, 3, false, false, "o_proj"),
                                        0))
                .hasMessageContaining("2 and 4");
    }

    @Test
    void headsThatDoNotDivideAreRefused() {
        assertThatThrownBy(() -> new Attention.Config(WIDTH, 4, 3, 3, false, false, "o_proj"))
                .hasMessageContaining("4")
                .hasMessageContaining("3");
        assertThatThrownBy(() -> new RotaryEmbedding(5, 10)).hasMessageContaining("5");
    }

    @Test
    void aFrozenLayerIsFusedAndBuildsNoGraph() {
        try (Scope scope = Scope.open();
                Attention attention = layer(3, 3, 4, true)) {
            attention.setTrainable(false);
            Tensor x = new Rng(5).normal(1, 1, LENGTH, WIDTH).to(DType.FLOAT64);
            assertThat(attention.forward(x, Attention.Context.FULL).requiresGrad()).isFalse();
            Tensor asking = x.copy().requiresGrad(true);
            Tensor y = attention.forward(asking, Attention.Context.FULL);
            Close.check("both ways", y, attention.forward(x, Attention.Context.FULL), 1e-12);
            y.sum().backward();
            assertThat(Objects.requireNonNull(asking.grad()).abs().sum().item()).isPositive();
            assertThat(attention.parameters().get("q_proj.weight").value().grad()).isNull();
        }
    }
}
