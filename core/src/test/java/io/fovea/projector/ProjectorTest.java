package io.fovea.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.nn.Activation;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.Close;
import io.fovea.testkit.Reference;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

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
    void weightsHaveTheNamesOfTheirFiles() {
        assertThat(names(ProjectorForm.original("linear"))).containsExactly("weight", "bias");
        assertThat(names(ProjectorForm.original("mlp1x_gelu")))
                .containsExactly("0.weight", "0.bias");
        assertThat(names(ProjectorForm.original("mlp3x_gelu")))
                .containsExactly("0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias");
        assertThat(names(ProjectorForm.llava(Activation.GELU)))
                .containsExactly(
                        "linear_1.weight", "linear_1.bias", "linear_2.weight", "linear_2.bias");
        for (String unknown : List.of("mlp0x_gelu", "mlp2x_silu", "identity")) {
            assertThatThrownBy(() -> ProjectorForm.original(unknown))
                    .hasMessageContainingAll(unknown, "linear", "mlp2x_gelu");
        }
    }

    private static Set<String> names(ProjectorForm form) {
        return Projectors.of(form, 3, 5).parameters().keySet();
    }

    @Test
    void aShuffleJoinsThePatchesOfABlockRowByRow() {
        try (Scope scope = Scope.open();
                Projector shuffle = Projectors.of(new ProjectorForm.Shuffle(2), 3, 5)) {
            shuffle.initialize(new Rng(1));
            Tensor x = new Rng(2).normal(1, 2, 24, 3);
            double[] values = x.toDoubles();
            double[] joined = new double[values.length];
            int at = 0;
            for (int b = 0; b < 2; b++) {
                for (int block = 0; block < 6; block++) {
                    for (int inBlock = 0; inBlock < 4; inBlock++) {
                        int row = block / 3 * 2 + inBlock / 2;
                        int col = block % 3 * 2 + inBlock % 2;
                        for (int d = 0; d < 3; d++) {
                            joined[at++] = values[(b * 24 + row * 6 + col) * 3 + d];
                        }
                    }
                }
            }
            double[] weight = shuffle.weights().get("modality_projection.proj.weight").toDoubles();
            double[] expected = Reference.linear(joined, 12, weight, null);
            Close.check("shuffled", shuffle.forward(x, 4, 6).toDoubles(), expected, 1e-5, 0);
            assertThat(shuffle.tokens(4, 6)).isEqualTo(6);
            assertThatThrownBy(() -> shuffle.forward(x, 3, 8)).hasMessageContaining("3 x 8");
        }
    }

    @Test
    void mergedPatchesKeepTheirOrder() {
        try (Scope scope = Scope.open();
                Projector merge = Projectors.of(new ProjectorForm.Merge(2), 3, 5)) {
            merge.initialize(new Rng(1));
            Tensor x = new Rng(2).normal(1, 1, 24, 3);
            Tensor all = merge.forward(x, 1, 24);
            Close.check(
                    "the last block alone",
                    merge.forward(x.narrow(1, 20, 4), 2, 2),
                    all.narrow(1, 5, 1),
                    1e-6);
            assertThat(merge.tokens(4, 6)).isEqualTo(6);
            assertThatThrownBy(() -> merge.tokens(3, 3)).hasMessageContaining("3 x 3");
        }
    }

    @Test
    void unknownTypesNameTheKnownOnes() {
        assertThatThrownBy(() -> projector("qformer", 0))
                .hasMessageContainingAll("qformer", "linear", "mlp");
        assertThatThrownBy(() -> new ProjectorConfig("mlp", -1)).hasMessageContaining("-1");
    }
}
