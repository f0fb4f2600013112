package io.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.pruning.PruningPlan;
import io.fovea.pruning.Score;
import io.fovea.pruning.ScoreFile;
import io.fovea.testkit.GoldenModels;
import io.fovea.testkit.TinyModels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code fovea layers} and {@code fovea prune}, as somebody types them. */
class PruneCommandTest {

    private static final Path LLAVA = GoldenModels.folder("llava15-fp32");

    @TempDir private Path folder = Path.of("");

    private String in(String name) {
        return folder.resolve(name).toString();
    }

    private static Ran fine(String... arguments) {
        Ran ran = Ran.of(arguments);
        assertThat(ran.code()).as(ran.err()).isZero();
        return ran;
    }

    private ScoreFile scored() {
        fine(
                "layers",
                LLAVA.toString(),
                "--data",
                LLAVA.resolve("images").toString(),
                "--limit",
                "2",
                "--out",
                in("scores.json"));
        return ScoreFile.read(folder.resolve("scores.json"));
    }

    @Test
    void fromScoresToASmallerModelThatAnswers() throws IOException {
        Ran layers =
                fine(
                        "layers",
                        LLAVA.toString(),
                        "--data",
                        LLAVA.resolve("images").toString(),
                        "--limit",
                        "2",
                        "--against",
                        LLAVA.toString(),
                        "--out",
                        in("scores.json"),
                        "--plot",
                        in("scores.png"));
        assertThat(layers.out()).contains("BI both", "least important first", "scores.json");
        assertThat(layers.err()).contains("2/2 prompts");
        assertThat(folder.resolve("scores.png")).isNotEmptyFile();
        ScoreFile scores = ScoreFile.read(folder.resolve("scores.json"));
        assertThat(scores.has()).containsExactlyInAnyOrder(Score.values());
        assertThat(scores.of(Score.PARAMETER_RATIO)).containsOnly(0.0);

        String[] choice = {
            "prune",
            LLAVA.toString(),
            "--scores",
            in("scores.json"),
            "--score",
            "multimodal_block_influence",
            "--remove",
            "1",
            "--outside",
            "1"
        };
        Ran dry = fine(with(choice, "--dry-run"));
        Files.writeString(folder.resolve("plan.json"), dry.out());
        PruningPlan plan = PruningPlan.read(folder.resolve("plan.json"));
        assertThat(plan.visualLayers()).containsExactly(1);
        Ran pruned = fine(with(choice, "--out", in("smaller")));
        assertThat(pruned.out()).contains("now        2 layers", "untouched  [1]", "from");
        fine("prune", LLAVA.toString(), "--plan", in("plan.json"), "--out", in("again"));
        GoldenModels.assertSameWeights(
                folder.resolve("smaller"), folder.resolve("again"), name -> true);
        Ran inspected = fine("inspect", in("smaller"));
        assertThat(inspected.out()).contains("all that the model needs, nothing else");
        Ran asked =
                fine(
                        "ask",
                        LLAVA.resolve("images/rgb_odd.png").toString(),
                        "what is this",
                        "--model",
                        in("smaller"),
                        "--threads",
                        "1");
        assertThat(asked.out()).isNotNull();
    }

