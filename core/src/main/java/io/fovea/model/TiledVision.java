package io.fovea.model;

import io.fovea.model.images.ImageGrid;
import io.fovea.model.images.PreparedImage;
import io.fovea.projector.Projector;
import io.fovea.projector.ProjectorForm;
import io.fovea.projector.Projectors;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.vision.EncoderTowerConfig;
import io.fovea.vision.TowerInput;
import io.fovea.vision.TowerOutput;
import io.fovea.vision.VisionTower;
import io.fovea.vision.VisionTowers;

import java.util.ArrayList;
import java.util.List;

/**
 * A picture as tiles and, last, as a whole on one tile: Idefics3 and SmolVLM. The tower sees one
 * tile after the other. Masks are read from the last one.
 */
final class TiledVision extends Vision {

    /** Stands before the names of the tower's weights. */
    static final String TOWER = "model.vision_model";

    private final EncoderTowerConfig config;
    private final VisionTower tower;
    private final Projector connector;

    TiledVision(EncoderTowerConfig config, int scaleFactor, int languageWidth) {
        this.config = config;
        tower = child(TOWER, VisionTowers.of(config));
        connector =
                child(
                        "model.connector",
                        Projectors.of(
                                new ProjectorForm.Shuffle(scaleFactor),
                                tower.width(),
                                languageWidth));
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
    public int tileTokens() {
        return connector.tokens(config.grid(), config.grid());
    }

    @Override
    public int maskGrid() {
        return config.grid();
    }

    /**
     * One tile: all at once would need as many times the memory, and caches hold what one needs.
     */
    private TowerOutput look(Tensor pixels, long tile) {
        return tower.forward(TowerInput.of(pixels.narrow(0, tile, 1)).only(-1));
    }

    @Override
    public Tensor featureStates(Tensor pixels, PreparedImage image) {
        List<Tensor> states = new ArrayList<>();
        for (long tile = 0; tile < pixels.size(0); tile++) {
            states.add(look(pixels, tile).states().getFirst());
        }
        return Tensor.cat(states, 0);
    }

    @Override
    VisualFeatures see(Tensor pixels, ImageGrid grid) {
        long last = pixels.size(0) - 1;
        List<Tensor> tokens = new ArrayList<>();
        for (long tile = 0; tile < last; tile++) {
            try (Scope scope = Scope.open()) {
                tokens.add(scope.keep(tokens(look(pixels, tile))));
            }
        }
        TowerOutput whole = look(pixels, last);
        tokens.add(tokens(whole));
        return new VisualFeatures(
                Tensor.cat(tokens, 1), whole.states().getFirst(), whole.rows(), whole.cols(), null);
    }

    /** {@code [1, P', Dl]}. */
    private Tensor tokens(TowerOutput seen) {
        return connector.forward(seen.states().getFirst(), seen.rows(), seen.cols());
    }
}
