package io.fovea.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.nn.Activation;
import io.fovea.tensor.DType;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;
import io.fovea.testkit.Close;
import io.fovea.testkit.Reference;

import org.junit.jupiter.api.Test;

import java.util.List;

class VitTest {

    private static final VitConfig PATCHES =
            new VitConfig(16, 4, 8, 2, 2, 16, Activation.GELU, VitConfig.Stem.PATCH);

    private static Vit vit(VitConfig config) {
        Vit vit = new Vit(config);
        vit.initialize(new Rng(1));
        return vit;
    }

    @Test
    void everyLayerShowsItsState() {
        VitConfig residual =
                new VitConfig(32, 16, 8, 3, 2, 16, Activation.RELU, VitConfig.Stem.RESIDUAL);
        try (Scope scope = Scope.open();
                Vit plain = vit(PATCHES);
                Vit stem = vit(residual)) {
            TowerOutput seen = plain.forward(new Rng(2).normal(1, 3, 3, 16, 16));
            assertThat(seen.states())
                    .hasSize(3)
                    .allSatisfy(s -> assertThat(s.dims()).containsExactly(3, 16, 8));
            assertThat(seen.skip()).isNull();
            TowerOutput other = stem.forward(new Rng(2).normal(1, 3, 3, 32, 32));
            assertThat(other.states())
                    .hasSize(4)
                    .allSatisfy(s -> assertThat(s.dims()).containsExactly(3, 4, 8));
            assertThat(other.skip())
                    .isNotNull()
                    .satisfies(s -> assertThat(s.dims()).containsExactly(3, 64, 8, 8));
            assertThatThrownBy(() -> stem.forwardFine(Tensor.zeros(1, 3, 32, 32)))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> plain.forward(Tensor.zeros(1, 3, 32, 32)))
                    .hasMessageContaining("16 x 16");
        }
    }

    @Test
    void theFirstStateIsPatchesRowByRowAndPositions() {
        try (Scope scope = Scope.open();
                Vit vit = vit(PATCHES)) {
            Tensor pixels = new Rng(2).normal(1, 1, 3, 16, 16);
            double[] first = vit.forward(pixels).states().getFirst().toDoubles();
            Weights weights = vit.weights();
            double[] kernel = weights.get("stem.projection.weight").toDoubles();
            double[] positions = weights.get("position_embedding").toDoubles();
            double[] bias = weights.get("stem.projection.bias").toDoubles();
            double[] expected = new double[first.length];
            for (int p = 0; p < 16; p++) {
                Tensor patch = pixels.narrow(2, p / 4 * 4, 4).narrow(3, p % 4 * 4, 4);
                double[] embedded = Reference.linear(patch.toDoubles(), 48, kernel, bias);
                for (int d = 0; d < 8; d++) {
                    expected[p * 8 + d] = embedded[d] + positions[p * 8 + d];
                }
            }
            Close.check("patches", first, expected, 1e-5, 0);
        }
    }

    @Test
    void theFinePassSeesAFlatPictureAsTheCoarseOneDoes() {
        try (Scope scope = Scope.open();
                Vit vit = vit(PATCHES)) {
            Weights weights = vit.weights();
            Weights flat = new Weights();
            weights.asMap()
                    .forEach(
                            (name, tensor) ->
                                    flat.put(
                                            name,
                                            name.equals("position_embedding")
                                                    ? Tensor.full(0.5, DType.FLOAT32, 16, 8)
                                                    : tensor));
            vit.load(flat, DType.FLOAT32).orThrow("the test");
            Tensor grey = Tensor.full(0.7, DType.FLOAT32, 1, 3, 16, 16);
            TowerOutput coarse = vit.forward(grey);
            TowerOutput fine = vit.forwardFine(grey);
            assertThat(fine.rows()).isEqualTo(8);
            for (int i = 0; i < 3; i++) {
                Tensor one = coarse.states().get(i).narrow(1, 0, 1).expand(1, 64, 8);
                Close.check("state " + i, fine.states().get(i), one, 1e-5, 1e-5);
            }
        }
    }

    @Test
    void finePositionsLieBetweenTheCoarseOnes() {
        try (Scope scope = Scope.open();
                Vit vit = vit(PATCHES)) {
            float[] ramp = new float[16 * 8];
            for (int p = 0; p < 16; p++) {
                for (int d = 0; d < 8; d++) {
                    ramp[p * 8 + d] = d < 4 ? p % 4 : p / 4;
                }
            }
            Weights weights = new Weights();
            vit.weights()
                    .asMap()
                    .forEach(
                            (name, tensor) ->
                                    weights.put(
                                            name,
                                            name.equals("position_embedding")
                                                    ? Tensor.of(ramp, 16, 8)
                                                    : tensor));
            vit.load(weights, DType.FLOAT32).orThrow("the test");
            Tensor black = Tensor.zeros(1, 3, 16, 16);
            double[] fine = vit.forwardFine(black).states().getFirst().toDoubles();
            double[] bias = vit.weights().get("stem.projection.bias").toDoubles();
            for (int p = 27; p <= 36; p++) {
                double x = (p % 8 + 0.5) / 2 - 0.5;
                if (p % 8 >= 3 && p % 8 <= 4) {
                    assertThat(fine[p * 8] - bias[0])
                            .as("column of patch %d", p)
                            .isBetween(x - 0.05, x + 0.05);
                }
            }
        }
    }

    @Test
    void fusingEqualLayersIsTheIdentityBeforeTheNorm() {
        try (Scope scope = Scope.open();
                LayerFusion fusion = new LayerFusion(4, 8, true);
                LayerFusion last = new LayerFusion(4, 8, false)) {
            fusion.initialize(new Rng(1));
            last.initialize(new Rng(1));
            fusion.load(
                    new Weights().put("coefficients", Tensor.of(new float[] {0.3f, -1, 2, 0}, 4)),
                    DType.FLOAT32);
            Tensor state = new Rng(2).normal(1, 2, 5, 8);
            double[] ones = Tensor.ones(8).toDoubles();
            double[] normed = Reference.layerNorm(state.toDoubles(), 8, ones, new double[8], 1e-5);
            Close.check(
                    "equal layers",
                    fusion.forward(List.of(state, state, state, state)).toDoubles(),
                    normed,
                    1e-5,
                    0);
            Tensor other = new Rng(3).normal(1, 2, 5, 8);
            Close.check(
                    "the last alone",
                    last.forward(List.of(other, other, other, state)).toDoubles(),
                    normed,
                    1e-5,
                    0);
            double[] shares = Reference.softmax(new double[] {0.3, -1, 2, 0});
            Tensor mixed = other.mul(shares[0] + shares[1] + shares[3]).add(state.mul(shares[2]));
            double[] expected =
                    Reference.layerNorm(mixed.toDoubles(), 8, ones, new double[8], 1e-5);
            Close.check(
                    "shares",
                    fusion.forward(List.of(other, other, state, other)).toDoubles(),
                    expected,
                    1e-5,
                    0);
        }
    }

    @Test
    void configsThatCannotBeAreRefused() {
        assertThatThrownBy(
                        () ->
                                new VitConfig(
                                        30, 16, 8, 1, 2, 8, Activation.RELU, VitConfig.Stem.PATCH))
                .hasMessageContaining("30");
        assertThatThrownBy(
                        () ->
                                new VitConfig(
                                        32, 16, 9, 1, 2, 8, Activation.RELU, VitConfig.Stem.PATCH))
                .hasMessageContaining("9");
        assertThatThrownBy(
                        () ->
                                new VitConfig(
                                        32,
                                        8,
                                        8,
                                        1,
                                        2,
                                        8,
                                        Activation.RELU,
                                        VitConfig.Stem.RESIDUAL))
                .hasMessageContaining("patch_size 8");
    }
}
