package io.fovea.data.scenes;

import static io.fovea.data.scenes.ScenesDatasetTest.PACK;
import static io.fovea.data.scenes.ScenesDatasetTest.SCENES;
import static io.fovea.data.scenes.ScenesDatasetTest.dataset;
import static io.fovea.data.scenes.ScenesDatasetTest.mask;
import static io.fovea.data.scenes.ScenesDatasetTest.places;
import static io.fovea.data.scenes.ScenesDatasetTest.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.chat.ContentPart;
import io.fovea.data.Dialogue;
import io.fovea.data.Sample;
import io.fovea.geometry.Region;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What exchanges say in words is true of their scene, by an oracle that sees boxes, masks and
 * pixels only.
 */
class SceneWordsTest {

    @Test
    void wordsAreTrue() {
        Map<String, Integer> kinds = new TreeMap<>();
        Map<String, Integer> yes = new TreeMap<>();
        for (int i = 0; i < SCENES; i++) {
            Sample sample = dataset(Split.TRAIN).get(i);
            SceneOracle oracle = new SceneOracle(sample, PACK);
            for (Dialogue dialogue : sample.dialogues()) {
                kinds.merge(dialogue.kind(), 1, Integer::sum);
                String answer = text(dialogue.messages().getLast());
                if (answer.equals("yes")) {
                    yes.merge(dialogue.kind(), 1, Integer::sum);
                }
                checkWords(oracle, sample, dialogue, answer);
            }
        }
        assertThat(kinds.keySet())
                .containsExactlyInAnyOrder(
                        "name",
                        "qualifier",
                        "relation",
                        "absent",
                        "all",
                        "exists",
                        "count",
                        "colour",
                        "where",
                        "larger",
                        "smaller",
                        "yesno",
                        "whatis",
                        "region",
                        "regioncolour",
                        "regionfull",
                        "caption",
                        "groundedcaption");
        for (String kind : List.of("exists", "yesno")) {
            int n = kinds.get(kind);
            double fourDeviations = 2 / Math.sqrt(n);
            assertThat((double) yes.get(kind) / n)
                    .as("share of yes among %d %s", n, kind)
                    .isBetween(0.5 - fourDeviations, 0.5 + fourDeviations);
        }
    }

    private static void checkWords(
            SceneOracle oracle, Sample sample, Dialogue dialogue, String answer) {
        String question = text(dialogue.messages().getFirst());
        String as = sample.id() + ": " + question + " -> " + answer;
        ThingKind last =
                PACK.kinds().stream()
                        .filter(
                                kind ->
                                        question.endsWith(" " + kind.name())
                                                || question.endsWith(" " + kind.plural()))
                        .findFirst()
                        .orElse(PACK.kinds().getFirst());
        List<Region> same = oracle.ofKind(last.name());
        switch (dialogue.kind()) {
            case "exists" -> assertThat(answer).as(as).isEqualTo(same.isEmpty() ? "no" : "yes");
            case "count" ->
                    assertThat(answer)
                            .as(as)
                            .isEqualTo(
                                    List.of("zero", "one", "two", "three", "four", "five")
                                            .get(same.size()));
            case "colour" ->
                    assertThat(oracle.meaning(question))
                            .as(as)
                            .singleElement()
                            .satisfies(thing -> assertThat(oracle.colour(thing)).isEqualTo(answer));
            case "all" -> {
                List<Region> places = places(dialogue);
                assertThat(places).as(as).containsExactlyInAnyOrderElementsOf(same);
                assertThat(places)
                        .as(as)
                        .isSortedAccordingTo(
                                (a, b) -> Double.compare(SceneOracle.x(a), SceneOracle.x(b)));
            }
            case "where" -> {
                Region thing = same.getFirst();
                String vertical =
                        List.of("top", "", "bottom").get((int) (SceneOracle.y(thing) * 3 / 128));
                String horizontal =
                        List.of("left", "", "right").get((int) (SceneOracle.x(thing) * 3 / 128));
                String part = (vertical + " " + horizontal).strip();
                assertThat(answer).as(as).isEqualTo(part.isEmpty() ? "middle" : part);
            }
            case "larger", "smaller" -> {
                Region named = oracle.ofKind(answer.substring(4)).getFirst();
                String first =
                        question.substring(
                                question.lastIndexOf("the ", question.indexOf(" or ")) + 4,
                                question.indexOf(" or "));
                Region other =
                        answer.endsWith(first) ? same.getFirst() : oracle.ofKind(first).getFirst();
                double ratio = SceneOracle.side(named) / SceneOracle.side(other);
                assertThat(dialogue.kind().equals("larger") ? ratio : 1 / ratio)
                        .as(as)
                        .isGreaterThanOrEqualTo(1.39);
            }
            case "yesno" ->
                    assertThat(oracle.meaning(question).isEmpty())
                            .as(as)
                            .isEqualTo(answer.equals("no"));
            case "region" ->
                    assertThat(told(sample, dialogue).label()).as(as).isEqualTo(noun(answer));
            case "regioncolour" ->
                    assertThat(oracle.colour(told(sample, dialogue))).as(as).isEqualTo(answer);
            case "regionfull" -> {
                Region thing = told(sample, dialogue);
                assertThat(answer).as(as).endsWith(" " + thing.label()).startsWith(article(answer));
                if (!answer.equals(article(answer) + thing.label())) {
                    assertThat(answer).as(as).contains(" " + oracle.colour(thing) + " ");
                }
            }
            case "caption", "groundedcaption" ->
                    assertThat(answer).as(as).isEqualTo(caption(sample));
            default -> assertThat(dialogue.messages()).as(as).hasSize(2);
        }
    }

    private static String caption(Sample sample) {
        List<Region> row =
                sample.things().stream()
                        .sorted((a, b) -> Double.compare(SceneOracle.x(a), SceneOracle.x(b)))
                        .toList();
        List<String> items = new ArrayList<>();
        for (String name : row.stream().map(Region::label).distinct().toList()) {
            long count = row.stream().filter(thing -> Objects.equals(name, thing.label())).count();
            ThingKind kind =
                    PACK.kinds().stream()
                            .filter(k -> k.name().equals(name))
                            .findFirst()
                            .orElseThrow();
            items.add(
                    count == 1
                            ? ("aeiou".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name
                            : List.of("", "", "two ", "three ", "four ", "five ").get((int) count)
                                    + kind.plural());
        }
        return items.size() == 1
                ? items.getFirst()
                : String.join(", ", items.subList(0, items.size() - 1)) + " and " + items.getLast();
    }

    private static String article(String words) {
        return words.startsWith("an ") ? "an " : "a ";
    }

    private static String noun(String words) {
        return words.substring(words.indexOf(' ') + 1);
    }

    private static Region told(Sample sample, Dialogue dialogue) {
        Region asked =
                dialogue.messages().getFirst().parts().stream()
                        .<Region>mapMulti(
                                (part, sink) -> {
                                    if (part
                                            instanceof
                                            ContentPart.Place(Region region, var ignored)) {
                                        sink.accept(region);
                                    }
                                })
                        .findFirst()
                        .orElseThrow();
        assertThat(asked.label()).as("a question does not tell what it asks").isNull();
        return sample.things().stream()
                .filter(thing -> mask(thing).equals(asked.mask()))
                .findFirst()
                .orElseThrow();
    }
}
