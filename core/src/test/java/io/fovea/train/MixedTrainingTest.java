package io.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.chat.Message;
import io.fovea.chat.PlaceInput;
import io.fovea.checkpoint.RunDirectory;
import io.fovea.config.StrictJson;
import io.fovea.data.Batch;
import io.fovea.data.Dataset;
import io.fovea.data.Dialogue;
import io.fovea.data.PlaceForm;
import io.fovea.data.Sample;
import io.fovea.data.files.DataError;
import io.fovea.data.sets.DataFormats;
import io.fovea.data.sets.DataMix;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.image.ImageWriter;
import io.fovea.loss.LossTerms;
import io.fovea.loss.MaskLoss;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Scope;
import io.fovea.testkit.Close;
import io.fovea.testkit.TinyRecipes;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Scenes, pictures of one's own and words without a picture in one run. */
class MixedTrainingTest {

    @TempDir Path folder;

    private Path pictures;
    private Path words;

    @BeforeEach
    void write() throws IOException {
        Image grey = new Image(new Canvas(40, 30), new byte[3 * 40 * 30]);
        ImageWriter.write(grey, folder.resolve("grey.png"));
        pictures = folder.resolve("pictures.jsonl");
        Files.writeString(
                pictures,
                """
                {"image": "grey.png", "regions": [{"box": [4, 4, 20, 10], "phrase": "the stone"}]}
                {"image": "grey.png", "question": "is it day", "answer": "no"}
                """);
        words = folder.resolve("words.jsonl");
        Files.writeString(
                words,
                """
                {"question": "two and two", "answer": "four"}
                {"turns": ["hello", "good day", "how are you", "well"]}
                {"question": "three and two", "answer": "five"}
                """);
    }

    private Recipe recipe(DataMix mix) {
        Recipe tiny = TinyRecipes.recipe(2, 6, 2, 3);
        return new Recipe(
                "mixed",
                tiny.seed(),
                tiny.model(),
                tiny.scenes(),
                mix,
                tiny.optimizer(),
                tiny.stages(),
                tiny.threads(),
                tiny.workers(),
                tiny.logEvery(),
                tiny.checkpointEvery());
    }

    private static DataMix mix(String... sets) {
        return new DataMix(
                Arrays.stream(sets).map(set -> new DataMix.Share(set, null)).toList(),
                PlaceForm.TOKEN);
    }

    @Test
    void aStoppedRunOnAMixtureGoesOn() throws IOException {
        Recipe recipe = recipe(mix("scenes", "lines:" + pictures, "lines:" + words));
        RunDirectory whole = TinyRecipes.begin(folder.resolve("whole"), recipe);
        assertThat(TinyRecipes.train(whole, () -> false)).isPresent();
        RunDirectory stopped = TinyRecipes.begin(folder.resolve("stopped"), recipe);
        AtomicInteger asked = new AtomicInteger();
        assertThat(TinyRecipes.train(stopped, () -> asked.incrementAndGet() >= 4)).isEmpty();
        RunDirectory resumed = RunDirectory.resume(stopped.folder());
        assertThat(TinyRecipes.train(resumed, () -> false)).isPresent();
        Path weights = Path.of("model", "model.safetensors");
        assertThat(
                        Files.mismatch(
                                whole.folder().resolve(weights), resumed.folder().resolve(weights)))
                .isEqualTo(-1);
    }

    @Test
    void theVocabularyIsThatOfAllData() throws IOException {
        DataMix words = mix("lines:" + this.words, "lines:" + pictures);
        assertThat(TrainingData.of(recipe(words), DataNotes.NONE).sentences())
                .contains("two and two", "five", "good day", "is it day", "find the stone")
                .hasSize(11);
        assertThat(
                        TrainingData.of(
                                        recipe(mix("scenes", "lines:" + this.words)),
                                        DataNotes.NONE)
                                .sentences())
                .contains("three and two")
                .hasSizeGreaterThan(1000);
    }

    @Test
    void whatIsLeftOutIsNotedInTheRun() throws IOException {
        Files.writeString(
                pictures,
                Files.readString(pictures) + "{\"image\": \"none.png\", \"caption\": \"x\"}\n");
        Recipe recipe = recipe(mix("lines:" + pictures, "lines:" + words));
        RunDirectory run = TinyRecipes.begin(folder.resolve("run"), recipe);
        Workbench.of(recipe, run).close();
        assertThat(DataNotes.read(run.folder()))
                .satisfiesExactly(
                        line ->
                                assertThat(line)
                                        .endsWith(
                                                "2 samples, 1 problems, what is broken left out:"),
                        line -> assertThat(line).contains("pictures.jsonl:3: there is no picture"),
                        line -> assertThat(line).endsWith("words.jsonl: 3 samples"));
    }

