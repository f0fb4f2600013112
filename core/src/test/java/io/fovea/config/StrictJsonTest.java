package io.fovea.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

class StrictJsonTest {

    enum Precision {
        FLOAT32,
        BFLOAT16
    }

    sealed interface Selection {}

    record All() implements Selection {}

    record EveryNth(int n) implements Selection {
        EveryNth {
            if (n < 1) {
                throw new IllegalArgumentException("n is at least 1, got " + n);
            }
        }
    }

    sealed interface Chosen extends Selection {}

    record Explicit(List<Integer> layers) implements Chosen {}

    record Optimizer(double learningRate, float weightDecay, @Nullable Double clip) {
        public static Optimizer defaults() {
            return new Optimizer(1e-3, 0.5f, null);
        }
    }

    record Recipe(
            String name,
            int steps,
            long seed,
            boolean shuffle,
            Precision precision,
            Selection layers,
            Optimizer optimizer,
            List<Selection> stages,
            Map<String, Double> lossWeights,
            Map<Precision, Integer> counts,
            Set<String> tags,
            Optional<Path> output,
            Optional<Optimizer> second,
            @Nullable String note,
            JsonNode extra) {}

    record WithDefaults(int width, Optimizer optimizer, Selection layers) {
        public static WithDefaults defaults() {
            return new WithDefaults(7, new Optimizer(0.25, 0, 2.0), new EveryNth(4));
        }
    }

    private static final String RECIPE =
            """
            {"name": "a \\"b\\" \\u00e9", "steps": 3, "seed": 9007199254740993, "shuffle": true,
             "precision": "bfloat16", "layers": {"type": "every-nth", "n": 4},
             "optimizer": {"learning_rate": 2e-4, "weight_decay": 0.1, "clip": 1},
             "stages": [{"type": "all"}, {"type": "explicit", "layers": [0, 5]}],
             "loss_weights": {"box": 1, "mask dice": 0.5}, "counts": {"float32": 2},
             "tags": ["x", "y"], "output": "runs/a", "second": null, "extra": {"any": [1, null]}}
            """;

    private static ConfigError refused(String json, Class<?> type) {
        ConfigError error =
                catchThrowableOfType(
                        ConfigError.class, () -> StrictJson.parse(json, "recipe.json", type));
        assertThat(error).as("a ConfigError for " + json).isNotNull();
        return error;
    }

    @Test
    void everyKindOfComponentIsReadAndWrittenBack() {
        Recipe recipe = StrictJson.parse(RECIPE, "recipe.json", Recipe.class);
        Recipe expected =
                new Recipe(
                        "a \"b\" \u00e9",
                        3,
                        9007199254740993L,
                        true,
                        Precision.BFLOAT16,
                        new EveryNth(4),
                        new Optimizer(2e-4, 0.1f, 1.0),
                        List.of(new All(), new Explicit(List.of(0, 5))),
                        Map.of("box", 1.0, "mask dice", 0.5),
                        Map.of(Precision.FLOAT32, 2),
                        Set.of("x", "y"),
                        Optional.of(Path.of("runs/a")),
                        Optional.empty(),
                        null,
                        StrictJson.tree("{\"any\": [1, null]}", "test"));
        assertThat(recipe).isEqualTo(expected);
        String written = StrictJson.write(recipe);
        assertThat(StrictJson.parse(written, "written", Recipe.class)).isEqualTo(recipe);
        assertThat(StrictJson.write(StrictJson.parse(written, "written", Recipe.class)))
                .isEqualTo(written);
    }

    @Test
    void theWrittenFormIsStableToTheLetter() {
        assertThat(StrictJson.write(new WithDefaults(2, Optimizer.defaults(), new All())))
                .isEqualTo(
                        """
                        {
                          "width": 2,
                          "optimizer": {
                            "learning_rate": 0.001,
                            "weight_decay": 0.5,
                            "clip": null
                          },
                          "layers": {
                            "type": "all"
                          }
                        }
                        """);
    }

    @Test
    void allProblemsOfAFileComeAtOnce() {
        String json =
                """
                {"nmae": "x", "steps": 1.5, "seed": 99999999999999999999, "shuffle": "yes",
                 "precision": "bfloat61", "layers": {"type": "every-nht", "n": 4},
                 "optimizer": {"learning_rate": "fast", "weight_decay": 1e999, "learningRate": 1},
                 "stages": [{"type": "all", "n": 1}, {"layers": []}, {"type": "every-nth", "n": 0}, 3],
                 "loss_weights": {"box": "1"}, "counts": {"float23": 2, "float32": null},
                 "tags": ["x", "x"], "output": 4, "second": [], "note": 3, "extra": 1}
                """;
        ConfigError error = refused(json, Recipe.class);
        assertThat(error.problems().stream().map(Problem::path).collect(Collectors.toList()))
                .containsExactly(
                        "nmae",
                        "name",
                        "steps",
                        "seed",
                        "shuffle",
                        "precision",
                        "layers.type",
                        "optimizer.learningRate",
                        "optimizer.learning_rate",
                        "optimizer.weight_decay",
                        "stages[0].n",
                        "stages[1].type",
                        "stages[2]",
                        "stages[3]",
                        "loss_weights.box",
                        "counts.float23",
                        "counts.float32",
                        "tags[1]",
                        "output",
                        "second",
                        "note");
        assertThat(error)
                .hasMessageStartingWith("recipe.json has 21 problems:\n")
                .hasMessageContaining("an unknown key; did you mean name?")
                .hasMessageContaining("steps: expected a whole number of 32 bits, got 1.5")
                .hasMessageContaining("got \"bfloat61\"; did you mean bfloat16?")
                .hasMessageContaining(
                        "one of all, every-nth, explicit, got \"every-nht\"; did you mean"
                                + " every-nth?")
                .hasMessageContaining("did you mean learning_rate?")
                .hasMessageContaining(
                        "stages[2]: expected values in range, got n is at least 1, got 0");
        assertThat(error.source()).isEqualTo("recipe.json");
    }

