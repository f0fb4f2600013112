package io.fovea.data.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Message;
import io.fovea.data.Dialogue;
import io.fovea.data.Sample;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Mask;
import io.fovea.geometry.Region;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ScenesDatasetTest {

    private static final ScenePack PACK = DrawnPack.pack();
    private static final int SCENES = 2000;

    private static ScenesDataset dataset(Split split) {
        return new ScenesDataset(PACK, SceneOptions.defaults(), split, 11);
    }

    @Test
    void firstTwentyScenesAreTheSameOnEveryMachine() throws NoSuchAlgorithmException {
        assertThat(fingerprint(dataset(Split.TRAIN)))
                .isEqualTo("33f80ea954f74254d876688f0de03de196f6aaae4f2f5859e4ffaa6f53423c23");
        assertThat(fingerprint(dataset(Split.VALIDATION))).isNotEqualTo(fingerprint(dataset(Split.TRAIN)));
    }

    private static String fingerprint(ScenesDataset dataset) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < 20; i++) {
            Sample sample = dataset.get(i);
            digest.update(sample.image().rgb());
            for (Region thing : sample.things()) {
                for (int count : mask(thing).counts()) {
                    digest.update(ByteBuffer.allocate(4).putInt(count).array());
                }
            }
            for (Dialogue dialogue : sample.dialogues()) {
                for (Message message : dialogue.messages()) {
                    digest.update(text(message).getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Test
    void masksAreDisjointAndBoxesAreTheirBounds() {
        for (int i = 0; i < SCENES; i++) {
            Sample sample = dataset(Split.TRAIN).get(i);
            assertThat(sample.things()).as("scene %d", i).hasSizeBetween(2, 5);
            int[] claimed = new int[(int) sample.image().canvas().area()];
            for (Region thing : sample.things()) {
                assertThat(mask(thing).bounds()).as("scene %d, %s", i, thing.label()).contains(thing.box());
                boolean[] bits = mask(thing).toBits();
                for (int pixel = 0; pixel < bits.length; pixel++) {
                    claimed[pixel] += bits[pixel] ? 1 : 0;
                }
            }
            int most = 0;
            for (int count : claimed) {
                most = Math.max(most, count);
            }
            assertThat(most).as("most things that own one pixel of scene %d", i).isEqualTo(1);
        }
    }

    @Test
    void placesAreTheOnlyOnesThatTheirPhraseMeans() {
        Map<String, Integer> forms = new TreeMap<>();
        for (int i = 0; i < SCENES; i++) {
            Sample sample = dataset(Split.TRAIN).get(i);
            SceneOracle oracle = new SceneOracle(sample, PACK);
            for (Dialogue dialogue : sample.dialogues()) {
                if (!List.of("name", "qualifier", "relation", "absent").contains(dialogue.kind())) {
                    continue;
                }
                String question = text(dialogue.messages().getFirst());
                String form = Objects.requireNonNull(dialogue.tags().get("form"));
                forms.merge(dialogue.kind() + " " + form, 1, Integer::sum);
                List<Region> meant = oracle.meaning(question);
                if (!dialogue.kind().equals("absent")) {
                    Region place = places(dialogue).getFirst();
                    if (form.equals("behind") || form.equals("front")) {
                        assertThat(meant).as("scene %d: %s", i, question).contains(place);
                    } else {
                        assertThat(meant).as("scene %d: %s", i, question).containsExactly(place);
                    }
                } else {
                    assertThat(text(dialogue.messages().getLast())).isEqualTo("none");
                    if (!form.equals("behind") && !form.equals("size") && !form.equals("between")) {
                        assertThat(meant).as("scene %d: %s", i, question).isEmpty();
                    }
                }
            }
        }
        assertThat(forms.keySet()).contains(
                "name name", "qualifier colour", "qualifier size", "qualifier side", "qualifier ordinal",
                "relation left", "relation right", "relation above", "relation below", "relation behind",
                "relation front", "relation nearest", "relation between", "absent name", "absent colour",
                "absent size", "absent side", "absent ordinal", "absent left", "absent behind", "absent between");
    }

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
        assertThat(kinds.keySet()).containsExactlyInAnyOrder(
                "name", "qualifier", "relation", "absent", "all", "exists", "count", "colour", "where", "larger",
                "smaller", "yesno", "whatis", "region", "regioncolour", "regionfull", "caption", "groundedcaption");
        for (String kind : List.of("exists", "yesno")) {
            double share = (double) yes.get(kind) / kinds.get(kind);
            assertThat(share).as("share of yes among %s", kind).isBetween(0.42, 0.58);
        }
    }

    private static void checkWords(SceneOracle oracle, Sample sample, Dialogue dialogue, String answer) {
        String question = text(dialogue.messages().getFirst());
        String as = sample.id() + ": " + question + " -> " + answer;
        ThingKind last = PACK.kinds().stream()
                .filter(kind -> question.endsWith(" " + kind.name()) || question.endsWith(" " + kind.plural()))
                .findFirst()
                .orElse(PACK.kinds().getFirst());
        List<Region> same = oracle.ofKind(last.name());
        switch (dialogue.kind()) {
            case "exists" -> assertThat(answer).as(as).isEqualTo(same.isEmpty() ? "no" : "yes");
            case "count" -> assertThat(answer).as(as)
                    .isEqualTo(List.of("zero", "one", "two", "three", "four", "five").get(same.size()));
            case "colour" -> assertThat(oracle.meaning(question)).as(as).singleElement()
                    .satisfies(thing -> assertThat(oracle.colour(thing)).isEqualTo(answer));
            case "all" -> {
                List<Region> places = places(dialogue);
                assertThat(places).as(as).containsExactlyInAnyOrderElementsOf(same);
                assertThat(places).as(as).isSortedAccordingTo((a, b) -> Double.compare(
                        SceneOracle.x(a), SceneOracle.x(b)));
            }
            case "where" -> {
                Region thing = same.getFirst();
                String vertical = List.of("top", "", "bottom").get((int) (SceneOracle.y(thing) * 3 / 128));
                String horizontal = List.of("left", "", "right").get((int) (SceneOracle.x(thing) * 3 / 128));
                String part = (vertical + " " + horizontal).strip();
                assertThat(answer).as(as).isEqualTo(part.isEmpty() ? "middle" : part);
            }
            case "larger", "smaller" -> {
                Region named = oracle.ofKind(answer.substring(4)).getFirst();
                String first = question.substring(question.lastIndexOf("the ", question.indexOf(" or ")) + 4,
                        question.indexOf(" or "));
                Region other = answer.endsWith(first) ? same.getFirst() : oracle.ofKind(first).getFirst();
                double ratio = SceneOracle.side(named) / SceneOracle.side(other);
                assertThat(dialogue.kind().equals("larger") ? ratio : 1 / ratio).as(as).isGreaterThanOrEqualTo(1.39);
            }
            case "yesno" -> assertThat(oracle.meaning(question).isEmpty()).as(as).isEqualTo(answer.equals("no"));
            case "region" -> assertThat(told(sample, dialogue).label()).as(as).isEqualTo(noun(answer));
            case "regioncolour" -> assertThat(oracle.colour(told(sample, dialogue))).as(as).isEqualTo(answer);
            case "regionfull" -> {
                Region thing = told(sample, dialogue);
                assertThat(answer).as(as).endsWith(" " + thing.label()).startsWith(article(answer));
                if (!answer.equals(article(answer) + thing.label())) {
                    assertThat(answer).as(as).contains(" " + oracle.colour(thing) + " ");
                }
            }
            case "caption", "groundedcaption" -> assertThat(answer).as(as).isEqualTo(caption(sample));
            default -> assertThat(dialogue.messages()).as(as).hasSize(2);
        }
    }

    private static String caption(Sample sample) {
        List<Region> row = sample.things().stream()
                .sorted((a, b) -> Double.compare(SceneOracle.x(a), SceneOracle.x(b)))
                .toList();
        List<String> items = new ArrayList<>();
        for (String name : row.stream().map(Region::label).distinct().toList()) {
            long count = row.stream().filter(thing -> Objects.equals(name, thing.label())).count();
            ThingKind kind = PACK.kinds().stream().filter(k -> k.name().equals(name)).findFirst().orElseThrow();
            items.add(count == 1
                    ? ("aeiou".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name
                    : List.of("", "", "two ", "three ", "four ", "five ").get((int) count) + kind.plural());
        }
        return items.size() == 1
                ? items.getFirst()
                : String.join(", ", items.subList(0, items.size() - 1)) + " and " + items.getLast();
    }

    @Test
    void splitsShareNoHeldOutMaterial() {
        for (Split split : Split.values()) {
            int unseen = 0;
            int held = 0;
            int rephrased = 0;
            int dialogues = 0;
            for (int i = 0; i < 400; i++) {
                Sample sample = dataset(split).get(i);
                SceneOracle oracle = new SceneOracle(sample, PACK);
                long grey = sample.things().stream()
                        .filter(thing -> SceneOracle.saturation(oracle.mean(thing)) < 0.12)
                        .count();
                held += grey > 0 ? 1 : 0;
                unseen += "unseen".equals(sample.tags().get("background")) ? 1 : 0;
                boolean allSeen = grey == 0 && "seen".equals(sample.tags().get("background"));
                assertThat(sample.tags()).as(sample.id()).containsEntry("seen", Boolean.toString(allSeen));
                for (Dialogue dialogue : sample.dialogues()) {
                    dialogues++;
                    boolean heldWording = heldOutWording(text(dialogue.messages().getFirst()));
                    rephrased += heldWording ? 1 : 0;
                    assertThat(dialogue.tags()).containsEntry("wording", heldWording ? "unseen" : "seen");
                }
            }
            if (split == Split.TEST) {
                assertThat(unseen).isBetween(280, 360);
                assertThat(held).isBetween(100, 350);
                assertThat((double) rephrased / dialogues).isBetween(0.28, 0.39);
            } else {
                assertThat(new int[] {unseen, held, rephrased}).as("held-out material in %s", split)
                        .containsExactly(0, 0, 0);
            }
        }
    }

    private static boolean heldOutWording(String question) {
        return List.of(
                        Wordings.FIND, Wordings.ALL, Wordings.EXISTS, Wordings.COUNT, Wordings.COLOUR, Wordings.WHERE,
                        Wordings.LARGER, Wordings.SMALLER, Wordings.YES_NO, Wordings.WHAT_IS, Wordings.REGION,
                        Wordings.REGION_FULL, Wordings.CAPTION, Wordings.GROUNDED_CAPTION)
                .stream()
                .flatMap(wordings -> wordings.heldOut().stream())
                .anyMatch(text -> question.startsWith(text.replaceAll("%.*", "")));
    }

    @Test
    void theMixIsKeptAndQuestionsDiffer() {
        Map<String, Integer> kinds = new TreeMap<>();
        int total = 0;
        int varied = 0;
        for (int i = 0; i < SCENES; i++) {
            List<Dialogue> dialogues = dataset(Split.TRAIN).get(i).dialogues();
            assertThat(dialogues).hasSize(8);
            long different = dialogues.stream().map(Dialogue::kind).distinct().count();
            assertThat(different).isGreaterThanOrEqualTo(3);
            varied += different >= 5 ? 1 : 0;
            assertThat(dialogues.stream().map(dialogue -> dialogue.messages().getFirst())).doesNotHaveDuplicates();
            for (Dialogue dialogue : dialogues) {
                kinds.merge(dialogue.kind(), 1, Integer::sum);
                total++;
            }
        }
        assertThat(varied).as("scenes with five kinds of exchanges").isGreaterThan(SCENES * 9 / 10);
        assertThat((double) kinds.get("name") / total).isBetween(0.18, 0.28);
        assertThat((double) kinds.get("absent") / total).isBetween(0.15, 0.21);
        assertThat((double) kinds.get("relation") / total).isBetween(0.07, 0.13);
    }

    @Test
    void otherCanvasesAndWrongOptions() {
        SceneOptions wide = new SceneOptions(96, 64, 1, 3, 0.2, 0.4, 0.7, 5, SceneMix.defaults());
        Sample sample = new ScenesDataset(PACK, wide, Split.TRAIN, 3).get(5);
        assertThat(sample.image().canvas()).isEqualTo(new Canvas(96, 64));
        assertThat(sample.things()).hasSizeBetween(1, 3);
        assertThatThrownBy(() -> new SceneOptions(96, 64, 3, 2, 0.2, 0.4, 0.7, 5, SceneMix.defaults()))
                .hasMessageContaining("1 <= min <= max <= 5, got 3 and 2");
        assertThatThrownBy(() -> new ScenesDataset(PACK, wide, Split.TRAIN, 3).get(-1))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static String article(String words) {
        return words.startsWith("an ") ? "an " : "a ";
    }

    private static String noun(String words) {
        return words.substring(words.indexOf(' ') + 1);
    }

    private static Region told(Sample sample, Dialogue dialogue) {
        Region asked = dialogue.messages().getFirst().parts().stream()
                .<Region>mapMulti((part, sink) -> {
                    if (part instanceof ContentPart.Place(Region region)) {
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

    private static Mask mask(Region region) {
        return Objects.requireNonNull(region.mask());
    }

    private static List<Region> places(Dialogue dialogue) {
        return dialogue.messages().getLast().parts().stream()
                .<Region>mapMulti((part, sink) -> {
                    if (part instanceof ContentPart.Place(Region region)) {
                        sink.accept(region);
                    }
                })
                .toList();
    }

    private static String text(Message message) {
        StringBuilder text = new StringBuilder();
        for (ContentPart part : message.parts()) {
            switch (part) {
                case ContentPart.Text(String words) -> text.append(words);
                case ContentPart.Grounded(String phrase, List<Region> ignored) -> text.append(phrase);
                case ContentPart.Place ignored -> text.append("");
                case ContentPart.Picture ignored -> text.append("");
            }
        }
        return text.toString();
    }
}
