package io.fovea.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.config.StrictJson;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class LayerSelectionTest {

    private static LayerSelection json(String json) {
        return StrictJson.parse(json, "recipe.json", LayerSelection.class);
    }

    private static List<Integer> of(String json, int layers) {
        return json(json).of(layers);
    }

    @Test
    void thePublishedListsComeOutOfTheirNames() {
        assertThat(of("{\"named\": \"visual-region-paper\"}", 32))
                .containsExactly(0, 4, 8, 12, 18, 22, 26, 30);
        assertThat(of("{\"named\": \"visual-region-script\"}", 32))
                .containsExactly(1, 5, 9, 13, 19, 23, 27, 31);
        assertThat(of("{\"named\": \"visual-region-paper\"}", 40))
                .containsExactly(0, 4, 8, 13, 17, 22, 26, 31, 35);
        assertThat(of("{\"named\": \"visual-region-script\"}", 40))
                .containsExactly(1, 5, 9, 14, 18, 23, 27, 32, 36);
        assertThatThrownBy(() -> of("{\"named\": \"visual-region-paper\"}", 22))
                .hasMessageContaining("made for models of 32 and 40 layers, and this one has 22");
        assertThatThrownBy(() -> json("{\"named\": \"x\"}"))
                .hasMessageContaining("known: visual-region-paper, visual-region-script");
    }

    @Test
    void everyFormChoosesItsLayers() {
        assertThat(of("\"all\"", 3)).containsExactly(0, 1, 2);
        assertThat(of("{\"list\": [4, 0]}", 5)).containsExactly(0, 4);
        assertThat(of("{\"every\": 4}", 10)).containsExactly(0, 4, 8);
        assertThat(of("{\"every\": 4, \"offset\": 1}", 10)).containsExactly(1, 5, 9);
        assertThat(of("{\"share\": 0.25}", 16)).containsExactly(2, 6, 10, 14);
        assertThat(of("{\"share\": 0.25, \"place\": \"sparse\"}", 22))
                .containsExactly(1, 5, 9, 12, 16, 20);
        assertThat(of("{\"share\": 0.25, \"place\": \"first\"}", 16)).containsExactly(0, 1, 2, 3);
        assertThat(of("{\"share\": 0.25, \"place\": \"middle\"}", 16)).containsExactly(6, 7, 8, 9);
        assertThat(of("{\"share\": 0.25, \"place\": \"last\"}", 16))
                .containsExactly(12, 13, 14, 15);
        assertThat(of("{\"share\": 0.3, \"place\": \"first_last\"}", 10)).containsExactly(0, 1, 9);
        assertThat(of("{\"share\": 0.01}", 16)).containsExactly(8);
        assertThat(of("{\"share\": 1}", 4)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        record Held(LayerSelection layers) {}
        for (String text :
                List.of(
                        "\"all\"",
                        "{\"list\": [1]}",
                        "{\"every\": 2}",
                        "{\"share\": 0.5, \"place\": \"last\"}",
                        "{\"top\": 1, \"scores\": \"s.json\", \"score\": \"b\"}",
                        "{\"named\": \"visual-region-paper\"}")) {
            Held held = new Held(json(text));
            assertThat(StrictJson.parse(StrictJson.write(held), "written", Held.class))
                    .isEqualTo(held);
        }
    }

    @Test
    void aCommandLineNamesLayersShortly() {
        assertThat(LayerSelection.parse("all").of(2)).containsExactly(0, 1);
        assertThat(LayerSelection.parse("8-10,0,4").of(12)).containsExactly(0, 4, 8, 9, 10);
        assertThat(LayerSelection.parse("{\"every\": 2}").of(4)).containsExactly(0, 2);
        assertThat(LayerSelection.parse("visual-region-paper").of(32)).hasSize(8);
        assertThatThrownBy(() -> LayerSelection.parse("al"))
                .hasMessageContaining("did you mean all?");
        assertThatThrownBy(() -> LayerSelection.parse("5-2")).hasMessageContaining("goes upward");
    }

    @Test
    void badSelectionsSayWhatIsWrong() {
        assertThatThrownBy(() -> of("{\"list\": [0, 7, 9]}", 7))
                .hasMessageContaining("layers 0 to 6, but the list names [7, 9]");
        assertThatThrownBy(() -> json("{\"list\": []}")).hasMessageContaining("at least one");
        assertThatThrownBy(() -> json("{\"list\": [3, 3]}")).hasMessageContaining("named once");
        assertThatThrownBy(() -> of("{\"every\": 4, \"offset\": 9}", 9))
                .hasMessageContaining("an offset of 9 leaves no layer");
        assertThatThrownBy(() -> json("{\"every\": 0}")).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> json("{\"share\": 0}")).hasMessageContaining("above 0");
        assertThatThrownBy(() -> json("{\"shares\": 0.5}")).hasMessageContaining("type");
        assertThatThrownBy(() -> json("{\"share\": 0.5, \"offset\": 1}"))
                .hasMessageContaining("offset: expected one of share, place, got an unknown key");
    }

    @Test
    void layersAreRankedByAFileOfScores(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("scores.json");
        String top = "{\"top\": 2, \"scores\": \"" + file + "\", \"score\": \"influence\"";
        Files.writeString(
                file,
                "{\"model\": \"m\", \"layers\": 4, \"scores\": {\"influence\": [1, 3, 2, 3]}}");
        assertThat(of(top + "}", 4)).containsExactly(1, 3);
        assertThat(of(top + ", \"order\": \"lowest\"}", 4)).containsExactly(0, 2);
        assertThatThrownBy(() -> of(top + "}", 5))
                .hasMessageContaining("scores a model of 4 layers, and this one has 5");
        assertThatThrownBy(() -> of(top.replace("influence", "other") + "}", 4))
                .hasMessageContaining("has no score 'other'; it has influence");
        assertThatThrownBy(() -> of(top.replace("\"top\": 2", "\"top\": 5") + "}", 4))
                .hasMessageContaining("4 layers, but top asks for 5");
    }

    @Test
    void aScoreThatIsNoNumberIsRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("scores.json");
        var top = new LayerSelection.Top(1, file, "s", null);
        for (String bad : List.of("NaN", "null", "1e999", "\"NaN\"")) {
            Files.writeString(file, "{\"layers\": 2, \"scores\": {\"s\": [1, " + bad + "]}}");
            assertThatThrownBy(() -> top.of(2))
                    .as(bad)
                    .isInstanceOf(io.fovea.config.ConfigError.class)
                    .hasMessageContaining("scores.json");
        }
        Files.writeString(file, "{\"layers\": 3, \"scores\": {\"s\": [1, 2]}}");
        assertThatThrownBy(() -> top.of(3)).hasMessageContaining("2 numbers for 3 layers");
    }
}