    @Test
    void placesWrittenAsTextNeedNoHead() throws IOException {
        Recipe tiny = recipe(mix("lines:" + pictures));
        Recipe.Stage stage = tiny.stages().get(1);
        Recipe recipe =
                new Recipe(
                        "text",
                        1,
                        new Recipe.Start(null, tiny.model().config(), null, 512, null),
                        null,
                        new DataMix(mix("lines:" + pictures).sets(), PlaceForm.POLYGON),
                        tiny.optimizer(),
                        List.of(
                                new Recipe.Stage(
                                        "text",
                                        2,
                                        2,
                                        1,
                                        0,
                                        null,
                                        stage.rate(),
                                        Objectives.of(1, null),
                                        List.of())),
                        1,
                        1,
                        1,
                        10);
        RunDirectory run = TinyRecipes.begin(folder.resolve("run"), recipe);
        assertThat(TinyRecipes.train(run, () -> false)).isPresent();
        try (Workbench bench = Workbench.of(recipe, run)) {
            Sample sample = bench.data().of(recipe.stages().getFirst(), 1).get(0);
            assertThat(sample.dialogues())
                    .flatExtracting(Dialogue::messages)
                    .allSatisfy(m -> assertThat(m.parts()).hasSize(1));
        }
    }

    @Test
    void aFewLinesAreARecipe() throws IOException {
        Path few = folder.resolve("fruit.json");
        Files.writeString(few, "{\"data\": {\"sets\": [{\"set\": \"scenes\"}]}, \"steps\": 7}");
        RecipeFile read = RecipeFile.read(few, () -> Path.of("mini"));
        Recipe recipe = read.recipe();
        assertThat(recipe.name()).isEqualTo("fruit");
        assertThat(recipe.model().from()).isEqualTo(Path.of("mini"));
        assertThat(recipe.stages().getFirst().steps()).isEqualTo(7);
        assertThat(StrictJson.parse(read.text(), "the run", Recipe.class)).isEqualTo(recipe);
        Files.writeString(few, "{\"data\": {\"sets\": []}, \"step\": 7}");
        assertThatThrownBy(() -> RecipeFile.read(few, () -> Path.of("mini")))
                .hasMessageContainingAll("step", "did you mean");
        Files.writeString(few, read.text());
        assertThat(RecipeFile.read(few, () -> Path.of("other")).recipe()).isEqualTo(recipe);
    }

    @Test
    void scenesOfTheTestAreNotTrainedOn() {
        RunDirectory run = TinyRecipes.begin(folder.resolve("run"), recipe(mix("scenes:test")));
        assertThatThrownBy(() -> TinyRecipes.train(run, () -> false))
                .isInstanceOf(DataError.class)
                .hasMessageContainingAll("scenes:test", "kept for tests");
    }

    @Test
    void aRowOfWordsComputesWhatItWouldAlone() throws IOException {
        Recipe recipe = recipe(mix("lines:" + words));
        RunDirectory run = TinyRecipes.begin(folder.resolve("run"), recipe);
        Sample said =
                new Sample(
                        "words",
                        null,
                        List.of(says("two and two", "four"), says("hello", "good day to you")),
                        List.of(),
                        Map.of());
        try (Workbench bench = Workbench.of(recipe, run);
                Scope scope = Scope.open();
                Grad off = Grad.off()) {
            double[] together = states(bench, said, TinySamples.words());
            double[] alone = states(bench, said);
            double[] picture = states(bench, TinySamples.words());
            double[] separate = Arrays.copyOf(alone, together.length);
            System.arraycopy(picture, 0, separate, alone.length, picture.length);
            Close.check("states that predict answers", together, separate, 1e-5, 1e-4);
        }
    }