    private static String[] with(String[] some, String... more) {
        List<String> all = new ArrayList<>(List.of(some));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void sentencesAndScenesAreDataToo() throws IOException {
        Files.writeString(folder.resolve("lines.txt"), "the cat sat\non a mat\n");
        fine(
                "layers",
                GoldenModels.folder("text-mistral-sliding").toString(),
                "--data",
                in("lines.txt"),
                "--out",
                in("words.json"));
        assertThat(ScoreFile.read(folder.resolve("words.json")).has())
                .contains(Score.BLOCK_ANGULAR_DISTANCE)
                .doesNotContain(Score.IMAGE_ATTENTION, Score.PARAMETER_L2);
        Path tiny = TinyModels.folder(folder, TinyModels.Size.TINY, 1);
        Ran ran = fine("layers", tiny.toString(), "--limit", "2", "--out", in("scenes.json"));
        assertThat(ran.out()).contains("attention");
    }

    @Test
    void layersThatAreCalledOtherwiseNowAreTold() {
        String model = GoldenModels.folder("llava15-fp16-sharded").toString();
        Ran first = fine("prune", model, "--remove-layers", "0", "--out", in("first"));
        assertThat(first.out()).contains("now        3 layers; 1-3 are 0-2");
        Ran second = fine("prune", model, "--remove-layers", "1-2", "--out", in("second"));
        assertThat(second.out()).contains("now        2 layers; 3 is 1");
        Ran last = fine("prune", model, "--remove-layers", "3", "--out", in("last"));
        assertThat(last.out()).contains("now        3 layers" + System.lineSeparator());
    }

    /** Mistakes, each told in one line. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | expected one of | --out X",
                "2 | 2 of them | --plan p --remove-layers 1 --out X",
                "2 | go together | --scores SCORES --out X",
                "2 | go together | --remove 1 --remove-layers 1 --out X",
                "2 | --outside names no layer | --scores SCORES --remove 1 --outside EMPTY --out X",
                "2 | choose by --score | --scores SCORES --remove 1 --out X",
                "2 | or --dry-run | --remove-layers 1",
                "1 | layers 0 to 2 | --remove-layers 7 --out X",
                "1 | at least one stays | --remove-layers 0-2 --out X",
                "1 | at least one stays | --scores SCORES --score angular_distance --remove 3"
                        + " --out X",
                "1 | 1 are left | --scores SCORES --score angular_distance --remove 2 --outside 0,2"
                        + " --out X",
                "1 | layers 0 to 2 | --scores SCORES --score angular_distance --remove 1 --outside"
                        + " 5 --out X",
                "1 | there is no score 'bi' | --scores SCORES --score bi --remove 1 --out X",
                "1 | is not in the file | --scores SCORES --score parameter_l2 --remove 1 --out X",
                "1 | no such file | --plan nothing.json --out X",
                "1 | something by this name | --remove-layers 1 --out TAKEN"
            })
    void mistakesAreToldInOneLine(int code, String words, String options) throws IOException {
        if (options.contains("SCORES")) {
            scored();
        }
        List<String> arguments = new ArrayList<>(List.of("prune", LLAVA.toString()));
        for (String word : options.strip().split(" +")) {
            arguments.add(
                    switch (word) {
                        case "X" -> in("x");
                        case "SCORES" -> in("scores.json");
                        case "EMPTY" -> "";
                        case "TAKEN" -> folder.toString();
                        default -> word;
                    });
        }
        refused(code, words, arguments.toArray(String[]::new));
        assertThat(folder.resolve("x")).doesNotExist();
    }

    private static void refused(int code, String words, String... arguments) {
        Ran ran = Ran.of(arguments);
        assertThat(ran.err().strip().lines()).as(ran.err()).hasSize(1);
        assertThat(ran.err()).contains(words).doesNotContain("\tat");
        assertThat(ran.code()).isEqualTo(code);
    }

    @Test
    void scoresAndPlansOfOtherModelsAreRefused() throws IOException {
        ScoreFile scores = scored();
        String other = TinyModels.folder(folder, TinyModels.Size.TINY, 1).toString();
        String sharded = GoldenModels.folder("text-mistral-sliding").toString();
        String[] byScores = {"--scores", in("scores.json"), "--score", "angular_distance"};
        refused(
                1,
                "scores a model of 3 layers",
                with(
                        with(new String[] {"prune", other}, byScores),
                        "--remove",
                        "1",
                        "--out",
                        in("x")));
        refused(
                1,
                "has other weights",
                with(
                        with(new String[] {"prune", sharded}, byScores),
                        "--remove",
                        "1",
                        "--out",
                        in("x")));
        String plan = fine("prune", LLAVA.toString(), "--remove-layers", "1", "--dry-run").out();
        Files.writeString(folder.resolve("plan.json"), plan);
        refused(
                1,
                "has other weights",
                "prune",
                sharded,
                "--plan",
                in("plan.json"),
                "--out",
                in("x"));
        refused(1, "has 2", "prune", other, "--plan", in("plan.json"), "--out", in("x"));
        String text = Files.readString(folder.resolve("scores.json"));
        double first = scores.of(Score.ANGULAR_DISTANCE).getFirst();
        Files.writeString(
                folder.resolve("scores.json"), text.replace(Double.toString(first), "NaN"));
        refused(
                1,
                "NaN or Infinity",
                with(
                        with(new String[] {"prune", LLAVA.toString()}, byScores),
                        "--remove",
                        "1",
                        "--out",
                        in("x")));
        Files.createDirectories(folder.resolve("adapter"));
        Files.writeString(folder.resolve("adapter/adapter_config.json"), "{}");
        refused(
                1,
                "merge it first",
                "prune",
                in("adapter"),
                "--remove-layers",
                "1",
                "--out",
                in("x"));
    }

    @Test
    void whatCannotBeScoredIsTold() {
        String model = LLAVA.toString();
        String out = in("x.json");
        refused(2, "--against", "layers", model, "--scores", "parameter_l2", "--out", out);
        refused(2, "there is no score 'speed'", "layers", model, "--scores", "speed");
        refused(2, "--limit", "layers", model, "--limit", "0", "--out", out);
        refused(
                2,
                "scores of weights",
                "layers",
                model,
                "--scores",
                "block_influence",
                "--against",
                model,
                "--out",
                out);
        refused(1, "no folder of pictures", "layers", model, "--data", "nowhere", "--out", out);
        refused(1, "no data set format 'x'", "layers", model, "--data", "x:y", "--out", out);
        refused(1, "no picture", "layers", model, "--data", in(""), "--out", out);
        refused(1, "make it first", "layers", model, "--out", in("no/such/folder.json"));
        refused(
                1,
                "3 language layers",
                "layers",
                model,
                "--against",
                GoldenModels.folder("llava15-fp16-sharded").toString(),
                "--scores",
                "parameter_l2",
                "--out",
                out);
        assertThat(Path.of(out)).doesNotExist();
    }
}
