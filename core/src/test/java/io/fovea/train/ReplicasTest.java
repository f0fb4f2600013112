package io.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.chat.PlaceInput;
import io.fovea.checkpoint.RunDirectory;
import io.fovea.data.Batch;
import io.fovea.data.scenes.ScenesDataset;
import io.fovea.data.scenes.Split;
import io.fovea.model.VisionLanguageModel;
import io.fovea.tensor.AdamW;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.Close;
import io.fovea.testkit.TinyRecipes;
import io.fovea.tuning.PartRule;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Replicas, frozen parts, and rows that are packed or padded, on one tiny model. */
class ReplicasTest {

    @TempDir static Path folder;

    private static Workbench bench;
    private static ScenesDataset scenes;

    @BeforeAll
    static void build() throws IOException {
        Recipe recipe = TinyRecipes.recipe(1, 1, 1, 1);
        RunDirectory run = TinyRecipes.begin(folder.resolve("run"), recipe);
        bench = Workbench.of(recipe, run);
        scenes =
                new ScenesDataset(
                        bench.data().pack(), recipe.scenes().withDialogues(3), Split.TRAIN, 3);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    private static Batch batch(int... indices) {
        List<io.fovea.data.Sample> samples = new ArrayList<>();
        for (int index : indices) {
            samples.add(scenes.get(index));
        }
        return bench.collator().collate(samples);
    }

    private static Boolean learn(VisionLanguageModel model, Batch batch) {
        try (Scope scope = Scope.open()) {
            ForwardPass pass = run(model, batch);
            pass.model()
                    .language()
                    .logits(pass.spoken().last())
                    .mul(pass.vision().tokens().mean())
                    .pow(2)
                    .mean()
                    .backward();
            return true;
        }
    }

    private static ForwardPass run(VisionLanguageModel model, Batch batch) {
        return ForwardPass.run(model, batch, new ForwardPass.Request(true, PlaceInput.BOTH, null));
    }

    private static Map<String, double[]> gradients(int workers, int passes) {
        bench.model().setTraining(false);
        bench.model().setTrainable(true);
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < passes; i++) {
            batches.add(batch(2 * i, 2 * i + 1));
        }
        Map<String, double[]> gradients = new HashMap<>();
        try (Replicas replicas = new Replicas(bench, workers);
                Scope scope = Scope.open()) {
            replicas.run(batches, ReplicasTest::learn);
            bench.model()
                    .parameters()
                    .forEach(
                            (name, parameter) -> {
                                Tensor gradient = parameter.value().grad();
                                if (gradient != null) {
                                    gradients.put(name, gradient.toDoubles());
                                    parameter.value().clearGrad();
                                }
                            });
        }
        return gradients;
    }

    @Test
    void twoWorkersFindTheGradientsOfOne() {
        Map<String, double[]> one = gradients(1, 3);
        Map<String, double[]> two = gradients(2, 3);
        assertThat(two.keySet()).isEqualTo(one.keySet()).hasSizeGreaterThan(40);
        one.forEach((name, expected) -> Close.check(name, two.get(name), expected, 1e-6, 1e-3));
    }

    @Test
    void threadsDoNotChangeTheBits() {
        Map<String, double[]> first = gradients(3, 4);
        Map<String, double[]> second = gradients(3, 4);
        first.forEach((name, expected) -> Close.check(name, second.get(name), expected, 0, 0));
    }

    @Test
    void afterAFailureNothingIsFreedUnderAWorkingThread() {
        List<Integer> inputs = List.of(0, 1);
        assertThatThrownBy(
                        () -> {
                            try (Replicas replicas = new Replicas(bench, 2)) {
                                replicas.run(
                                        inputs,
                                        (model, i) -> {
                                            if (i == 0) {
                                                throw new IllegalStateException(
                                                        "the first worker failed");
                                            }
                                            for (int n = 0; n < 3; n++) {
                                                learn(model, batch(n));
                                            }
                                            return true;
                                        });
                            }
                        })
                .hasMessage("the first worker failed");
    }

    @Test
    void frozenPartsStayAsTheyAreBitForBit() {
        VisionLanguageModel model = bench.model();
        model.setTraining(true);
        Recipe.Stage stage =
                new Recipe.Stage(
                        "s",
                        3,
                        2,
                        3,
                        0,
                        null,
                        TinyRecipes.recipe(1, 1, 1, 1).stages().getFirst().rate(),
                        Objectives.of(1, new Objectives.Places(1, 1, 1, 1)),
                        List.of(
                                new PartRule("vision_tower", 0),
                                new PartRule("language_model.model.layers.0", 0),
                                new PartRule("language_model.model.layers.0.mlp", 0.5)));
        Map<String, double[]> before = values(model);
        try (AdamW optimizer =
                        new AdamW(
                                ParameterGroups.of(model, stage, 0.05), AdamW.Moments.defaults());
                Replicas replicas = new Replicas(bench, 3)) {
            TrainStep step = new TrainStep(replicas, stage, optimizer, 1, 1);
            for (int i = 0; i < 3; i++) {
                step.take(List.of(batch(0, 1), batch(2, 3), batch(4, 5)), i, 1e-3);
            }
            assertThat(optimizer.state().names()).noneMatch(name -> name.contains("vision_tower"));
        }
        Map<String, double[]> after = values(model);
        List<String> still =
                before.keySet().stream()
                        .filter(name -> java.util.Arrays.equals(before.get(name), after.get(name)))
                        .toList();
        for (String name : before.keySet()) {
            boolean frozen =
                    name.startsWith("vision_tower")
                            || name.startsWith("language_model.model.layers.0.")
                                    && !name.contains(".0.mlp");
            if (frozen) {
                assertThat(still).contains(name);
            } else if (name.startsWith("language_model") || name.startsWith("multi_modal")) {
                assertThat(still).as("learned").doesNotContain(name);
            }
        }
    }

