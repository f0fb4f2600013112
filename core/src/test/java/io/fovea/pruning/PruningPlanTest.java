package io.fovea.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.checkpoint.Provenance;
import io.fovea.config.ConfigError;
import io.fovea.config.StrictJson;
import io.fovea.pruning.PruningPlan.Removal;
import io.fovea.pruning.PruningPlan.Rule;
import io.fovea.tuning.LayerSelection;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Which layers go, and what is refused. */
class PruningPlanTest {

    private static final ModelIdentity MODEL = new ModelIdentity("m", "llava", "0".repeat(64));
    private static final Provenance ORIGIN = Provenance.now("test", "none", 0, Map.of());

    @TempDir private Path folder = Path.of("");

    private static ScoreFile scores(Double... values) {
        return new ScoreFile(
                values.length,
                MODEL,
                null,
                new ScoreFile.Shown("two pictures", 2, 10, 10, 0),
                Map.of(Score.ANGULAR_DISTANCE, List.of(values)),
                null,
                ORIGIN);
    }

    private static ScoreFile blocks() {
        return new ScoreFile(
                4,
                MODEL,
                null,
                null,
                Map.of(),
                List.of(List.of(.1, .2, .3, .4), List.of(.5, .3, .2), List.of(.6, .7), List.of(.8)),
                ORIGIN);
    }

    private static PruningPlan plan(ScoreFile scores, int remove, Integer... visual) {
        Score score =
                scores.blockAngularDistance() == null
                        ? Score.ANGULAR_DISTANCE
                        : Score.BLOCK_ANGULAR_DISTANCE;
        return new LeastImportant(scores, score, remove, List.of(visual)).plan(ORIGIN);
    }

    @Test
    void theLeastImportantGoFirst() {
        ScoreFile scores = scores(.5, .1, .4, .1, .2);
        assertThat(plan(scores, 2).removed())
                .containsExactly(new Removal(1, .1), new Removal(3, .1));
        assertThat(plan(scores, 1).removed())
                .as("of equal ones the deeper")
                .containsExactly(new Removal(3, .1));
        assertThat(plan(scores, 1).rule()).isEqualTo(Rule.ANYWHERE);
        PruningPlan outside = plan(scores, 2, 3, 1);
        assertThat(outside.rule()).isEqualTo(Rule.OUTSIDE);
        assertThat(outside.visualLayers()).containsExactly(1, 3);
        assertThat(outside.removed()).containsExactly(new Removal(2, .4), new Removal(4, .2));
        assertThat(outside.stays()).containsExactly(0, 1, 3);
        assertThat(plan(scores, 0).stays()).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void aRunOfLayersGoesAsOne() {
        assertThat(plan(blocks(), 2).removed())
                .containsExactly(new Removal(2, .2), new Removal(3, .2));
        assertThat(plan(blocks(), 2, 3).removed())
                .containsExactly(new Removal(1, .3), new Removal(2, .3));
        assertThatThrownBy(() -> plan(blocks(), 2, 1, 3))
                .hasMessageContaining("no 2 layers in a row");
    }

    @Test
    void everythingSurvivesItsFile() throws IOException {
        Path file = folder.resolve("plan.json");
        PruningPlan plan = plan(scores(.5, .1, .4), 1, 0);
        Files.writeString(file, StrictJson.write(plan));
        assertThat(PruningPlan.read(file)).isEqualTo(plan);
        for (ScoreFile scores : List.of(scores(.5, .1), blocks())) {
            Files.writeString(file, StrictJson.write(scores));
            assertThat(ScoreFile.read(file)).isEqualTo(scores);
        }
    }

    /** The selection of layers reads the same file. */
    @Test
    void selectionsReadTheScores() throws IOException {
        Path file = folder.resolve("scores.json");
        Files.writeString(file, StrictJson.write(scores(.5, .1, .4)));
        LayerSelection top =
                new LayerSelection.Top(2, file, "angular_distance", LayerSelection.Order.HIGHEST);
        assertThat(top.of(3)).containsExactly(0, 2);
    }

    @Test
    void moreThanIsLeftIsRefused() {
        assertThatThrownBy(() -> plan(scores(.1, .2), 2))
                .hasMessageContaining("2 layers")
                .hasMessageContaining("at least one stays");
        assertThatThrownBy(() -> plan(scores(.1, .2, .3), 2, 0, 1))
                .hasMessageContaining("[0, 1]")
                .hasMessageContaining("1 are left");
        assertThatThrownBy(() -> plan(scores(.1, .2), -1)).hasMessageContaining("at least 0");
        assertThatThrownBy(() -> PruningPlan.listed(MODEL, 2, List.of(0, 1), ORIGIN))
                .hasMessageContaining("at least one stays");
    }

    @Test
    void indicesAreChecked() {
        assertThatThrownBy(() -> PruningPlan.listed(MODEL, 4, List.of(1, 4, 9), ORIGIN))
                .hasMessageContaining("layers 0 to 3")
                .hasMessageContaining("[4, 9]");
        assertThatThrownBy(() -> PruningPlan.listed(MODEL, 4, List.of(1, 1), ORIGIN))
                .hasMessageContaining("twice");
        assertThatThrownBy(
                        () ->
                                new PruningPlan(
                                        MODEL,
                                        4,
                                        Rule.OUTSIDE,
                                        null,
                                        List.of(2),
                                        List.of(new Removal(2, null)),
                                        ORIGIN))
                .hasMessageContaining("[2] are visual layers");
    }

    @Test
    void plansOfOtherModelsAreRefused() {
        PruningPlan plan = PruningPlan.listed(MODEL, 4, List.of(1), ORIGIN);
        ModelIdentity other = new ModelIdentity("other", "llava", "1".repeat(64));
        assertThatThrownBy(() -> plan.requireFits(other, 4, "the plan p.json"))
                .hasMessageContaining("the plan p.json was made for the model m")
                .hasMessageContaining("other has other weights");
        assertThatThrownBy(() -> plan.requireFits(MODEL, 5, "the plan p.json"))
                .hasMessageContaining("4 layers")
                .hasMessageContaining("has 5");
    }

    private void refused(String from, String to, String... words) throws IOException {
        Path file = folder.resolve("scores.json");
        String text = StrictJson.write(scores(.5, .25, .125));
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
        assertThatThrownBy(() -> ScoreFile.read(file))
                .isInstanceOf(ConfigError.class)
                .satisfies(
                        error ->
                                assertThat(((ConfigError) error).problems())
                                        .hasSize(1)
                                        .first()
                                        .asString()
                                        .contains(words)
                                        .doesNotContain("JsonReadFeature"));
    }

    @Test
    void scoresThatAreNoNumbersAreRefused() throws IOException {
        refused("0.25", "NaN", "finite numbers", "NaN", "line");
        refused("0.25", "\"NaN\"", "scores.angular_distance[1]", "finite number");
        refused("0.25", "1e999", "scores.angular_distance[1]", "finite number");
        refused("0.25", "null", "scores.angular_distance[1]", "finite number");
        refused("\"layers\": 3", "\"layers\": 4", "4 numbers, got 3");
        refused("\"angular_distance\"", "\"angular_distanse\"", "did you mean angular_distance");
    }
}
