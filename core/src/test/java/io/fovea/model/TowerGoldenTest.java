package io.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.nn.Activation;
import io.fovea.nn.Module;
import io.fovea.nn.WeightReport;
import io.fovea.projector.Projector;
import io.fovea.projector.ProjectorForm;
import io.fovea.projector.Projectors;
import io.fovea.tensor.DType;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;
import io.fovea.testkit.Close;
import io.fovea.testkit.Golden;
import io.fovea.vision.PatchGrid;
import io.fovea.vision.Qwen2VisionConfig;
import io.fovea.vision.TowerInput;
import io.fovea.vision.TowerOutput;
import io.fovea.vision.TowerReading;
import io.fovea.vision.VisionTower;
import io.fovea.vision.VisionTowers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Towers and projectors of tiny real checkpoints against transformers and Bunny. */
class TowerGoldenTest {

    private static final double BOUND = 1e-4;

    /** Loads what stands below a prefix; all of it fits but what the module says it leaves. */
    private static <M extends Module> M load(
            M module, Golden golden, String prefix, List<String> unread) {
        Weights weights = golden.weights(prefix);
        assertThat(weights.size()).as("weights below %s", prefix).isPositive();
        WeightReport report = module.load(weights, DType.FLOAT32);
        assertThat(report.missing()).isEmpty();
        assertThat(report.misshapen()).isEmpty();
        assertThat(report.unexpected())
                .allMatch(name -> unread.stream().anyMatch(name::startsWith));
        return module;
    }

    private static VisionTower tower(Golden golden, String configFile, String prefix) {
        TowerReading reading = VisionTowers.read(golden.json(configFile), configFile);
        assertThat(reading.warnings()).isEmpty();
        VisionTower tower = VisionTowers.of(reading.config());
        return load(tower, golden, prefix, tower.unread());
    }