    private static Map<String, double[]> values(VisionLanguageModel model) {
        Map<String, double[]> values = new HashMap<>();
        model.weights().asMap().forEach((name, tensor) -> values.put(name, tensor.toDoubles()));
        return values;
    }

    @Test
    void groupsHaveTheirFactorsAndVectorsDoNotDecay() {
        Recipe.Stage stage = TinyRecipes.recipe(1, 1, 1, 1).stages().get(1);
        List<AdamW.Group> groups = ParameterGroups.of(bench.model(), stage, 0.05);
        assertThat(groups).hasSize(4);
        for (AdamW.Group group : groups) {
            group.parameters()
                    .asMap()
                    .forEach(
                            (name, tensor) -> {
                                assertThat(group.rateFactor())
                                        .as(name)
                                        .isEqualTo(name.startsWith("vision_tower") ? 0.5 : 1);
                                assertThat(group.weightDecay())
                                        .as(name)
                                        .isEqualTo(tensor.rank() > 1 ? 0.05 : 0);
                            });
        }
    }

    @Test
    void aStageWithoutItsPlacesInABatchLeavesItOut() {
        Batch words = bench.collator().collate(List.of(TinySamples.words()));
        Recipe.Stage stage =
                new Recipe.Stage(
                        "s",
                        1,
                        1,
                        1,
                        0,
                        null,
                        TinyRecipes.recipe(1, 1, 1, 1).stages().getFirst().rate(),
                        Objectives.of(0, new Objectives.Places(1, 1, 1, 1)),
                        List.of());
        bench.model().setTraining(false);
        try (AdamW optimizer =
                        new AdamW(
                                ParameterGroups.of(bench.model(), stage, 0),
                                AdamW.Moments.defaults());
                Replicas replicas = new Replicas(bench, 1)) {
            TrainStep.Result result =
                    new TrainStep(replicas, stage, optimizer, 1, 1).take(List.of(words), 0, 1e-3);
            assertThat(result.losses()).isEmpty();
            assertThat(result.gradientNorm()).isZero();
        }
    }

    /** Logits at answers, and boxes and masks at answer places, in order of exchanges. */
    private record Said(double[] logits, double[] boxes, double[] masks) {}

    private static Said said(Batch batch) {
        bench.model().setTraining(false);
        try (Scope scope = Scope.open();
                Grad off = Grad.off()) {
            ForwardPass pass = run(bench.model(), batch);
            Tensor states =
                    io.fovea.model.Readouts.gather(
                            pass.spoken().last(),
                            batch.predicting(),
                            io.fovea.model.Readouts.At.ITSELF);
            List<Batch.Place> found = batch.places().stream().filter(Batch.Place::answer).toList();
            double[] logits = bench.model().language().logits(states).toDoubles();
            if (found.isEmpty()) {
                return new Said(logits, new double[0], new double[0]);
            }
            var decoded =
                    io.fovea.perception.PerceptionHead.of(bench.model())
                            .decode(
                                    io.fovea.model.Readouts.gather(
                                            pass.spoken().last(),
                                            found.stream()
                                                    .mapToLong(Batch.Place::position)
                                                    .toArray(),
                                            io.fovea.model.Readouts.At.PREDICTING),
                                    pass.imageFeatures(),
                                    found.stream().mapToLong(Batch.Place::row).toArray());
            return new Said(
                    logits, decoded.boxesCxcywh().toDoubles(), decoded.maskLogits().toDoubles());
        }
    }

    private static double[] join(List<double[]> parts) {
        return parts.stream().flatMapToDouble(java.util.Arrays::stream).toArray();
    }

    private static void assertSame(Said got, List<Said> parts) {
        Close.check(
                "logits",
                got.logits(),
                join(parts.stream().map(Said::logits).toList()),
                1e-5,
                1e-5);
        Close.check("boxes", got.boxes(), join(parts.stream().map(Said::boxes).toList()), 1e-5, 0);
        Close.check(
                "masks", got.masks(), join(parts.stream().map(Said::masks).toList()), 1e-4, 1e-4);
    }

    @Test
    void aPackedRowComputesWhatSeparateRowsWould() {
        for (int i = 0; i < 6; i++) {
            io.fovea.data.Sample sample = scenes.get(i);
            List<Said> alone =
                    sample.dialogues().stream()
                            .map(
                                    dialogue ->
                                            said(
                                                    bench.collator()
                                                            .collate(
                                                                    List.of(
                                                                            new io.fovea.data
                                                                                    .Sample(
                                                                                    "one",
                                                                                    sample.image(),
                                                                                    List.of(
                                                                                            dialogue),
                                                                                    sample.things(),
                                                                                    Map.of())))))
                            .toList();
            assertThat(alone).hasSize(3);
            assertSame(said(bench.collator().collate(List.of(sample))), alone);
        }
    }

    @Test
    void aBatchComputesWhatItsRowsWouldWhateverThePadding() {
        Batch together = batch(0, 1, 2, 3);
        List<Batch> alone = List.of(batch(0), batch(1), batch(2), batch(3));
        assertThat(alone.stream().map(Batch::length).distinct().count())
                .as("lengths differ")
                .isGreaterThan(1);
        assertSame(said(together), alone.stream().map(ReplicasTest::said).toList());
    }
}
