package io.fovea.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.Close;
import io.fovea.testkit.Reference;

import org.junit.jupiter.api.Test;

class ProjectorTest {

    private static Projector projector(String type, int pooledGrid) {
        Projector projector = Projectors.of(new ProjectorConfig(type, pooledGrid), 3, 5);
        projector.initialize(new Rng(1));
        return projector;
    }

    @Test
    void linearIsOneMatrix() {
        try (Scope scope = Scope.open();
                Projector linear = projector("linear", 0)) {
            Tensor x = new Rng(2).normal(1, 2, 6, 3);
            double[] expected =
                    Reference.linear(
                            x.toDoubles(),
                            3,
                            linear.weights().get("mlp.layers.0.weight").toDoubles(),
                            null);
            Close.check("linear", linear.forward(x, 2, 3).toDoubles(), expected, 1e-6, 0);
            assertThat(linear.tokens(2, 3)).isEqualTo(6);
        }
    }

    @Test
    void poolingTakesMeansOfNeighbours() {
        try (Scope scope = Scope.open();
                Projector pooled = projector("mlp", 2);
                Projector plain = projector("mlp", 0)) {
            Tensor x = new Rng(2).normal(1, 2, 16, 3);
            double[] values = x.toDoubles();
            double[] means = new double[2 * 4 * 3];
            for (int b = 0; b < 2; b++) {
                for (int p = 0; p < 16; p++) {
                    int cell = p / 8 * 2 + p % 4 / 2;
                    for (int d = 0; d < 3; d++) {
                        means[(b * 4 + cell) * 3 + d] += values[(b * 16 + p) * 3 + d] / 4;
                    }
                }
            }
            Tensor expected =
                    plain.forward(
                            Tensor.of(means, 2, 4, 3).to(io.fovea.tensor.DType.FLOAT32), 2, 2);
            Close.check("pooled", pooled.forward(x, 4, 4), expected, 1e-6);
            assertThat(pooled.tokens(4, 4)).isEqualTo(4);
            assertThat(plain.parameters().keySet()).isEqualTo(pooled.parameters().keySet());
        }
    }

    @Test
    void unknownTypesNameTheKnownOnes() {
        assertThatThrownBy(() -> projector("qformer", 0))
                .hasMessageContainingAll("qformer", "linear", "mlp");
        assertThatThrownBy(() -> new ProjectorConfig("mlp", -1)).hasMessageContaining("-1");
    }
}
