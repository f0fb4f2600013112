package io.fovea.model;

import io.fovea.model.images.ImageGrid;
import io.fovea.model.images.PreparedImage;
import io.fovea.projector.Projector;
import io.fovea.projector.ProjectorForm;
import io.fovea.projector.Projectors;
import io.fovea.tensor.Tensor;
import io.fovea.vision.EncoderTowerConfig;
import io.fovea.vision.TowerInput;
import io.fovea.vision.TowerOutput;
import io.fovea.vision.VisionTower;
import io.fovea.vision.VisionTowers;

/** Pictures of one size, read off one layer of the tower: LLaVA-1.5 and Bunny. */
final class LayerVision extends Vision {

    private final Plan plan;
    private final VisionTower tower;
    private final Projector projector;

    /**
     * What it is made of.
     *
     * @param towerName stands before the names of the tower's weights
     * @param projectorName stands before those of the projector's
     * @param layer whose state is read, negative from the last
     * @param prefixToo whether a class token becomes an image token as well
     * @param languageWidth Dl
     */
    record Plan(
            String towerName,
            EncoderTowerConfig tower,
            String projectorName,
            ProjectorForm projector,
            int layer,
            boolean prefixToo,
            int languageWidth) {

        int imageTokens() {
            return tower.grid() * tower.grid() + (prefixToo ? tower.prefix() : 0);
        }
    }

    LayerVision(Plan plan) {
        this.plan = plan;
        tower = child(plan.towerName, VisionTowers.of(plan.tower));
        projector =
                child(
                        plan.projectorName,
                        Projectors.of(plan.projector, tower.width(), plan.languageWidth));
    }

    @Override
    public VisionTower tower() {
        return tower;
    }

    @Override
    public Form form() {
        return new Form(
                plan.tower.imageSize(),
                plan.tower.patchSize(),
                plan.tower.encoder().layers(),
                tower.width(),
                plan.imageTokens());
    }

    @Override
    public int maskGrid() {
        return plan.tower.grid();
    }

    @Override
    public int tokenGrid() {
        return plan.tower.grid();
    }

    private TowerOutput look(Tensor pixels) {
        return tower.forward(TowerInput.of(pixels).only(plan.layer));
    }

    @Override
    public Tensor featureStates(Tensor pixels, PreparedImage image) {
        return look(pixels).states().getFirst();
    }

    @Override
    VisualFeatures see(Tensor pixels, ImageGrid grid) {
        return seeAll(pixels);
    }

    @Override
    public VisualFeatures seeAll(Tensor pixels) {
        TowerOutput seen = look(pixels);
        Tensor patches = seen.patchStates().getFirst();
        Tensor chosen = plan.prefixToo ? seen.states().getFirst() : patches;
        return new VisualFeatures(
                projector.forward(chosen, seen.rows(), seen.cols()),
                patches,
                seen.rows(),
                seen.cols(),
                null);
    }
}