    @Test
    void absentKeysTakeTheDefaultsOfTheRecordTheyLieInThenTheirOwn() {
        assertThat(StrictJson.parse("{}", "t", WithDefaults.class))
                .isEqualTo(WithDefaults.defaults());
        assertThat(
                        StrictJson.parse(
                                "{\"optimizer\": {\"learning_rate\": 3}, \"layers\": {\"n\": 9}}",
                                "t",
                                WithDefaults.class))
                .isEqualTo(new WithDefaults(7, new Optimizer(3, 0, 2.0), new EveryNth(9)));
        assertThat(StrictJson.parse("{\"clip\": null}", "t", Optimizer.class))
                .isEqualTo(new Optimizer(1e-3, 0.5f, null));
        assertThat(StrictJson.parse("{\"layers\": {\"type\": \"all\"}}", "t", WithDefaults.class))
                .isEqualTo(new WithDefaults(7, new Optimizer(0.25, 0, 2.0), new All()));
    }

    @Test
    void aSealedInterfaceIsARootAndItsRecordsKeepTheirType() {
        Selection selection =
                StrictJson.parse(StrictJson.write(new EveryNth(3)), "t", Selection.class);
        assertThat(selection).isEqualTo(new EveryNth(3));
        assertThat(refused("{\"type\": \"all\", \"n\": 1}", EveryNth.class))
                .hasMessageContaining("type: expected \"every-nth\", got \"all\"");
    }

    @Test
    void unknownKeysAreIgnoredOnlyWhenAsked() throws IOException {
        JsonNode tree = StrictJson.tree("{\"learning_rate\": 1, \"other\": {}}", "t");
        assertThat(StrictJson.from(tree, "t", Optimizer.class, UnknownKeys.IGNORE))
                .isEqualTo(new Optimizer(1, 0.5f, null));
        assertThatThrownBy(() -> StrictJson.from(tree, "t", Optimizer.class, UnknownKeys.REFUSE))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining("other");
    }

    @Test
    void malformedTextsAreRefusedWithTheirPlace() {
        assertThat(refused("{\"n\": 1, \"n\": 2}", EveryNth.class))
                .hasMessageContaining("Duplicate field 'n'")
                .hasMessageContaining("line 1");
        for (String bad :
                List.of(
                        "",
                        " ",
                        "{",
                        "{\"n\": 1} x",
                        "{\"n\": NaN}",
                        "{'n': 1}",
                        "[]",
                        "null",
                        "3",
                        "{\"n\": 1,}",
                        "// c\n{\"n\": 1}",
                        "[".repeat(100_000),
                        "{\"n\":".repeat(100_000),
                        "{\"n\": " + "9".repeat(200_000) + "}")) {
            refused(bad, EveryNth.class);
        }
    }

    @Test
    void filesThatCannotBeReadAreConfigErrorsToo(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.json");
        assertThatThrownBy(() -> StrictJson.read(file, EveryNth.class))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining("no such file");
        Files.write(file, new byte[] {'{', '"', (byte) 0xff, '"'});
        assertThatThrownBy(() -> StrictJson.read(file, EveryNth.class))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining("not UTF-8");
        Files.writeString(file, "{\"type\": \"every-nth\", \"n\": 2}");
        assertThat(StrictJson.read(file, EveryNth.class)).isEqualTo(new EveryNth(2));
        assertThatThrownBy(() -> StrictJson.read(folder, EveryNth.class))
                .isInstanceOf(ConfigError.class);
    }

    @Test
    void randomDamageGivesARecordOrAConfigErrorAndNothingElse() {
        Random random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder(RECIPE);
            for (int k = random.nextInt(3); k >= 0; k--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
                    case 1 -> text.deleteCharAt(at);
                    default -> text.insert(at, (char) (32 + random.nextInt(95)));
                }
            }
            try {
                StrictJson.parse(text.toString(), "damaged " + i, Recipe.class);
            } catch (ConfigError e) {
                refused++;
                assertThat(e.problems()).as("damaged " + i).isNotEmpty();
            }
        }
        assertThat(refused).isGreaterThan(2_500);
    }

    @Test
    void numbersThatJsonCannotSayAreNotWritten() {
        assertThatThrownBy(() -> StrictJson.write(new Optimizer(Double.NaN, 0, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
    }
}
