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

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

class ScenesDatasetTest {

    static final ScenePack PACK = DrawnPack.pack();
    static final int SCENES = 2000;

    static ScenesDataset dataset(Split split) {
        return new ScenesDataset(PACK, SceneOptions.defaults(), split, 11);
    }

    @Test
    void firstTwentyScenesAreTheSameOnEveryMachine() throws NoSuchAlgorithmException {
        assertThat(fingerprint(dataset(Split.TRAIN)))
                .isEqualTo("d0469bb9229de580b81b114421985e02d9c3fe041e9ebbac93020f9ef4869b30");
        assertThat(fingerprint(dataset(Split.VALIDATION)))
                .isNotEqualTo(fingerprint(dataset(Split.TRAIN)));
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
                assertThat(mask(thing).bounds())
                        .as("scene %d, %s", i, thing.label())
                        .contains(thing.box());
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
        assertThat(forms.keySet())
                .contains(
                        "name name",
                        "qualifier colour",
                        "qualifier size",
                        "qualifier side",
                        "qualifier ordinal",
                        "relation left",
                        "relation right",
                        "relation above",
                        "relation below",
                        "relation behind",
                        "relation front",
                        "relation nearest",
                        "relation between",
                        "absent name",
                        "absent colour",
                        "absent size",
                        "absent side",
                        "absent ordinal",
                        "absent left",
                        "absent behind",
                        "absent between");
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
                long grey =
                        sample.things().stream()
                                .filter(thing -> SceneOracle.saturation(oracle.mean(thing)) < 0.12)
                                .count();
                // Training makes some of its own things grey; the test below covers it.
                boolean heldThing = split != Split.TRAIN && grey > 0;
                held += heldThing ? 1 : 0;
                unseen += "unseen".equals(sample.tags().get("background")) ? 1 : 0;
                boolean allSeen = !heldThing && "seen".equals(sample.tags().get("background"));
                assertThat(sample.tags())
                        .as(sample.id())
                        .containsEntry("seen", Boolean.toString(allSeen));
                for (Dialogue dialogue : sample.dialogues()) {
                    dialogues++;
                    boolean heldWording = heldOutWording(text(dialogue.messages().getFirst()));
                    rephrased += heldWording ? 1 : 0;
                    assertThat(dialogue.tags())
                            .containsEntry("wording", heldWording ? "unseen" : "seen");
                }
            }
            if (split == Split.TEST) {
                assertThat(unseen).isBetween(280, 360);
                assertThat(held).isBetween(100, 350);
                assertThat((double) rephrased / dialogues).isBetween(0.28, 0.39);
            } else {
                assertThat(new int[] {unseen, held, rephrased})
                        .as("held-out material in %s", split)
                        .containsExactly(0, 0, 0);
            }
        }
    }

    @Test
    void onlyTestScenesDependOnHeldOutPictures() {
        ScenePack other = DrawnPack.withOtherHeldOutPictures();
        for (Split split : Split.values()) {
            ScenesDataset changed = new ScenesDataset(other, SceneOptions.defaults(), split, 11);
            int differ = 0;
            for (int i = 0; i < 400; i++) {
                byte[] pixels = changed.get(i).image().rgb();
                differ += Arrays.equals(pixels, dataset(split).get(i).image().rgb()) ? 0 : 1;
            }
            if (split == Split.TEST) {
                assertThat(differ).isGreaterThan(280);
            } else {
                assertThat(differ).as("%s scenes that changed", split).isZero();
            }
        }
    }

    @Test
    void onlyTrainingScenesAreVaried() {
        ThingPlanner planner = new ThingPlanner(PACK, SceneOptions.defaults());
        for (Split split : Split.values()) {
            int varied = 0;
            for (int i = 0; i < 400; i++) {
                for (ThingPlan plan : planner.plan(split, Draw.of(11, split, i))) {
                    boolean asDrawn = plan.stretch() == 1 && plan.look().keepsColours();
                    varied += asDrawn ? 0 : 1;
                    assertThat(plan.stretch()).isBetween(0.9, 1.1);
                    if (!plan.look().keepsColours()) {
                        assertThat(plan.tint()).isNull();
                        assertThat(plan.colour()).isNull();
                    }
                }
            }
            if (split == Split.TRAIN) {
                assertThat(varied).isGreaterThan(400);
            } else {
                assertThat(varied).as("varied things of %s", split).isZero();
            }
        }
    }

    private static boolean heldOutWording(String question) {
        return List.of(
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
                        Wordings.GROUNDED_CAPTION)
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
            assertThat(dialogues.stream().map(dialogue -> dialogue.messages().getFirst()))
                    .doesNotHaveDuplicates();
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
        assertThatThrownBy(
                        () -> new SceneOptions(96, 64, 3, 2, 0.2, 0.4, 0.7, 5, SceneMix.defaults()))
                .hasMessageContaining("1 <= min <= max <= 5, got 3 and 2");
        assertThatThrownBy(() -> new ScenesDataset(PACK, wide, Split.TRAIN, 3).get(-1))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    static Mask mask(Region region) {
        return Objects.requireNonNull(region.mask());
    }

    static List<Region> places(Dialogue dialogue) {
        return dialogue.messages().getLast().parts().stream()
                .<Region>mapMulti(
                        (part, sink) -> {
                            if (part instanceof ContentPart.Place(Region region, var ignored)) {
                                sink.accept(region);
                            }
                        })
                .toList();
    }

    static String text(Message message) {
        StringBuilder text = new StringBuilder();
        for (ContentPart part : message.parts()) {
            switch (part) {
                case ContentPart.Text(String words) -> text.append(words);
                case ContentPart.Grounded(String phrase, List<Region> ignored) ->
                        text.append(phrase);
                case ContentPart.Place ignored -> text.append("");
                case ContentPart.Picture ignored -> text.append("");
            }
        }
        return text.toString();
    }
}
