package io.fovea.model;

import io.fovea.checkpoint.ModelDirectory;
import io.fovea.config.ForeignObject;
import io.fovea.language.LanguageFamilies;
import io.fovea.nn.Activation;
import io.fovea.projector.ProjectorForm;
import io.fovea.vision.EncoderTowerConfig;
import io.fovea.vision.TowerReading;
import io.fovea.vision.VisionTowers;

import java.util.List;

/** LLaVA-1.5 in the form of Hugging Face ({@code LlavaForConditionalGeneration}). */
public final class LlavaFamily implements ModelFamily {

    private static final String LANGUAGE = "language_model";

    @Override
    public List<String> modelTypes() {
        return List.of("llava");
    }

    @Override
    public ModelPlan plan(ModelDirectory directory) {
        HfFolder folder = HfFolder.of(directory);
        if (folder.config().has("mm_vision_tower")) {
            return new OriginalLlavaFamily().plan(directory);
        }
        ForeignObject keys = ForeignObject.of(folder.config(), folder.where());
        LanguageFamilies.Reading text = folder.textConfig("llama");
        TowerReading tower = VisionTowers.read(folder.config(), folder.where());
        LayerVision.Plan vision = vision(keys, tower, text.config().width());
        int imageId = keys.whole("image_token_index", 32_000);
        keys.orThrow();
        String image = folder.need("processor_config.json").path("image_token").asText("<image>");
        return new HfParts(
                        folder,
                        text,
                        new HfParts.Names(LANGUAGE, null),
                        new HfParts.Eyes(
                                tower,
                                SpareWeights.ofTower(vision.towerName(), vision.tower()),
                                () -> new LayerVision(vision),
                                folder.images(),
                                HfParts.InPrompt.repeated(image, imageId, vision.imageTokens())),
                        null)
                .plan();
    }

    private static LayerVision.Plan vision(
            ForeignObject keys, TowerReading tower, int languageWidth) {
        Activation activation = keys.named("projector_hidden_act", "gelu", Activation::of);
        String select = keys.text("vision_feature_select_strategy", "default");
        if (!List.of("default", "full").contains(select)) {
            keys.problem("vision_feature_select_strategy", "default or full", select, "");
        }
        int layer = keys.whole("vision_feature_layer", -2);
        if (!(tower.config() instanceof EncoderTowerConfig encoder)) {
            throw keys.error();
        }
        return new LayerVision.Plan(
                "vision_tower.vision_model",
                encoder,
                "multi_modal_projector",
                ProjectorForm.llava(activation),
                layer,
                select.equals("full"),
                languageWidth);
    }
}
