package io.fovea.nn;

import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

/**
 * A low-rank change of a linear layer, LoRA (Hu et al. 2021, arXiv 2106.09685): {@code scale * B A
 * drop(x)}, {@code [.., in] -> [.., out]}. At first B is 0, so that nothing is changed. Weights are
 * called {@code lora_A.weight [rank, in]} and {@code lora_B.weight [out, rank]}.
 */
public final class LowRank extends Module {

    /**
     * The shape of a change.
     *
     * @param in width of the layer's input
     * @param out width of its output
     * @param rank at least 1
     * @param scale times the product
     * @param dropout share of the input's elements that are dropped while training, below 1
     */
    public record Config(long in, long out, long rank, double scale, double dropout) {}

    private final Config config;
    private final Linear down;
    private final Linear up;
    private long seed;

    public LowRank(Config config) {
        this.config = config;
        double bound = 1 / Math.sqrt(config.in);
        Init narrow = (rng, shape) -> rng.uniform(bound, shape.dims());
        down = child("lora_A", new Linear(config.in, config.rank, false, narrow));
        up = child("lora_B", new Linear(config.rank, config.out, false, Init.ZEROS));
    }

    /** Its shape. */
    public Config config() {
        return config;
    }

    /** What is dropped from now on follows from this number, each time anew. */
    public void reseed(long seed) {
        this.seed = seed;
    }

    Tensor forward(Tensor x) {
        Tensor kept =
                isTraining() && config.dropout > 0
                        ? x.mul(Ops.keptShare(x, config.dropout, seed))
                        : x;
        return up.forward(down.forward(kept)).mul(config.scale);
    }

    /** The change as a matrix like the layer's weight, {@code [out, in]}. */
    Tensor product() {
        return up.weight().value().matmul(down.weight().value()).mul(config.scale);
    }
}
