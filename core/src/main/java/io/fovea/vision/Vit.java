package io.fovea.vision;

import io.fovea.nn.Activation;
import io.fovea.nn.Attention;
import io.fovea.nn.Init;
import io.fovea.nn.LayerNorm;
import io.fovea.nn.Linear;
import io.fovea.nn.Module;
import io.fovea.nn.Parameter;
import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * A pre-norm vision transformer (Dosovitskiy et al. 2021) without a class token, with learned
 * positions.
 */
public final class Vit extends VisionTower {

    private final VitConfig config;
    private final PatchStem stem;
    private final Parameter positions;
    private final List<Block> blocks;

    public Vit(VitConfig config) {
        this.config = config;
        stem = child("stem", PatchStem.of(config));
        positions =
                parameter(
                        "position_embedding",
                        Init.normal(0.02),
                        (long) config.grid() * config.grid(),
                        config.width());
        blocks = children("layers", config.layers(), i -> new Block(config));
    }

    @Override
    public int width() {
        return config.width();
    }

    @Override
    public int stateCount() {
        return config.layers() + 1;
    }

    @Override
    public int skipChannels() {
        return stem.skipChannels();
    }

    @Override
    public TowerOutput forward(Tensor pixels) {
        return run(stem.forward(pixels), config.grid());
    }

    @Override
    public TowerOutput forwardFine(Tensor pixels) {
        return run(stem.forwardFine(pixels), config.grid() * 2);
    }

    private TowerOutput run(PatchStem.Output output, int grid) {
        Tensor map = output.patches();
        if (map.size(2) != grid || map.size(3) != grid) {
            throw new IllegalArgumentException(
                    "this tower sees "
                            + config.imageSize()
                            + " x "
                            + config.imageSize()
                            + " pixels ("
                            + grid
                            + " x "
                            + grid
                            + " patches), got a map of "
                            + map.shape());
        }
        long patches = (long) grid * grid;
        Tensor x =
                map.permute(0, 2, 3, 1)
                        .reshape(map.size(0), patches, config.width())
                        .add(positions(grid));
        List<Tensor> states = new ArrayList<>();
        states.add(x);
        for (Block block : blocks) {
            x = block.forward(x);
            states.add(x);
        }
        return new TowerOutput(states, grid, grid, output.skip());
    }

    /** The position table, resized bicubically where the grid is not the one it was learned for. */
    private Tensor positions(int grid) {
        int own = config.grid();
        if (grid == own) {
            return positions.value();
        }
        Tensor map = positions.value().reshape(1, own, own, config.width()).permute(0, 3, 1, 2);
        return Ops.resizeBicubic(map, grid, grid)
                .permute(0, 2, 3, 1)
                .reshape((long) grid * grid, config.width());
    }

    /** {@code x + attention(norm x)}, then {@code x + mlp(norm x)}. */
    private static final class Block extends Module {

        private final LayerNorm attentionNorm;
        private final Attention attention;
        private final LayerNorm mlpNorm;
        private final Linear up;
        private final Linear down;
        private final Activation activation;

        Block(VitConfig config) {
            double residualScale = 1 / Math.sqrt(2.0 * config.layers());
            attentionNorm = child("layer_norm1", new LayerNorm(config.width(), 1e-5));
            attention =
                    child(
                            "self_attn",
                            new Attention(
                                    new Attention.Config(
                                            config.width(),
                                            config.heads(),
                                            config.heads(),
                                            config.width() / config.heads(),
                                            true,
                                            true,
                                            "out_proj"),
                                    residualScale));
            mlpNorm = child("layer_norm2", new LayerNorm(config.width(), 1e-5));
            up = child("mlp.fc1", new Linear(config.width(), config.mlpWidth(), true));
            down =
                    child(
                            "mlp.fc2",
                            new Linear(
                                    config.mlpWidth(),
                                    config.width(),
                                    true,
                                    Init.fanIn(residualScale)));
            activation = config.activation();
        }

        Tensor forward(Tensor x) {
            x = x.add(attention.forward(attentionNorm.forward(x), Attention.Context.FULL));
            return x.add(down.forward(activation.apply(up.forward(mlpNorm.forward(x)))));
        }
    }
}
