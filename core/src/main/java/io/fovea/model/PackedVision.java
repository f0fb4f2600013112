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

    /** Stands before the names of the tower's weights. */
    static final String TOWER = "visual";

    private final Qwen2VisionConfig config;
    private final VisionTower tower;
    private final Projector merger;

    PackedVision(Qwen2VisionConfig config) {
        this.config = config;
        tower = child(TOWER, VisionTowers.of(config));
        merger =
                child(
                        TOWER + ".merger",
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
        ImageGrid.Patches grid = grid(image);
        TowerInput input =
                TowerInput.of(pixels, List.of(PatchGrid.of(grid.rows(), grid.columns()))).only(-1);
        return tower.forward(input).states().getFirst();
    }

    @Override
    public VisualFeatures see(Tensor pixels, PreparedImage image) {
        ImageGrid.Patches grid = grid(image);
        Tensor states = featureStates(pixels, image);
        return new VisualFeatures(
                merger.forward(states, grid.rows(), grid.columns()),
                states.indexSelect(1, rowByRow(grid).to(states.device())),
                grid.rows(),
                grid.columns(),
                null);
    }

    private static ImageGrid.Patches grid(PreparedImage image) {
        if (image.grid() instanceof ImageGrid.Patches grid) {
            return grid;
        }
        throw new IllegalArgumentException("expected flattened patches, got " + image);
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
