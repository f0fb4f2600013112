package io.fovea.model;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.chat.ChatTemplates;
import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.Safetensors;
import io.fovea.config.ForeignObject;
import io.fovea.config.StrictJson;
import io.fovea.language.LanguageFamilies;
import io.fovea.model.images.Framing;
import io.fovea.model.images.ImageProcessor;
import io.fovea.model.images.ImageProcessors;
import io.fovea.projector.ProjectorForm;
import io.fovea.vision.EncoderConfig;
import io.fovea.vision.EncoderTowerConfig;
import io.fovea.vision.TowerReading;
import io.fovea.vision.VisionTowers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * LLaVA in the form it first came in ({@code llava_llama}), and Bunny, which took it over: the
 * language model's config with {@code mm_*} keys, the tower in a folder of its own, pictures at an
 * id below 0.
 */
public final class OriginalLlavaFamily implements ModelFamily {

    private static final int IMAGE = -200;
    private static final String TOWER = "model.vision_tower.vision_tower.vision_model";

    /** Beginnings of keys that say how it was trained. */
    private static final String OF_THE_TRAINING =
            "mm_|tune_|freeze_|unfreeze_|use_|image_|tokenizer_|continuous_|max_sequence_";

    /** Families of language models by {@code model_type}. */
    private static final Map<String, String> LANGUAGES =
            Map.of(
                    "llava_llama", "llama",
                    "llava_mistral", "mistral",
                    "llava_qwen", "qwen2",
                    "bunny-llama", "llama",
                    "bunny-phi3", "phi3",
                    "bunny-qwen2", "qwen2",
                    "bunny-qwen", "qwen2");

    @Override
    public List<String> modelTypes() {
        return LANGUAGES.keySet().stream().sorted().toList();
    }

    @Override
    public ModelPlan plan(ModelDirectory directory) {
        HfFolder folder = HfFolder.of(directory);
        String type = folder.config().path("model_type").asText();
        LanguageFamilies.Reading text = folder.language(LANGUAGES.getOrDefault(type, "llama"));
        ForeignObject keys = ForeignObject.of(folder.config(), folder.where());
        Path towerFolder = towerFolder(folder);
        TowerReading tower =
                VisionTowers.read(
                        StrictJson.tree(towerFolder.resolve("config.json")),
                        towerFolder.resolve("config.json").toString());
        boolean bunny = type.startsWith("bunny");
        EncoderTowerConfig encoder = (EncoderTowerConfig) tower.config();
        int layer = bunny ? -2 : keys.whole("mm_vision_select_layer", -2);
        if (layer == -2 && lacksLastLayer(directory, encoder)) {
            encoder = withoutLastLayer(encoder);
            layer = -1;
        }
        LayerVision.Plan vision =
                new LayerVision.Plan(
                        TOWER,
                        encoder,
                        "model.mm_projector",
                        keys.named("mm_projector_type", "linear", ProjectorForm::original),
                        layer,
                        keys.text("mm_vision_select_feature", "patch").equals("cls_patch"),
                        text.config().width());
        keys.orThrow();
        return plan(folder, text, vision, images(folder, towerFolder), tower);
    }

    private static ModelPlan plan(
            HfFolder folder,
            LanguageFamilies.Reading text,
            LayerVision.Plan vision,
            ImageProcessor images,
            TowerReading tower) {
        return new HfParts(
                        folder,
                        text,
                        HfParts.Names.OWN,
                        new HfParts.Eyes(
                                tower,
                                SpareWeights.ofTower(TOWER, vision.tower()),
                                () -> new LayerVision(vision),
                                images,
                                HfParts.InPrompt.repeated(null, IMAGE, vision.imageTokens())),
                        ChatTemplates.VICUNA_V1)
                .plan(warning -> !warning.matches(".*: (" + OF_THE_TRAINING + ").*"));
    }

    private static ImageProcessor images(HfFolder folder, Path tower) {
        return ImageProcessors.read(
                StrictJson.tree(tower.resolve("preprocessor_config.json")),
                Framing.of(folder.config(), folder.where()),
                tower.resolve("preprocessor_config.json").toString());
    }

    /** The folder that {@code mm_vision_tower} names: in the model's folder, or beside it. */
    static Optional<Path> towerFolder(Path folder, JsonNode config) {
        String name = towerName(config);
        String last = last(name);
        Path beside = folder.toAbsolutePath().normalize().getParent();
        return Stream.of(folder.resolve(last), beside.resolve(last), beside.resolve(name))
                .filter(path -> !last.isEmpty() && Files.isRegularFile(path.resolve("config.json")))
                .findFirst();
    }

    private static String towerName(JsonNode config) {
        return config.path("mm_vision_tower").asText(config.path("mm_vision_tower_name").asText());
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static Path towerFolder(HfFolder folder) {
        String name = towerName(folder.config());
        return towerFolder(folder.path(), folder.config())
                .orElseThrow(
                        () ->
                                new CheckpointError(
                                        "open",
                                        folder.path(),
                                        "no folder '" + last(name) + "' in it or beside it",
                                        "the tower that mm_vision_tower names ('" + name + "')",
                                        "get config.json and preprocessor_config.json of the tower"
                                                + " into a folder of that name"));
    }

    /** Bunny throws the last block of its tower away, since nothing reads it. */
    private static boolean lacksLastLayer(ModelDirectory directory, EncoderTowerConfig tower) {
        String last = TOWER + ".encoder.layers." + (tower.encoder().layers() - 1) + ".";
        return directory.has(ModelDirectory.Part.WEIGHTS)
                && directory.weightFiles().stream()
                        .flatMap(file -> Safetensors.inspect(file).keySet().stream())
                        .noneMatch(name -> name.startsWith(last));
    }

    private static EncoderTowerConfig withoutLastLayer(EncoderTowerConfig tower) {
        EncoderConfig all = tower.encoder();
        return new EncoderTowerConfig(
                tower.form(),
                tower.imageSize(),
                tower.patchSize(),
                new EncoderConfig(
                        all.width(),
                        all.layers() - 1,
                        all.heads(),
                        all.mlpWidth(),
                        all.activation(),
                        all.eps()));
    }
}
