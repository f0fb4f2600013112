package io.fovea.model;

import io.fovea.model.images.ImageGrid;
import io.fovea.model.images.PreparedImage;
import io.fovea.projector.Projector;
import io.fovea.projector.ProjectorForm;
import io.fovea.projector.Projectors;
import io.fovea.tensor.Tensor;
import io.fovea.vision.PatchGrid;
import io.fovea.vision.Qwen2VisionConfig;
import io.fovea.vision.TowerInput;
import io.fovea.vision.VisionTower;
import io.fovea.vision.VisionTowers;

import java.util.List;

/** Pictures near their own size, patches in blocks that become one token each: Qwen2-VL. */
final class PackedVision extends Vision {

    private final Qwen2VisionConfig config;
    private final VisionTower tower;
    private final Projector merger;

    PackedVision(Qwen2VisionConfig config) {
        this.config = config;
        tower = child("visual", VisionTowers.of(config));
        merger =
                child(
                        "visual.merger",
                        Projectors.of(
                                new ProjectorForm.Merge(config.mergeSize()),
                                tower.width(),
                                config.mergedWidth()));
    }

    @Override
    public VisionTower tower() {
        return tower;
    }

    @Override
    public Form form() {
        return new Form(
                0, config.patchSize(), config.encoder().layers(), config.encoder().width(), 0);
    }

    @Override
    public int maskGrid() {
        return 0;
    }

    @Override
    public Tensor featureStates(Tensor pixels, PreparedImage image) {
        return states(pixels, patches(image.grid()));
    }

    private Tensor states(Tensor pixels, ImageGrid.Patches grid) {
        TowerInput input =
                TowerInput.of(pixels, List.of(PatchGrid.of(grid.rows(), grid.columns()))).only(-1);
        return tower.forward(input).states().getFirst();
    }

    @Override
    VisualFeatures see(Tensor pixels, ImageGrid shown) {
        ImageGrid.Patches grid = patches(shown);
        Tensor states = states(pixels, grid);
        return new VisualFeatures(
                merger.forward(states, grid.rows(), grid.columns()),
                states.indexSelect(1, rowByRow(grid).to(states.device())),
                grid.rows(),
                grid.columns(),
                null);
    }

    private static ImageGrid.Patches patches(ImageGrid grid) {
        if (grid instanceof ImageGrid.Patches patches) {
            return patches;
        }
        throw new IllegalArgumentException("expected flattened patches, got " + grid);
    }

    /** Where each patch of the rows stands among the blocks. */
    private static Tensor rowByRow(ImageGrid.Patches grid) {
        int merge = grid.cut().merge();
        int blocks = grid.columns() / merge;
        long[] index = new long[grid.rows() * grid.columns()];
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                int block = row / merge * blocks + column / merge;
                index[row * grid.columns() + column] =
                        (long) block * merge * merge + row % merge * merge + column % merge;
            }
        }
        return Tensor.of(index, index.length);
    }
}
