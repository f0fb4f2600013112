package io.fovea.model;

import io.fovea.model.images.ImageGrid;
import io.fovea.model.images.PreparedImage;
import io.fovea.projector.Projector;
import io.fovea.projector.Projectors;
import io.fovea.tensor.Tensor;
import io.fovea.vision.LayerFusion;
import io.fovea.vision.TowerOutput;
import io.fovea.vision.VisionTower;
import io.fovea.vision.VisionTowers;
import io.fovea.vision.VitConfig;

/**
 * Pictures of one size with two learned fusions of the tower's layers: one feeds the language
 * model, one the mask decoder (PerceptionGPT).
 */
final class FusedVision extends Vision {

    private final ModelConfig config;
    private final VisionTower tower;
    private final LayerFusion languageFusion;
    private final LayerFusion maskFusion;
    private final Projector projector;

    FusedVision(ModelConfig config) {
        this.config = config;
        tower = child("vision_tower", VisionTowers.of(config.visionConfig()));
        boolean learned = config.fusion().learned();
        languageFusion =
                child(
                        "language_fusion",
                        new LayerFusion(tower.stateCount(), tower.width(), learned));
        maskFusion =
                child("mask_fusion", new LayerFusion(tower.stateCount(), tower.width(), learned));
        projector =
                child(
                        "multi_modal_projector",
                        Projectors.of(
                                config.projectorConfig(),
                                tower.width(),
                                config.textConfig().hiddenSize()));
    }

    @Override
    public VisionTower tower() {
        return tower;
    }

    @Override
    public Form form() {
        VitConfig vision = config.visionConfig();
        return new Form(
                vision.imageSize(),
                vision.patchSize(),
                vision.layers(),
                vision.width(),
                projector.tokens(vision.grid(), vision.grid()));
    }

    @Override
    public int maskGrid() {
        return config.visionConfig().grid() * (config.fusion().fineMaskPass() ? 2 : 1);
    }

    @Override
    public int featureLayers() {
        return tower.stateCount();
    }

    @Override
    public Tensor featureStates(Tensor pixels, PreparedImage image) {
        return languageFusion.forward(tower.forward(pixels).patchStates());
    }

    @Override
    VisualFeatures see(Tensor pixels, ImageGrid grid) {
        return seeAll(pixels);
    }

    @Override
    public VisualFeatures seeAll(Tensor pixels) {
        TowerOutput seen = tower.forward(pixels);
        Tensor tokens =
                projector.forward(
                        languageFusion.forward(seen.patchStates()), seen.rows(), seen.cols());
        TowerOutput fine = config.fusion().fineMaskPass() ? tower.forwardFine(pixels) : seen;
        return new VisualFeatures(
                tokens,
                maskFusion.forward(fine.patchStates()),
                fine.rows(),
                fine.cols(),
                fine.skip(),
                fine.patchStates());
    }
}
