package io.fovea.data.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.chat.ContentPart;
import io.fovea.data.Dialogue;
import io.fovea.data.Sample;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

class SceneLanguageTest {

    @Test
    void articlesAndPluralsAgree() {
        ThingKind apple =
                new ThingKind("apple", "apple", "apples", "an", "fruit", null, true, List.of());
        assertThat(Grammar.withArticle(SceneColour.ORANGE, apple)).isEqualTo("an orange apple");
        assertThat(Grammar.withArticle(SceneColour.RED, apple)).isEqualTo("a red apple");
        assertThat(Grammar.counted(apple, 1)).isEqualTo("an apple");
        assertThat(Grammar.counted(apple, 3)).isEqualTo("three apples");
        assertThat(new Wordings.Wording("is there %a or all %p or the %n", true).with(apple))
                .isEqualTo("is there an apple or all apples or the apple");
        assertThatThrownBy(() -> new ThingKind("x", "x", "xs", "the", "g", null, false, List.of()))
                .hasMessageContaining("kind x: the article is \"a\" or \"an\", got \"the\"");
    }

    @Test
    void coloursThatPeopleConfuseAreNeverToldApart() {
        assertThat(SceneColour.RED.clearlyDiffersFrom(SceneColour.BLUE)).isTrue();
        assertThat(SceneColour.RED.clearlyDiffersFrom(SceneColour.ORANGE)).isFalse();
        assertThat(SceneColour.ORANGE.clearlyDiffersFrom(SceneColour.RED)).isFalse();
        assertThat(SceneColour.RED.clearlyDiffersFrom(SceneColour.RED)).isFalse();
        assertThat(SceneColour.of("beige")).isNull();
    }

    @Test
    void heldOutWordingsAreNewButTheirWordsAreNot() {
        List<Wordings> all =
                List.of(
                        Wordings.FIND,
                        Wordings.ALL,
                        Wordings.EXISTS,
                        Wordings.COUNT,
                        Wordings.COLOUR,
                        Wordings.WHERE,
                        Wordings.LARGER,
                        Wordings.SMALLER,
                        Wordings.YES_NO,
                        Wordings.WHAT_IS,
                        Wordings.REGION,
                        Wordings.REGION_FULL,
                        Wordings.CAPTION,
                        Wordings.GROUNDED_CAPTION);
        Set<String> known =
                all.stream().flatMap(w -> w.known().stream()).collect(Collectors.toSet());
        Set<String> words = words(known);
        for (Wordings wordings : all) {
            assertThat(wordings.heldOut())
                    .isNotEmpty()
                    .doesNotContainAnyElementsOf(wordings.known());
            assertThat(words).containsAll(words(new HashSet<>(wordings.heldOut())));
        }
    }

    private static Set<String> words(Set<String> texts) {
        return texts.stream()
                .flatMap(text -> List.of(text.strip().split(" ")).stream())
                .collect(Collectors.toSet());
    }

    @Test
    void tokenizerSentencesHoldEveryWordOfEveryDialogue() {
        ScenePack pack = DrawnPack.pack();
        Set<String> words =
                words(
                        new SceneLanguage(pack)
                                .sentences()
                                .map(sentence -> sentence.replace(",", " , "))
                                .collect(Collectors.toSet()));
        ScenesDataset dataset = new ScenesDataset(pack, SceneOptions.defaults(), Split.TEST, 1);
        for (int i = 0; i < 500; i++) {
            for (Dialogue dialogue : dataset.get(i).dialogues()) {
                dialogue.messages().stream()
                        .flatMap(message -> message.parts().stream())
                        .forEach(
                                part -> {
                                    if (part instanceof ContentPart.Text(String text)
                                            && !text.isBlank()) {
                                        assertThat(words)
                                                .containsAll(
                                                        words(
                                                                Set.of(
                                                                        text.replace(",", " , ")
                                                                                .strip())));
                                        assertThat(text)
                                                .isLowerCase()
                                                .doesNotContain("%", "  ", "?", ".");
                                    }
                                });
            }
        }
    }

    @Test
    void theBuiltInPackGivesScenes() throws IOException {
        ScenePack pack = ScenePackReader.builtIn();
        assertThat(pack.kinds()).hasSizeGreaterThanOrEqualTo(100);
        Sample sample = new ScenesDataset(pack, SceneOptions.defaults(), Split.TEST, 5).get(0);
        assertThat(sample.things()).hasSizeBetween(2, 5);
        assertThat(sample.dialogues()).hasSize(8);
    }

    @Test
    void brokenPacksSayWhatIsWrong(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> ScenePackReader.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("index.json");
        Files.writeString(
                folder.resolve("index.json"),
                "{\"version\":2,\"kinds\":[],\"cutouts\":[],\"backgrounds\":[]}");
        assertThatThrownBy(() -> ScenePackReader.read(folder))
                .hasMessageContaining("version 2, expected 1");
        Files.writeString(
                folder.resolve("index.json"),
                """
                {"version":1,"kinds":[],"cutouts":[{"file":"../a.png","kind":"a","split":"train","colours":[]}],
                "backgrounds":[]}\
                """);
        assertThatThrownBy(() -> ScenePackReader.read(folder))
                .hasMessageContaining("../a.png lies outside");
        Files.writeString(
                folder.resolve("index.json"),
                """
                {"version":1,"kinds":[{"id":"a","name":"a","plural":"as","article":"an","group":"g","superlabel":null,
                "tintable":false,"colours":[]}],"cutouts":[],"backgrounds":[]}\
                """);
        assertThatThrownBy(() -> ScenePackReader.read(folder))
                .hasMessageContaining("kind a has no cut-out of split train")
                .hasMessageContaining("at least 6 kinds");
    }
}
