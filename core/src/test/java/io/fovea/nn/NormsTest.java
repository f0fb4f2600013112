package io.fovea.nn;

import io.fovea.tensor.DType;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.Close;
import io.fovea.testkit.Reference;

import org.junit.jupiter.api.Test;

/** Norms, rotary positions and softmax against plain loops. */
class NormsTest {

    private static void randomize(Module module) {
        module.parameters()
                .values()
                .forEach(
                        parameter -> {
                            try (Scope scope = Scope.open()) {
                                parameter.set(
                                        new Rng(parameter.shape().elements())
                                                .normal(1, parameter.shape().dims())
                                                .to(DType.FLOAT64));
                            }
                        });
    }

    @Test
    void layerNorm() {
        try (Scope scope = Scope.open();
                LayerNorm norm = new LayerNorm(6, 1e-3)) {
            randomize(norm);
            Tensor x = new Rng(1).normal(2, 2, 3, 6).to(DType.FLOAT64);
            double[] expected =
                    Reference.layerNorm(
                            x.toDoubles(),
                            6,
                            norm.weights().get("weight").toDoubles(),
                            norm.weights().get("bias").toDoubles(),
                            1e-3);
            Close.check("layer norm", norm.forward(x).toDoubles(), expected, 1e-12, 0);
        }
    }

    @Test
    void layerNormOverChannels() {
        try (Scope scope = Scope.open();
                LayerNorm2d norm = new LayerNorm2d(3, 1e-3)) {
            randomize(norm);
            Tensor x = new Rng(1).normal(2, 2, 3, 4, 5).to(DType.FLOAT64);
            double[] expected =
                    Reference.layerNorm(
                            x.permute(0, 2, 3, 1).toDoubles(),
                            3,
                            norm.weights().get("weight").toDoubles(),
                            norm.weights().get("bias").toDoubles(),
                            1e-3);
            Close.check(
                    "layer norm 2d",
                    norm.forward(x).permute(0, 2, 3, 1).toDoubles(),
                    expected,
                    1e-12,
                    0);
        }
    }

    @Test
    void rmsNorm() {
        try (Scope scope = Scope.open();
                RmsNorm norm = new RmsNorm(6, 1e-3)) {
            randomize(norm);
            Tensor x = new Rng(1).normal(0.05, 2, 3, 6).to(DType.FLOAT64);
            double[] expected =
                    Reference.rmsNorm(
                            x.toDoubles(), 6, norm.weights().get("weight").toDoubles(), 1e-3);
            Close.check("rms norm", norm.forward(x).toDoubles(), expected, 1e-12, 0);
        }
    }

    @Test
    void rotaryPositions() {
        try (Scope scope = Scope.open()) {
            long[] positions = {0, 3, 700};
            Tensor x = new Rng(1).normal(1, 1, 2, 3, 8);
            double[] byToken = x.transpose(1, 2).toDoubles();
            double[] expected = Reference.ropeAll(byToken, 8, 2, positions, 10_000);
            Tensor turned = new RotaryEmbedding(8, 10_000).at(Tensor.of(positions, 1, 3)).apply(x);
            Close.check("rotary", turned.transpose(1, 2).toDoubles(), expected, 2e-4, 0);
            Close.checkSame("position 0", turned.narrow(2, 0, 1), x.narrow(2, 0, 1));
        }
    }

    @Test
    void softmaxOfLargeScores() {
        try (Scope scope = Scope.open()) {
            double[] scores = {1000, 999, -1e9, 998};
            Close.check(
                    "softmax",
                    Tensor.of(scores, 1, 4).softmax(-1).toDoubles(),
                    Reference.softmax(scores),
                    1e-15,
                    0);
        }
    }

    @Test
    void transposedConvolutionIsTheLibrarysOwn() {
        try (Scope scope = Scope.open();
                ConvTranspose2d up = new ConvTranspose2d(3, 5, 2)) {
            randomize(up);
            Tensor x = new Rng(1).normal(1, 2, 3, 4, 6).to(DType.FLOAT64);
            Tensor expected =
                    io.fovea.tensor.Ops.convTranspose2d(
                            x, up.weights().get("weight"), up.weights().get("bias"), 2);
            Close.check("up", up.forward(x), expected, 1e-12);
        }
    }
}
