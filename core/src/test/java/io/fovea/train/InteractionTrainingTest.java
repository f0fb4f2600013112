package io.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.assistant.Assistant;
import io.fovea.assistant.AssistantConfig;
import io.fovea.assistant.Questions;
import io.fovea.assistant.Reply;
import io.fovea.chat.AnswerListener;
import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.RunDirectory;
import io.fovea.checkpoint.StoredWeights;
import io.fovea.config.StrictJson;
import io.fovea.data.scenes.SceneMix;
import io.fovea.data.scenes.SceneOptions;
import io.fovea.generate.GenerationConfig;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.interaction.InteractionForm;
import io.fovea.interaction.InteractionOptions;
import io.fovea.interaction.InteractionOptions.Request;
import io.fovea.interaction.TextConfig;
import io.fovea.perception.PerceptionExtension;
import io.fovea.tensor.Scope;
import io.fovea.testkit.GoldenModels;
import io.fovea.testkit.TinyRecipes;
import io.fovea.tuning.Part;
import io.fovea.tuning.PartRule;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** A network is trained beside a model that stays as it is, and goes on and off again. */
class InteractionTrainingTest {

    private static final int STEPS = 30;
    private static final GenerationConfig SHORT = GenerationConfig.GREEDY.withMaxTokens(8);

    @TempDir private Path folder = Path.of("");

    private Path base = Path.of("");

    @BeforeEach
    void places() {
        base = folder.resolve("base");
        PerceptionExtension.write(
                GoldenModels.folder("llava15-fp32"),
                base,
                PerceptionExtension.Settings.defaults(),
                "test",
                Map.of());
    }

    private static Recipe recipe(Recipe.Start start, int steps, List<PartRule> parts) {
        return recipe(start, steps, parts, Objectives.of(1, null));
    }

    private static Recipe recipe(
            Recipe.Start start, int steps, List<PartRule> parts, Objectives objectives) {
        Recipe.Stage stage =
                new Recipe.Stage(
                        "network",
                        steps,
                        2,
                        1,
                        2,
                        null,
                        new Recipe.Rate(1e-2, 0.05, LearningRate.Decay.CONSTANT, 1),
                        objectives,
                        parts);
        return new Recipe(
                "network",
                5,
                start,
                new SceneOptions(64, 64, 2, 3, 0.3, 0.5, 0.6, 2, SceneMix.defaults()),
                null,
                Recipe.Optimizer.defaults(),
                List.of(stage),
                1,
                1,
                1,
                steps);
    }

    private static List<PartRule> networkOnly() {
        return List.of(new PartRule(Part.EVERYTHING, 0), new PartRule("interaction", 1));
    }

    private Recipe.Start from(@Nullable InteractionOptions options) {
        return new Recipe.Start(base, null, null, null, null, null, null, options, null);
    }

    private static Image picture() {
        byte[] rgb = new byte[3 * 80 * 60];
        new Random(3).nextBytes(rgb);
        return new Image(new Canvas(80, 60), rgb);
    }

    private static Reply ask(AssistantConfig config) {
        try (Assistant assistant = Assistant.open(config.withThreads(1))) {
            return assistant.reply(
                    Questions.ask(picture(), "what is this?"), SHORT, AnswerListener.NONE);
        }
    }

