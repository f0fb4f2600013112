package io.fovea.model;

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

/**
 * A picture as tiles and, last, as a whole on one tile: Idefics3 and SmolVLM. Masks are read from
 * the last tile.
 */
final class TiledVision extends Vision {

    private final EncoderTowerConfig config;
    private final VisionTower tower;
    private final Projector connector;

    TiledVision(EncoderTowerConfig config, int scaleFactor, int languageWidth) {
        this.config = config;
        tower = child("model.vision_model", VisionTowers.of(config));
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

    private TowerOutput look(Tensor pixels) {
        return tower.forward(TowerInput.of(pixels).only(-1));
    }

    @Override
    public Tensor featureStates(Tensor pixels, PreparedImage image) {
        return look(pixels).states().getFirst();
    }

    @Override
    public VisualFeatures see(Tensor pixels, PreparedImage image) {
        TowerOutput seen = look(pixels);
        Tensor states = seen.states().getFirst();
        Tensor tokens = connector.forward(states, seen.rows(), seen.cols());
        long tiles = tokens.size(0);
        return new VisualFeatures(
                tokens.reshape(1, tiles * tokens.size(1), tokens.size(2)),
                states.narrow(0, tiles - 1, 1),
                seen.rows(),
                seen.cols(),
                null);
    }
}