    private static List<String> casesWith(Weights expected, String name) {
        List<String> cases = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            if (expected.contains("case" + i + "." + name)) {
                cases.add("case" + i + ".");
            }
        }
        assertThat(cases).as("cases with %s", name).isNotEmpty();
        return cases;
    }

    @ParameterizedTest
    @ValueSource(strings = {"llava15-fp32", "llava15-fp16-sharded", "llava15-full-select-bf16"})
    void llava(String folder) {
        Golden golden = Golden.open(folder);
        JsonNode config = golden.json("config.json");
        Activation activation = Activation.of(config.get("projector_hidden_act").asText());
        int width = config.get("text_config").get("hidden_size").asInt();
        boolean full = config.get("vision_feature_select_strategy").asText().equals("full");
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                VisionTower tower = tower(golden, "config.json", "vision_tower.vision_model.");
                Projector projector =
                        Projectors.of(ProjectorForm.llava(activation), tower.width(), width)) {
            load(projector, golden, "multi_modal_projector.", List.of());
            Weights expected = golden.tensors("expected.safetensors");
            for (String name : casesWith(expected, "pixel_values")) {
                TowerOutput seen =
                        tower.forward(
                                TowerInput.of(expected.get(name + "pixel_values"))
                                        .only(config.get("vision_feature_layer").asInt()));
                assertThat(seen.prefix()).isEqualTo(1);
                Tensor hidden = seen.states().getFirst();
                Close.check(
                        name + "hidden",
                        hidden,
                        expected.get(name + "vision_feature_hidden"),
                        BOUND);
                Tensor chosen = full ? hidden : seen.patchStates().getFirst();
                Close.check(
                        name + "features",
                        projector.forward(chosen, seen.rows(), seen.cols()),
                        expected.get(name + "image_features"),
                        BOUND);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bunny-llama3-fp32", "bunny-llama3-fp16-sharded"})
    void bunny(String folder) {
        Golden golden = Golden.open(folder);
        JsonNode config = golden.json("config.json");
        ProjectorForm form = ProjectorForm.original(config.get("mm_projector_type").asText());
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                VisionTower tower =
                        tower(
                                golden,
                                "siglip-tiny/config.json",
                                "model.vision_tower.vision_tower.vision_model.");
                Projector projector =
                        Projectors.of(form, tower.width(), config.get("hidden_size").asInt())) {
            load(projector, golden, "model.mm_projector.", List.of());
            Weights expected = golden.tensors("expected.safetensors");
            for (String name : casesWith(expected, "pixel_values")) {
                TowerOutput seen =
                        tower.forward(TowerInput.of(expected.get(name + "pixel_values")).only(-2));
                Tensor hidden = seen.states().getFirst();
                Close.check(
                        name + "hidden",
                        hidden,
                        expected.get(name + "vision_feature_hidden"),
                        BOUND);
                Close.check(
                        name + "features",
                        projector.forward(hidden, seen.rows(), seen.cols()),
                        expected.get(name + "image_features"),
                        BOUND);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"smolvlm-idefics3-fp32", "smolvlm-idefics3-nosplit-bf16"})
    void smolvlm(String folder) {
        Golden golden = Golden.open(folder);
        JsonNode config = golden.json("config.json");
        ProjectorForm form = new ProjectorForm.Shuffle(config.get("scale_factor").asInt());
        int width = config.get("text_config").get("hidden_size").asInt();
        int patch = config.get("vision_config").get("patch_size").asInt();
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                VisionTower tower = tower(golden, "config.json", "model.vision_model.");
                Projector projector = Projectors.of(form, tower.width(), width)) {
            load(projector, golden, "model.connector.", List.of());
            Weights expected = golden.tensors("expected.safetensors");
            for (String name : casesWith(expected, "pixel_values_u8")) {
                Tensor bytes = expected.get(name + "pixel_values_u8").squeeze(0);
                Tensor pixels = bytes.to(DType.FLOAT32).div(255).sub(0.5).div(0.5);
                Tensor mask = expected.get(name + "pixel_attention_mask").squeeze(0);
                assertThat(mask.to(DType.FLOAT32).mean().item()).isEqualTo(1);
                int side = (int) (mask.size(1) / patch);
                List<PatchGrid> grids =
                        Collections.nCopies((int) mask.size(0), PatchGrid.of(side, side));
                TowerOutput seen = tower.forward(TowerInput.of(pixels, grids).only(-1));
                Tensor last = seen.states().getFirst();
                Tensor told = expected.get(name + "vision_last_hidden");
                long tiles = told.size(0);
                Close.check(
                        name + "hidden", last.narrow(0, last.size(0) - tiles, tiles), told, BOUND);
                Close.check(
                        name + "features",
                        projector.forward(last, seen.rows(), seen.cols()),
                        expected.get(name + "image_features"),
                        BOUND);
            }
        }
    }

    @Test
    void qwen2vl() {
        Golden golden = Golden.open("qwen2vl-fp32");
        TowerReading reading = VisionTowers.read(golden.json("config.json"), "config.json");
        Qwen2VisionConfig config = (Qwen2VisionConfig) reading.config();
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                VisionTower tower = tower(golden, "config.json", "visual.");
                Projector projector =
                        Projectors.of(
                                new ProjectorForm.Merge(config.mergeSize()),
                                tower.width(),
                                config.mergedWidth())) {
            load(projector, golden, "visual.merger.", List.of());
            Weights expected = golden.tensors("expected.safetensors");
            for (String name : casesWith(expected, "pixel_values")) {
                List<PatchGrid> grids =
                        PatchGrid.ofThw(expected.get(name + "image_grid_thw").toLongs());
                Tensor pixels = expected.get(name + "pixel_values");
                Tensor last =
                        tower.forward(TowerInput.of(pixels, grids).only(-1)).states().getFirst();
                Close.check(
                        name + "features",
                        projector.forward(last, 1, (int) pixels.size(0)).squeeze(0),
                        expected.get(name + "image_features"),
                        BOUND);
            }
        }
    }
}