    @Test
    void aBoxIsNoMask() throws IOException {
        Recipe recipe = recipe(mix("lines:" + pictures));
        RunDirectory run = TinyRecipes.begin(folder.resolve("run"), recipe);
        Files.writeString(
                pictures,
                """
                {"image": "grey.png", "regions": [{"box": [4, 4, 20, 10], "phrase": "the stone"}]}
                {"image": "grey.png", "regions": [{"box": [4, 4, 20, 10], "phrase": "the stone",
                """
                                .strip()
                        + " \"mask\": [[4, 4, 24, 4, 24, 14]]}]}\n");
        Dataset dataset = DataFormats.open("lines:" + pictures);
        PlaceObjective objective =
                new PlaceObjective(new Objectives.Places(1, 1, 1, 1), MaskLoss.perRegion());
        try (Workbench bench = Workbench.of(recipe, run);
                Scope scope = Scope.open();
                Grad off = Grad.off()) {
            Map<String, Double> box = losses(bench, objective, dataset.get(0));
            Map<String, Double> mask = losses(bench, objective, dataset.get(1));
            Map<String, Double> both = losses(bench, objective, dataset.get(0), dataset.get(1));
            assertThat(box).containsOnlyKeys("box_l1", "box_giou");
            assertThat(mask).containsKeys("box_l1", "mask_bce", "mask_dice");
            assertThat(both.get("mask_bce")).isCloseTo(mask.get("mask_bce"), within(1e-5));
            assertThat(both.get("mask_dice")).isCloseTo(mask.get("mask_dice"), within(1e-5));
            PlaceObjective boxes =
                    new PlaceObjective(new Objectives.Places(1, 1, 0, 0), MaskLoss.perRegion());
            assertThat(losses(bench, boxes, dataset.get(1)))
                    .as("masks of no weight are not made")
                    .isEqualTo(
                            Map.of(
                                    "box_l1", mask.get("box_l1"),
                                    "box_giou", mask.get("box_giou")));
        }
    }

    @Test
    void exchangesOrTokensCountTheSame() throws IOException {
        Recipe recipe = recipe(mix("lines:" + pictures));
        RunDirectory run = TinyRecipes.begin(folder.resolve("run"), recipe);
        Files.writeString(
                pictures,
                """
                {"image": "grey.png", "question": "is it day", "answer": "no"}
                {"image": "grey.png", "question": "what is there", "answer": "a stone and a stone and no apple"}
                """);
        Dataset dataset = DataFormats.open("lines:" + pictures);
        try (Workbench bench = Workbench.of(recipe, run);
                Scope scope = Scope.open();
                Grad off = Grad.off()) {
            double[] mean = new double[2];
            double[] tokens = new double[2];
            for (int i = 0; i < 2; i++) {
                mean[i] = tokens(bench, Objectives.TokenMean.TOKEN, dataset.get(i));
                tokens[i] = bench.collator().collate(List.of(dataset.get(i))).targets().length;
            }
            assertThat(tokens[1]).isGreaterThan(2 * tokens[0]);
            assertThat(tokens(bench, null, dataset.get(0), dataset.get(1)))
                    .isCloseTo((mean[0] + mean[1]) / 2, within(1e-4));
            assertThat(tokens(bench, Objectives.TokenMean.TOKEN, dataset.get(0), dataset.get(1)))
                    .isCloseTo(
                            (mean[0] * tokens[0] + mean[1] * tokens[1]) / (tokens[0] + tokens[1]),
                            within(1e-4));
        }
    }

    private static double tokens(
            Workbench bench, Objectives.@Nullable TokenMean mean, Sample... samples) {
        return losses(bench, new TokenObjective(1, mean), samples).get("tokens");
    }

    private static Map<String, Double> losses(
            Workbench bench, Objective objective, Sample... samples) {
        ForwardPass pass =
                ForwardPass.run(
                        bench.model(),
                        bench.collator().collate(List.of(samples)),
                        new ForwardPass.Request(true, PlaceInput.BOX, null));
        return objective.add(LossTerms.empty(), pass, new Random(1), new HashMap<>()).values();
    }

    private static Dialogue says(String question, String answer) {
        return new Dialogue("question", List.of(Message.user(question), Message.assistant(answer)));
    }

    /** The states that predict answer tokens, exchange by exchange. */
    private static double[] states(Workbench bench, Sample... samples) {
        Batch batch = bench.collator().collate(List.of(samples));
        ForwardPass pass =
                ForwardPass.run(
                        bench.model(), batch, new ForwardPass.Request(true, PlaceInput.BOX, null));
        return io.fovea.model.Readouts.gather(
                        pass.spoken().last(), batch.predicting(), io.fovea.model.Readouts.At.ITSELF)
                .toDoubles();
    }
}
