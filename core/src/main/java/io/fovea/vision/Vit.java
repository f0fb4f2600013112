package io.fovea.vision;

import io.fovea.nn.Blocks;
import io.fovea.nn.Init;
import io.fovea.nn.Parameter;
import io.fovea.tensor.Tensor;

import java.util.List;

/**
 * A pre-norm vision transformer (Dosovitskiy et al. 2021) without a class token, with learned
 * positions.
 */
public final class Vit extends VisionTower {

    private final VitConfig config;
    private final PatchStem stem;
    private final Parameter positions;
    private final List<EncoderBlock> blocks;

    public Vit(VitConfig config) {
        this.config = config;
        stem = child("stem", PatchStem.of(config));
        positions =
                parameter(
                        "position_embedding",
                        Init.normal(0.02),
                        (long) config.grid() * config.grid(),
                        config.width());
        EncoderConfig encoder =
                new EncoderConfig(
                        config.width(),
                        config.layers(),
                        config.heads(),
                        config.mlpWidth(),
                        config.activation(),
                        1e-5);
        blocks = children("layers", config.layers(), i -> new EncoderBlock(encoder));
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
    public TowerOutput forward(TowerInput input) {
        return run(stem.forward(input.wholePictures()), config.grid(), input.kept(stateCount()));
    }

    @Override
    public TowerOutput forwardFine(Tensor pixels) {
        return run(
                stem.forwardFine(pixels),
                config.grid() * 2,
                TowerInput.of(pixels).kept(stateCount()));
    }

    private TowerOutput run(PatchStem.Output output, int grid, List<Integer> kept) {
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
        List<Tensor> states = Blocks.run(x, (i, y, scope) -> blocks.get(i).forward(y, null), kept);
        return new TowerOutput(states, 0, List.of(PatchGrid.of(grid, grid)), output.skip());
    }

    /** The position table, resized bicubically where the grid is not the one it was learned for. */
    private Tensor positions(int grid) {
        int own = config.grid();
        if (grid == own) {
            return positions.value();
        }
        return HalfPatches.positions(positions.value(), own, grid);
    }
}
