package io.fovea.model;

import io.fovea.language.LanguageModel;
import io.fovea.language.LanguageModels;
import io.fovea.nn.Module;
import io.fovea.projector.Projector;
import io.fovea.projector.Projectors;
import io.fovea.tensor.Tensor;
import io.fovea.vision.LayerFusion;
import io.fovea.vision.TowerOutput;
import io.fovea.vision.VisionTower;
import io.fovea.vision.VisionTowers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A tower, a projector and a language model, with two learned fusions of the tower's layers: one
 * feeds the language model, one the mask decoder (PerceptionGPT). Other modules are attached under
 * a name and saved with it.
 */
public final class VisionLanguageModel extends Module {

    private final ModelConfig config;
    private final VisionTower tower;
    private final LayerFusion languageFusion;
    private final LayerFusion maskFusion;
    private final Projector projector;
    private final LanguageModel language;
    private final Map<String, Module> extensions = new LinkedHashMap<>();

    public VisionLanguageModel(ModelConfig config) {
        this.config = config;
        tower = child("vision_tower", VisionTowers.of(config.visionConfig()));
        boolean learned = config.fusion().learned();
        languageFusion =
                child(
                        "language_fusion",
                        new LayerFusion(tower.stateCount(), tower.width(), learned));
        maskFusion =
                child("mask_fusion", new LayerFusion(tower.stateCount(), tower.width(), learned));
        language = LanguageModels.of(config.textConfig());
        projector =
                child(
                        "multi_modal_projector",
                        Projectors.of(config.projectorConfig(), tower.width(), language.width()));
        child("language_model", language);
    }

    public ModelConfig config() {
        return config;
    }

    public LanguageModel language() {
        return language;
    }

    public VisionTower tower() {
        return tower;
    }

    /** Image tokens for one picture. */
    public int imageTokens() {
        int grid = config.visionConfig().grid();
        return projector.tokens(grid, grid);
    }

    /** Adds a module whose weights are named {@code name.*} and saved with the model. */
    public <M extends Module> M attach(String name, M extension) {
        if (extensions.putIfAbsent(name, extension) != null) {
            throw new IllegalArgumentException("the model already has an extension '" + name + "'");
        }
        return child(name, extension);
    }

    /** An attached module, if it is there and of that type. */
    public <M extends Module> Optional<M> extension(String name, Class<M> type) {
        return Optional.ofNullable(extensions.get(name)).filter(type::isInstance).map(type::cast);
    }

    /** Pixels {@code [B, 3, Y, X]} to features. */
    public VisualFeatures see(Tensor pixels) {
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
                fine.skip());
    }
}
