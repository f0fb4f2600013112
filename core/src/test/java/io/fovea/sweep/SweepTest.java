package io.fovea.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.ConfigError;
import io.fovea.config.StrictJson;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a sweep makes of a recipe, and of what was measured. */
class SweepTest {

    private static final String SWEEP =
            """
            {"name": "shares", "recipe": "tune.json", "seeds": [1, 7],
             "variants": [
               {"name": "all", "set": {}},
               {"name": "half", "set": {"/stages/0/steps": 9, "/stages/0/parts/-": {"b": 2},
                                        "/data": {"sets": []}}}],
             "measures": [{"name": "scenes", "command": ["evaluate", "{model}"]}],
             "columns": [
               {"title": "questions", "measure": "scenes", "table": "T", "row": "all",
                "estimate": "exact match"},
               {"title": "speed", "log": "samples_per_second"}]}
            """;

    @TempDir private Path folder = Path.of("");

    private static Sweep sweep(String json) {
        return StrictJson.parse(json, "the test", Sweep.class);
    }

    private static JsonNode base() {
        return StrictJson.tree(
                "{\"name\": \"x\", \"seed\": 0, \"stages\": [{\"steps\": 5, \"parts\": [{\"a\":"
                        + " 1}]}]}",
                "the test");
    }

    @Test
    void aCellIsTheRecipeWithItsChanges() {
        List<SweepCell> cells = sweep(SWEEP).cells(base());
        assertThat(cells.stream().map(SweepCell::name))
                .containsExactly(
                        "shares-all-s1", "shares-half-s1", "shares-all-s7", "shares-half-s7");
        assertThat(cells.get(0).recipe().at("/stages")).isEqualTo(base().at("/stages"));
        JsonNode half = cells.get(3).recipe();
        assertThat(half.at("/name").asText()).isEqualTo("shares-half-s7");
        assertThat(half.at("/seed").asLong()).isEqualTo(7);
        assertThat(half.at("/stages/0/steps").asInt()).isEqualTo(9);
        assertThat(half.at("/stages/0/parts")).hasSize(2);
        assertThat(half.at("/stages/0/parts/1/b").asInt()).isEqualTo(2);
        assertThat(half.at("/data/sets").isArray()).isTrue();
    }

    @Test
    void aChangeOfNothingIsNamed() {
        for (String pointer :
                List.of("/stages/3/steps", "/stages/0/parts/9", "steps", "", "/a/b")) {
            Sweep wrong = sweep(SWEEP.replace("/stages/0/steps", pointer));
            assertThatThrownBy(() -> wrong.cells(base()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'half'")
                    .hasMessageContaining("'" + pointer + "'");
        }
    }

    @Test
    void whatCannotBeIsRefusedAtOnce() {
        String wrong =
                SWEEP.replace("[1, 7]", "[1, 1]")
                        .replace("\"half\"", "\"all\"")
                        .replace("\"measure\": \"scenes\"", "\"measure\": \"text\"");
        assertThatThrownBy(() -> sweep(wrong))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining("variant all")
                .hasMessageContaining("seed 1")
                .hasMessageContaining("'text'");
        assertThatThrownBy(() -> sweep(SWEEP.replace("\"half\"", "\"a/b\"")))
                .hasMessageContaining("'a/b'");
        assertThatThrownBy(() -> sweep(SWEEP.replace("\"row\": \"all\",", "")))
                .hasMessageContaining("'questions'");
    }

    @Test
    void numbersAreReadWhereTheyAre() throws IOException {
        Files.writeString(
                folder.resolve("report.json"),
                """
                {"tables": [{"title": "S", "rows": []}, {"title": "T", "rows": [
                  {"name": "all", "estimates": {"exact match": {"value": 0.75}}}]}]}
                """);
        Path log = folder.resolve("log.jsonl");
        Files.writeString(
                log,
                """
                {"step": 1, "samples_per_second": 100}
                {"step": 2, "samples_per_second": 4}
                {"step": 3, "samples_per_second": 6}
                """);
        Sweep sweep = sweep(SWEEP);
        SweepCell cell = sweep.cells(base()).getFirst();
        Outcome whole =
                new OutcomeReader(Map.of("scenes", folder), log).read(cell, sweep.columns());
        assertThat(whole.numbers())
                .containsExactly(Map.entry("questions", .75), Map.entry("speed", 5.));
        Outcome none =
                new OutcomeReader(Map.of("scenes", folder.resolve("no")), folder.resolve("no"))
                        .read(cell, sweep.columns());
        assertThat(none.numbers()).isEmpty();
    }

    @Test
    void theTableHasMeansAndSpreads() {
        Sweep sweep = sweep(SWEEP);
        SweepTable table =
                SweepTable.of(
                        sweep,
                        List.of(
                                new Outcome("half", 1, Map.of("questions", .5, "speed", 20.)),
                                new Outcome("half", 7, Map.of("questions", .7))));
        assertThat(table.rows()).hasSize(1);
        SweepTable.Cell questions = table.rows().getFirst().cells().getFirst();
        assertThat(questions.n()).isEqualTo(2);
        assertThat(questions.mean()).isCloseTo(.6, within(1e-12));
        assertThat(questions.spread()).isCloseTo(Math.sqrt(.02), within(1e-12));
        assertThat(table.markdown())
                .isEqualTo(
                        """
                        | variant | seeds | questions | speed |
                        |---|---:|---:|---:|
                        | half | 2 | 0.600 ± 0.141 | 20.0 |
                        """);
    }
}
