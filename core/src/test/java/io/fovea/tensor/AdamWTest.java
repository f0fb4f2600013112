package io.fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.testkit.Close;
import io.fovea.testkit.Golden;

import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import java.util.List;

class AdamWTest {

    private static Tensor leaf(Tensor value) {
        return value.detach().copy().own().requiresGrad(true);
    }

    private static AdamW over(Tensor weight, Tensor bias) {
        return new AdamW(
                List.of(
                        new AdamW.Group(new Weights().put("W", weight), 1, 0.1),
                        new AdamW.Group(new Weights().put("b", bias), 1, 0)),
                AdamW.Moments.defaults());
    }

    /** Leaves the given gradient on a leaf. */
    private static void give(Tensor leaf, Tensor gradient) {
        leaf.mul(gradient).sum().backward();
    }

    @Test
    void equalsTorchOverTwentySteps() {
        Golden golden = Golden.open("adamw_cosine");
        JsonNode numbers = golden.json("expected.json");
        try (Scope scope = Scope.open()) {
            Weights expected = golden.tensors("expected.safetensors");
            Tensor weight = leaf(expected.get("init.W"));
            Tensor bias = leaf(expected.get("init.b"));
            try (AdamW optimizer = over(weight, bias)) {
                for (int step = 0; step < 20; step++) {
                    String at = "step" + step + ".";
                    give(weight, expected.get(at + "grad.W"));
                    give(bias, expected.get(at + "grad.b"));
                    double norm = optimizer.clipGradNorm(1.0);
                    assertThat(norm)
                            .isCloseTo(
                                    numbers.get("grad_norm_before_clip").get(step).asDouble(),
                                    Percentage.withPercentage(1e-4));
                    optimizer.step(numbers.get("lr_used_at_step").get(step).asDouble());
                    optimizer.zeroGrad();
                    assertThat(weight.grad()).isNull();
                    Close.check(at + "W", weight, expected.get(at + "W"), 1e-7, 1e-6);
                    Close.check(at + "b", bias, expected.get(at + "b"), 1e-7, 1e-6);
                }
            }
            weight.close();
            bias.close();
        }
    }

    @Test
    void goesOnFromASavedStateAsIfNothingHadHappened() {
        Rng rng = new Rng(3);
        try (Scope scope = Scope.open()) {
            Tensor weight = leaf(rng.normal(1, 7, 5));
            Tensor bias = leaf(rng.normal(1, 7));
            List<Tensor> gradients =
                    List.of(
                            rng.normal(1, 7, 5),
                            rng.normal(1, 7, 5),
                            rng.normal(1, 7, 5),
                            rng.normal(1, 7, 5));
            Weights saved = new Weights();
            Tensor halfway;
            Tensor halfwayBias;
            try (AdamW optimizer = over(weight, bias)) {
                for (int i = 0; i < 2; i++) {
                    run(optimizer, weight, bias, gradients.get(i));
                }
                optimizer.state().asMap().forEach((name, tensor) -> saved.put(name, tensor.copy()));
                halfway = leaf(weight);
                halfwayBias = leaf(bias);
                for (int i = 2; i < 4; i++) {
                    run(optimizer, weight, bias, gradients.get(i));
                }
            }
            try (AdamW resumed = over(halfway, halfwayBias)) {
                resumed.load(saved);
                for (int i = 2; i < 4; i++) {
                    run(resumed, halfway, halfwayBias, gradients.get(i));
                }
            }
            Close.checkSame("weights after resuming", halfway, weight);
            Close.checkSame("biases after resuming", halfwayBias, bias);
        }
    }

    private static void run(AdamW optimizer, Tensor weight, Tensor bias, Tensor gradient) {
        give(weight, gradient);
        give(bias, gradient.select(1, 0));
        optimizer.clipGradNorm(1);
        optimizer.step(0.01);
        optimizer.zeroGrad();
    }

    @Test
    void leavesAParameterWithoutGradientAlone() {
        try (Scope scope = Scope.open()) {
            Tensor weight = leaf(Tensor.ones(2, 2));
            Tensor bias = leaf(Tensor.ones(2));
            try (AdamW optimizer = over(weight, bias)) {
                give(bias, Tensor.ones(2));
                optimizer.step(0.5);
                assertThat(weight.toFloats()).containsOnly(1f);
                Close.check("bias", bias, Tensor.full(0.5, DType.FLOAT32, 2), 1e-6);
                assertThat(optimizer.state().get("steps.W").item()).isZero();
                assertThat(optimizer.state().get("steps.b").item()).isEqualTo(1);
            }
        }
    }

    @Test
    void reportsANormThatIsNoNumberAndKeepsTheGradients() {
        try (Scope scope = Scope.open()) {
            Tensor weight = leaf(Tensor.ones(2, 2));
            Tensor bias = leaf(Tensor.ones(2));
            try (AdamW optimizer = over(weight, bias)) {
                assertThat(optimizer.clipGradNorm(1)).isZero();
                give(weight, Tensor.full(1e30, DType.FLOAT32, 2, 2));
                give(bias, Tensor.of(new float[] {Float.NaN, 4}, 2));
                assertThat(optimizer.clipGradNorm(1)).isNaN();
                assertThat(bias.grad().toFloats()[1]).isEqualTo(4);
                optimizer.zeroGrad();
                give(bias, Tensor.of(new float[] {0.3f, 0.4f}, 2));
                assertThat(optimizer.clipGradNorm(1)).isCloseTo(0.5, Offset.offset(1e-6));
                assertThat(bias.grad().toFloats()).containsExactly(0.3f, 0.4f);
            }
        }
    }

    @Test
    void refusesFrozenParametersAndForeignStates() {
        try (Scope scope = Scope.open()) {
            Tensor weight = leaf(Tensor.ones(2, 2));
            assertThatThrownBy(() -> over(weight.mul(2), leaf(Tensor.ones(2))))
                    .hasMessageContaining("computed");
            assertThatThrownBy(() -> over(weight, Tensor.ones(2)))
                    .hasMessageContaining("'b'")
                    .hasMessageContaining("frozen");
            try (AdamW optimizer = over(weight, leaf(Tensor.ones(2)))) {
                Weights foreign =
                        new Weights().put("first.W", Tensor.ones(3)).put("other", Tensor.ones(1));
                assertThatThrownBy(() -> optimizer.load(foreign))
                        .hasMessageContaining("first.W: expected [2, 2], got [3]")
                        .hasMessageContaining("missing second.W")
                        .hasMessageContaining("unexpected other");
            }
        }
    }

    @Test
    void holdsNoMoreMemoryAfterManySteps() {
        try (Scope scope = Scope.open()) {
            Tensor weight = leaf(Tensor.ones(64, 64));
            Tensor bias = leaf(Tensor.ones(64));
            try (AdamW optimizer = over(weight, bias)) {
                long before = 0;
                for (int i = 0; i < 60; i++) {
                    try (Scope step = Scope.open()) {
                        give(weight, Tensor.ones(64, 64));
                        optimizer.clipGradNorm(1);
                        optimizer.step(0.01);
                        optimizer.zeroGrad();
                    }
                    if (i == 10) {
                        before = Torch.liveObjects();
                    }
                }
                assertThat(Torch.liveObjects()).isEqualTo(before);
            }
        }
    }
}
