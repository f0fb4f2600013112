package io.fovea.perception;

import io.fovea.nn.Conv2d;
import io.fovea.nn.LayerNorm2d;
import io.fovea.nn.Linear;
import io.fovea.nn.Module;
import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes masks as input embeddings: a stem, stages of residual blocks, two linear layers. The form
 * follows PerceptionGPT (pipilurj/perceptionGPT, {@code ResNetEncoder}) with two changes: two 3 x 3
 * convolutions in a block in place of a bottleneck, and layer norms throughout in place of some
 * batch norms, so that a mask's embedding does not depend on its neighbours in the batch.
 */
public final class MaskEncoder extends Module {

    private static final double EPS = 1e-6;

    private final MaskEncoderConfig config;
    private final Conv2d stem;
    private final LayerNorm2d stemNorm;
    private final List<Residual> blocks = new ArrayList<>();
    private final Linear inner;
    private final Linear outer;

    public MaskEncoder(MaskEncoderConfig config, int hiddenWidth) {
        this.config = config;
        int channels = config.stemChannels();
        int kernel = config.stemKernel();
        stem = child("stem", new Conv2d(1, channels, kernel, 2, kernel / 2, true));
        stemNorm = child("stem_norm", new LayerNorm2d(channels, EPS));
        for (int stage = 0; stage < config.stageChannels().size(); stage++) {
            int wanted = config.stageChannels().get(stage);
            for (int i = 0; i < config.blocksPerStage(); i++) {
                int stride = stage > 0 && i == 0 ? 2 : 1;
                String name = "stages." + stage + "." + i;
                blocks.add(child(name, new Residual(channels, wanted, stride)));
                channels = wanted;
            }
        }
        inner = child("inner", new Linear(config.flatWidth(), config.innerWidth(), true));
        outer = child("outer", new Linear(config.innerWidth(), hiddenWidth, true));
    }

    /** Coverage {@code [N, 1, G, G]} in 0..1: embeddings {@code [N, Dl]}. */
    public Tensor forward(Tensor coverage) {
        Shapes.require("coverage", coverage, -1, 1, config.grid(), config.grid());
        Tensor x = stemNorm.forward(stem.forward(coverage)).relu();
        if (config.pool()) {
            x = Ops.maxPool2d(x, 3, 2, 1);
        }
        for (Residual block : blocks) {
            x = block.forward(x);
        }
        return outer.forward(inner.forward(x.reshape(x.size(0), config.flatWidth())).relu());
    }

    /** {@code [N, in, Y, X] -> [N, out, Y / stride, X / stride]}. */
    private static final class Residual extends Module {

        private final Conv2d first;
        private final LayerNorm2d firstNorm;
        private final Conv2d second;
        private final LayerNorm2d secondNorm;
        private final @Nullable Conv2d shortcut;

        Residual(int in, int out, int stride) {
            first = child("conv1", new Conv2d(in, out, 3, stride, 1, false));
            firstNorm = child("norm1", new LayerNorm2d(out, EPS));
            second = child("conv2", new Conv2d(out, out, 3, 1, 1, false));
            secondNorm = child("norm2", new LayerNorm2d(out, EPS));
            boolean same = in == out && stride == 1;
            shortcut = same ? null : child("shortcut", new Conv2d(in, out, 1, stride, 0, false));
        }

        Tensor forward(Tensor x) {
            Tensor inner = firstNorm.forward(first.forward(x)).relu();
            Tensor change = secondNorm.forward(second.forward(inner));
            return change.add(shortcut == null ? x : shortcut.forward(x)).relu();
        }
    }
}
