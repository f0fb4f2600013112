package io.fovea.vision;

import io.fovea.nn.Blocks;
import io.fovea.nn.Init;
import io.fovea.nn.Parameter;
import io.fovea.nn.RotaryEmbedding;
import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The tower of Qwen2-VL (Wang et al. 2024) as Hugging Face computes it: flattened patches {@code
 * [N, C T Y X]} of all pictures one after the other, each picture's in blocks that are merged
 * later. A picture attends to itself only, a film to the same frame only.
 */
final class Qwen2VisionTower extends VisionTower {

    private final Qwen2VisionConfig config;
    private final Parameter kernel;
    private final List<Qwen2VisionBlock> blocks;

    Qwen2VisionTower(Qwen2VisionConfig config) {
        this.config = config;
        EncoderConfig encoder = config.encoder();
        kernel =
                parameter(
                        "patch_embed.proj.weight",
                        Init.FAN_IN,
                        encoder.width(),
                        3,
                        config.temporalPatchSize(),
                        config.patchSize(),
                        config.patchSize());
        blocks = children("blocks", encoder.layers(), i -> new Qwen2VisionBlock(encoder));
    }

    @Override
    public int width() {
        return config.encoder().width();
    }

    @Override
    public int stateCount() {
        return config.encoder().layers() + 1;
    }

    @Override
    public List<String> unread() {
        return List.of("merger.");
    }

    @Override
    public TowerOutput forward(TowerInput input) {
        check(input);
        List<PatchGrid> grids = input.grids();
        EncoderConfig encoder = config.encoder();
        List<Integer> lengths = new ArrayList<>();
        for (PatchGrid grid : grids) {
            lengths.addAll(Collections.nCopies(grid.frames(), grid.rows() * grid.cols()));
        }
        Tensor weight = kernel.value();
        Tensor pixels = input.pixels().to(weight.dtype());
        Tensor embedded =
                Ops.linear(pixels, weight.reshape(encoder.width(), config.patchValues()), null)
                        .unsqueeze(0);
        RotaryEmbedding.Turn host =
                PlanarRotary.turn(grids, config.mergeSize(), encoder.width() / encoder.heads());
        RotaryEmbedding.Turn turn =
                new RotaryEmbedding.Turn(
                        host.cos().to(pixels.device()), host.sin().to(pixels.device()));
        List<Tensor> states =
                Blocks.run(
                        embedded,
                        (i, x, scope) -> blocks.get(i).forward(x, turn, lengths),
                        input.kept(stateCount()));
        return new TowerOutput(states, 0, grids, null);
    }

    private void check(TowerInput input) {
        Tensor pixels = input.pixels();
        int merge = config.mergeSize();
        long told = input.grids().stream().mapToLong(PatchGrid::patches).sum();
        if (pixels.rank() != 2 || pixels.size(1) != config.patchValues() || told == 0) {
            throw new IllegalArgumentException(
                    "this tower sees flattened patches [N, "
                            + config.patchValues()
                            + "] and a grid for each picture, got "
                            + pixels.shape()
                            + " and "
                            + input.grids().size()
                            + " grids");
        }
        if (told != pixels.size(0)) {
            throw new IllegalArgumentException(
                    "the grids "
                            + input.grids()
                            + " have "
                            + told
                            + " patches, but there are "
                            + pixels.size(0));
        }
        for (PatchGrid grid : input.grids()) {
            if (grid.rows() % merge != 0 || grid.cols() % merge != 0) {
                throw new IllegalArgumentException(
                        "a picture of "
                                + grid
                                + " patches does not fall into blocks of "
                                + merge
                                + " x "
                                + merge);
            }
        }
    }
}
