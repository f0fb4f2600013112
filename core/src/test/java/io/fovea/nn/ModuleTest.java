package io.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.tensor.DType;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Torch;
import io.fovea.tensor.Weights;
import io.fovea.testkit.Close;

import org.junit.jupiter.api.Test;

import java.util.Objects;

class ModuleTest {

    /** Two linear layers and a norm with running statistics. */
    private static final class Small extends Module {
        final Linear first = child("first", new Linear(3, 4, true));
        final Linear second = child("rest.0", new Linear(4, 2, false));
        final BatchNorm2d norm = child("norm", new BatchNorm2d(2, Init.ONES));
    }

    private static Small small(long seed) {
        Small small = new Small();
        small.initialize(new Rng(seed));
        return small;
    }

    @Test
    void namesJoinInOrderOfDeclaration() {
        Small small = new Small();
        assertThat(small.parameters().keySet())
                .containsExactly(
                        "first.weight",
                        "first.bias",
                        "rest.0.weight",
                        "norm.weight",
                        "norm.bias",
                        "norm.running_mean",
                        "norm.running_var");
        assertThat(small.parameterCount()).isEqualTo(12 + 4 + 8 + 2 + 2);
    }

    @Test
    void aNameIsGivenOnce() {
        Module twice = new Module() {};
        twice.child("a", new Linear(1, 1, false));
        assertThatThrownBy(() -> twice.child("a", new Linear(1, 1, false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a'");
        assertThatThrownBy(() -> twice.parameter("a", Init.ONES, 1)).hasMessageContaining("'a'");
    }

    @Test
    void everythingThatDoesNotFitIsReportedAtOnce() {
        try (Scope scope = Scope.open();
                Small small = new Small()) {
            Weights weights =
                    new Weights()
                            .put("first.weight", Tensor.zeros(4, 3))
                            .put("first.bias", Tensor.zeros(5))
                            .put("norm.weight", Tensor.zeros(2))
                            .put("norm.bias", Tensor.zeros(2, 1))
                            .put("head.weight", Tensor.zeros(1))
                            .put("tail.weight", Tensor.zeros(1));
            WeightReport report = small.load(weights, DType.FLOAT32);
            assertThat(report.missing())
                    .containsExactly("rest.0.weight", "norm.running_mean", "norm.running_var");
            assertThat(report.unexpected()).containsExactly("head.weight", "tail.weight");
            assertThat(report.misshapen())
                    .containsExactly(
                            "first.bias (expected [4], got [5])",
                            "norm.bias (expected [2], got [2, 1])");
            assertThatThrownBy(() -> report.orThrow("x.safetensors"))
                    .hasMessageContaining("x.safetensors")
                    .hasMessageContaining("missing (3)")
                    .hasMessageContaining("unexpected (2)")
                    .hasMessageContaining("wrong shape (2)");
        }
    }

    @Test
    void aModuleMayLoadItsOwnWeights() {
        try (Scope scope = Scope.open();
                Small small = small(1)) {
            float[] before = small.first.weight().value().toFloats();
            small.load(small.weights(), DType.FLOAT32).orThrow("itself");
            assertThat(small.first.weight().value().toFloats()).containsExactly(before);
            small.load(small.weights(), DType.FLOAT64).orThrow("itself");
            assertThat(small.first.weight().value().dtype()).isEqualTo(DType.FLOAT64);
            assertThat(small.first.weight().value().toFloats()).containsExactly(before);
        }
    }

    @Test
    void oneSeedGivesTheSameFirstWeights() {
        try (Scope scope = Scope.open();
                Small a = small(7);
                Small b = small(7);
                Small c = small(8)) {
            a.parameters()
                    .forEach(
                            (name, parameter) ->
                                    Close.checkSame(
                                            name,
                                            parameter.value(),
                                            Objects.requireNonNull(b.parameters().get(name))
                                                    .value()));
            assertThat(c.first.weight().value().toFloats())
                    .isNotEqualTo(a.first.weight().value().toFloats());
        }
    }

    @Test
    void initialisationLeavesLoadedValuesAlone() {
        try (Scope scope = Scope.open();
                Small small = new Small()) {
            small.load(
                    new Weights().put("first.bias", Tensor.full(5, DType.FLOAT32, 4)),
                    DType.FLOAT32);
            small.initialize(new Rng(1));
            assertThat(Objects.requireNonNull(small.first.bias()).value().toFloats())
                    .containsOnly(5);
        }
    }

    @Test
    void fanInHasVarianceOneOverInputs() {
        try (Scope scope = Scope.open()) {
            double[] x =
                    Init.FAN_IN
                            .create(new Rng(1), new io.fovea.tensor.Shape(64, 16, 5, 5))
                            .toDoubles();
            double square = 0;
            for (double value : x) {
                square += value * value / x.length;
            }
            assertThat(square * 16 * 25).isBetween(0.95, 1.05);
        }
    }

    @Test
    void aReplicaSharesWeightsButNotGradientsOrStatistics() {
        try (Scope scope = Scope.open();
                Small master = small(1);
                Small copy = new Small()) {
            master.second.setTrainable(false);
            copy.replicate(master);
            assertThat(copy.second.weight().isTrainable()).isFalse();
            copy.first.forward(Tensor.ones(1, 3)).sum().backward();
            assertThat(copy.first.weight().value().grad()).isNotNull();
            assertThat(master.first.weight().value().grad()).isNull();
            try (var off = io.fovea.tensor.Grad.off()) {
                master.first.weight().value().mul_(2);
                copy.parameters().get("norm.running_mean").value().add_(Tensor.ones(2), 1);
            }
            Close.checkSame("shared", copy.first.weight().value(), master.first.weight().value());
            assertThat(master.parameters().get("norm.running_mean").value().toFloats())
                    .containsOnly(0);
            assertThatThrownBy(() -> new Linear(3, 4, true).replicate(master))
                    .hasMessageContaining("rest.0.weight");
        }
    }

    @Test
    void buffersNeverLearnAndFrozenPartsLeaveNoGradient() {
        try (Scope scope = Scope.open();
                Small small = small(1)) {
            small.setTrainable(true);
            assertThat(small.parameters().get("norm.running_var").isTrainable()).isFalse();
            small.first.setTrainable(false);
            Tensor hidden = small.first.forward(Tensor.ones(1, 3));
            assertThat(hidden.requiresGrad()).as("a frozen part builds no graph").isFalse();
            small.second.forward(hidden).sum().backward();
            assertThat(small.first.weight().value().grad()).isNull();
            assertThat(small.second.weight().value().grad()).isNotNull();
        }
    }

    @Test
    void batchNormUsesTheBatchOnlyWhileItLearns() {
        try (Scope scope = Scope.open();
                BatchNorm2d norm = new BatchNorm2d(2, Init.ONES)) {
            norm.initialize(new Rng(1));
            Tensor x = Tensor.of(new float[] {1, 3, 10, 30, 5, 7, 50, 70}, 2, 2, 1, 2);
            Close.check("evaluation", norm.forward(x), x.div(Math.sqrt(1 + 1e-5)), 1e-5);
            assertThat(norm.weights().get("running_mean").toFloats()).containsOnly(0);
            norm.setTraining(true);
            Tensor y = norm.forward(x);
            assertThat(y.sum().item()).isBetween(-1e-5, 1e-5);
            Close.check(
                    "mean",
                    norm.weights().get("running_mean"),
                    Tensor.of(new float[] {0.4f, 4}, 2),
                    1e-6);
            double variance = 20.0 / 3;
            Close.check(
                    "variance",
                    norm.weights().get("running_var").toDoubles(),
                    new double[] {0.9 + 0.1 * variance, 0.9 + 10 * variance},
                    1e-4,
                    0);
            norm.setTrainable(false);
            float[] frozen = norm.weights().get("running_mean").toFloats();
            norm.forward(x);
            assertThat(norm.weights().get("running_mean").toFloats()).containsExactly(frozen);
        }
    }

    @Test
    void closingATreeFreesEverything() {
        try (Scope scope = Scope.open()) {
            small(1).close();
            long before = Torch.liveObjects();
            Small small = small(1);
            assertThat(Torch.liveObjects()).isGreaterThan(before);
            small.close();
            assertThat(Torch.liveObjects()).isEqualTo(before);
            assertThatThrownBy(() -> small.first.weight().value()).hasMessageContaining("[4, 3]");
        }
    }
}