    @ParameterizedTest
    @CsvSource({"STATE, 1, false", "STATE, 2, true", "LEARNED, 1, false"})
    void onlyTheNetworkLearns(Request request, int rounds, boolean gradient) throws Exception {
        InteractionOptions options =
                new InteractionOptions(null, 4, rounds, request, gradient, gradient);
        RunDirectory run =
                TinyRecipes.begin(
                        folder.resolve("run"), recipe(from(options), STEPS, networkOnly()));
        List<Double> losses = new ArrayList<>();
        Path model =
                new Trainer(
                                run,
                                (step, total, stage, line) ->
                                        losses.add(Objects.requireNonNull(line.get("loss_total"))),
                                () -> false)
                        .train()
                        .orElseThrow();
        assertThat(mean(losses.subList(STEPS - 5, STEPS)))
                .as("losses " + losses)
                .isLessThan(0.9 * mean(losses.subList(0, 5)));
        GoldenModels.assertSameWeights(base, model, name -> !name.contains("post_layernorm"));
        learned(run.folder().resolve("start"), model);

        Path adapter = run.folder().resolve("adapter");
        Reply whole = ask(AssistantConfig.of(model));
        Reply beside = ask(AssistantConfig.of(base).withAdapters(List.of(adapter)));
        assertThat(beside.answer().text()).isEqualTo(whole.answer().text());
        assertThat(beside.answer().usage()).isEqualTo(whole.answer().usage());
        assertThat(whole.looked()).hasSize(4 * rounds);

        Reply before = ask(AssistantConfig.of(base));
        Reply off = ask(AssistantConfig.of(model).withInteraction(false));
        assertThat(off.answer().text()).isEqualTo(before.answer().text());
        assertThat(off.answer().usage()).isEqualTo(before.answer().usage());
        assertThat(off.looked()).isEmpty();
        int read = off.answer().usage().promptTokens();
        int again = whole.answer().usage().promptTokens() - read - rounds * 5;
        assertThat(again).as("words read again").isBetween(gradient ? 1 : 0, gradient ? read : 0);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** Every weight of the network has moved. */
    private static void learned(Path before, Path after) {
        List<String> moved = moved(before, after);
        try (StoredWeights now = ModelDirectory.open(after).openWeights()) {
            assertThat(now.tensors().keySet())
                    .filteredOn(name -> name.startsWith("interaction."))
                    .filteredOn(name -> !name.endsWith("k_proj.bias"))
                    .filteredOn(name -> !name.endsWith("fusion.coefficients"))
                    .isSubsetOf(moved);
        }
    }

    private static List<String> moved(Path before, Path after) {
        try (StoredWeights old = ModelDirectory.open(before).openWeights();
                StoredWeights now = ModelDirectory.open(after).openWeights();
                Scope scope = Scope.open()) {
            return now.tensors().keySet().stream()
                    .filter(name -> name.startsWith("interaction."))
                    .filter(
                            name ->
                                    !Arrays.equals(
                                            old.home(name).load(name).toFloats(),
                                            now.home(name).load(name).toFloats()))
                    .toList();
        }
    }

    @Test
    void looksAloneTeachTheNetwork() throws Exception {
        InteractionOptions options = new InteractionOptions(null, 4, 2, Request.STATE, true, false);
        Objectives looks = new Objectives(0, null, null, null, null, new Objectives.Requests(2, 1));
        RunDirectory run =
                TinyRecipes.begin(
                        folder.resolve("run"), recipe(from(options), 2, networkOnly(), looks));
        List<Map<String, Double>> lines = new ArrayList<>();
        Path model =
                new Trainer(run, (step, total, stage, line) -> lines.add(line), () -> false)
                        .train()
                        .orElseThrow();
        assertThat(lines)
                .hasSize(2)
                .allSatisfy(
                        line -> {
                            assertThat(line.get("loss_requests")).isPositive();
                            assertThat(line.get("slots_look")).isBetween(0.0, 1.0);
                        });
        List<String> moved = moved(run.folder().resolve("start"), model);
        assertThat(moved)
                .contains(
                        "interaction.network.request.weight",
                        "interaction.network.memory.weight",
                        "interaction.network.blocks.1.cross_attn.q_proj.weight");
    }

    @Test
    void slotsThatCannotLookAreSaidBefore() {
        InteractionForm pooled = new InteractionForm.Decomposed(2, new TextConfig(8, 1, 2, 16));
        record Wrong(@Nullable InteractionOptions options, int slots, String message) {}
        List<Wrong> all =
                List.of(
                        new Wrong(null, 1, "has no interaction network"),
                        new Wrong(
                                new InteractionOptions(null, 2, 1, Request.STATE, true, false),
                                3,
                                "asks for 3 slots, the network has 2"),
                        new Wrong(
                                new InteractionOptions(pooled, 2, 1, Request.STATE, true, false),
                                1,
                                "do not look at patches"));
        for (Wrong wrong : all) {
            Objectives looks =
                    new Objectives(
                            1, null, null, null, null, new Objectives.Requests(wrong.slots(), 1));
            Recipe recipe = recipe(from(wrong.options()), 1, List.of(), looks);
            RunDirectory run = TinyRecipes.begin(folder.resolve(wrong.message()), recipe);
            assertThatThrownBy(() -> TinyRecipes.train(run, () -> false))
                    .hasMessageContaining("objective requests")
                    .hasMessageContaining(wrong.message());
        }
    }

    @Test
    void whereMoreIsTrainedThereIsNoAdapter() {
        List<PartRule> parts =
                List.of(
                        new PartRule(Part.EVERYTHING, 0),
                        new PartRule("interaction", 1),
                        new PartRule(Part.PROJECTOR, 1));
        InteractionOptions options =
                new InteractionOptions(null, 2, 1, Request.STATE, false, false);
        RunDirectory run =
                TinyRecipes.begin(folder.resolve("run"), recipe(from(options), 1, parts));
        Path model = TinyRecipes.train(run, () -> false).orElseThrow();
        assertThat(run.folder().resolve("adapter")).doesNotExist();
        assertThat(ask(AssistantConfig.of(model)).looked()).hasSize(2);
        Recipe again = recipe(new Recipe.Start(model, null, null, null, null), 1, networkOnly());
        RunDirectory second = TinyRecipes.begin(folder.resolve("second"), again);
        TinyRecipes.train(second, () -> false).orElseThrow();
        Path adapter = second.folder().resolve("adapter");
        assertThat(adapter).as("of a model that has a network already").exists();
        assertThat(ask(AssistantConfig.of(model).withAdapters(List.of(adapter))).looked())
                .hasSize(2);
    }

    @Test
    void modelsOfOurOwnAskAndArePooled() throws Exception {
        Recipe own = TinyRecipes.recipe(1, 1, 1, 1);
        var config = Objects.requireNonNull(own.model().config());
        var named =
                StrictJson.parse(
                        StrictJson.write(config)
                                .replace("\"request\" : null", "\"request\" : \"<request>\"")
                                .replace("\"request\": null", "\"request\": \"<request>\"")
                                .replace("\"answer\" : null", "\"answer\" : \"<answer>\"")
                                .replace("\"answer\": null", "\"answer\": \"<answer>\""),
                        "the test",
                        io.fovea.model.ModelConfig.class);
        InteractionOptions options =
                new InteractionOptions(null, 3, 1, Request.STATE, false, false);
        Recipe.Start start =
                new Recipe.Start(
                        null,
                        named,
                        own.model().perception(),
                        512,
                        null,
                        null,
                        null,
                        options,
                        null);
        List<PartRule> all = List.of(new PartRule("vision_tower", 0.5));
        RunDirectory run = TinyRecipes.begin(folder.resolve("own"), recipe(start, 2, all));
        Path model = TinyRecipes.train(run, () -> false).orElseThrow();
        Reply full = ask(AssistantConfig.of(model));
        assertThat(full.looked()).hasSize(3);

        Recipe.Start pooled = new Recipe.Start(model, null, null, null, null, null, null, null, 2);
        RunDirectory second =
                TinyRecipes.begin(folder.resolve("few"), recipe(pooled, 1, networkOnly()));
        Path few = TinyRecipes.train(second, () -> false).orElseThrow();
        GoldenModels.assertSameWeights(model, few, name -> !name.startsWith("interaction."));
        Reply reply = ask(AssistantConfig.of(few));
        assertThat(reply.answer().usage().promptTokens())
                .isEqualTo(full.answer().usage().promptTokens() - 16 + 4);
        assertThat(reply.looked().getFirst().shares())
                .as("the network sees every patch")
                .hasSize(full.looked().getFirst().shares().length);
        assertThat(Files.exists(second.folder().resolve("adapter"))).isFalse();
    }

    @Test
    void aRequestWithoutATokenIsRefused() {
        Recipe own = TinyRecipes.recipe(1, 1, 1, 1);
        assertThatThrownBy(
                        () ->
                                new Recipe.Start(
                                        null,
                                        own.model().config(),
                                        own.model().perception(),
                                        512,
                                        null,
                                        null,
                                        null,
                                        InteractionOptions.defaults(),
                                        null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names no request")
                .hasMessageContaining("<request>");
        assertThatThrownBy(
                        () ->
                                new Recipe.Start(
                                        null,
                                        own.model().config(),
                                        null,
                                        512,
                                        null,
                                        null,
                                        null,
                                        null,
                                        4))
                .hasMessageContaining("pooled_grid");
    }
}
