package io.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Message;
import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Region;
import io.fovea.image.Image;
import io.fovea.model.ModelFolder;
import io.fovea.perception.PerceptionHeads;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.testkit.TinyModels;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

class CollatorTest {

    private static final Canvas CANVAS = new Canvas(64, 64);
    private static final Image GREY = new Image(CANVAS, new byte[3 * 64 * 64]);
    private static final Region PLACE = Region.of(new Box(0, 0, 32, 64, CANVAS));

    @TempDir static Path folder;

    private static ModelFolder.Opened opened;

    @BeforeAll
    static void open() {
        Path model = TinyModels.folder(folder, TinyModels.Size.TINY, 1);
        opened = ModelFolder.open(model, PerceptionHeads::attach, DType.FLOAT32, Device.CPU);
    }

    @AfterAll
    static void close() {
        opened.close();
    }

    private static Collator collator(int maxTokens) {
        return new Collator(opened.processor(), new RegionTargets(16, 4), maxTokens);
    }

    private static Sample sample(Dialogue... dialogues) {
        return new Sample("s1", GREY, List.of(dialogues), List.of(), Map.of());
    }

    private static Dialogue says(String question, String answer) {
        return new Dialogue("q", List.of(Message.user(question), Message.assistant(answer)));
    }

    private static Dialogue finds(String question) {
        return new Dialogue(
                "name",
                List.of(Message.user(question), Message.assistant(new ContentPart.Place(PLACE))));
    }

    private static boolean sees(Batch batch, int row, int query, int key) {
        return batch.mask()[(row * batch.length() + query) * batch.length() + key] == 0;
    }

    @Test
    void exchangesSeeThePictureAndThemselvesAlone() {
        Batch batch =
                collator(500)
                        .collate(
                                List.of(
                                        sample(
                                                says("what is it", "no"),
                                                says("is it red", "yes"))));
        int prefix = batch.prefix();
        assertThat(prefix).isEqualTo(16);
        int second =
                IntStream.range(prefix + 1, batch.length())
                        .filter(i -> batch.positions()[i] == prefix)
                        .findFirst()
                        .orElseThrow();
        for (int q = 0; q < batch.length(); q++) {
            for (int k = 0; k < batch.length(); k++) {
                boolean same = q < second == k < second;
                assertThat(sees(batch, 0, q, k))
                        .as("%d sees %d", q, k)
                        .isEqualTo(k <= q && (k < prefix || same));
            }
        }
        for (int i = second; i < batch.length(); i++) {
            assertThat(batch.positions()[i]).isEqualTo(prefix + i - second);
        }
    }

    @Test
    void longExchangesStandBesideEachOtherWithThePictureInEachRow() {
        String words = "a red apple and ".repeat(120);
        Sample sample =
                new Sample(
                        "s1",
                        GREY,
                        List.of(says("one", words), finds("two"), says("three", words)),
                        List.of(PLACE),
                        Map.of());
        Batch batch = collator(4096).collate(List.of(sample));
        Batch apart =
                collator(4096)
                        .collate(
                                List.of(
                                        new Sample(
                                                "s1",
                                                GREY,
                                                sample.dialogues().subList(0, 2),
                                                List.of(PLACE),
                                                Map.of()),
                                        new Sample(
                                                "s1",
                                                GREY,
                                                sample.dialogues().subList(2, 3),
                                                List.of(PLACE),
                                                Map.of())));
        assertThat(batch.rows()).isEqualTo(2);
        assertThat(batch.pictured()).containsExactly(0, 1);
        assertThat(batch.ids()).isEqualTo(apart.ids());
        assertThat(batch.mask()).isEqualTo(apart.mask());
        assertThat(batch.pixels()).isEqualTo(apart.pixels());
        assertThat(batch.things()).as("in every row that shows them").hasSize(2);
        assertThat(batch.places()).extracting(Batch.Place::row).containsExactly(0);
    }

    @Test
    void statesThatPredictAnAnswerLookAtWhatItIsAbout() {
        Region right = Region.of(new Box(32, 0, 64, 64, CANVAS));
        Dialogue asked =
                new Dialogue(
                        "colour",
                        List.of(Message.user("what"), Message.assistant("no")),
                        List.of(PLACE),
                        Map.of());
        Dialogue placed =
                new Dialogue(
                        "all",
                        List.of(
                                Message.user("all"),
                                Message.assistant(
                                        new ContentPart.Place(PLACE),
                                        new ContentPart.Place(right))));
        Batch batch = collator(500).collate(List.of(sample(asked, placed, says("what", "no"))));
        float[] leftHalf = {1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0};
        float[] rightHalf = {0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1};
        List<Batch.Place> places = batch.places();
        for (Batch.Look look : batch.looks()) {
            boolean second = look.position() == places.get(1).position() - 1;
            assertThat(look.patches()).containsExactly(second ? rightHalf : leftHalf);
        }
        assertThat(batch.looks())
                .extracting(Batch.Look::position)
                .contains(batch.predicting()[0], places.get(0).position() - 1)
                .doesNotContain(places.get(1).position());
        int lastOpening = batch.openings()[2];
        assertThat(batch.looks())
                .extracting(Batch.Look::position)
                .doesNotContain(batch.predicting()[lastOpening]);
    }

    @Test
    void paddingSeesOnlyItselfAndIsNoTarget() {
        Batch batch =
                collator(500)
                        .collate(
                                List.of(
                                        sample(says("what", "no")),
                                        sample(says("what is it", "yes, it is"))));
        int end = collator(500).collate(List.of(sample(says("what", "no")))).length();
        assertThat(end).isLessThan(batch.length());
        for (int q = end; q < batch.length(); q++) {
            assertThat(batch.ids()[q]).isZero();
            for (int k = 0; k < batch.length(); k++) {
                assertThat(sees(batch, 0, q, k)).isEqualTo(q == k);
            }
        }
        assertThat(
                        Arrays.stream(batch.predicting())
                                .noneMatch(p -> p >= end - 1 && p < batch.length()))
                .isTrue();
        for (int i = 0; i < batch.targets().length; i++) {
            assertThat(batch.ids()[(int) batch.predicting()[i] + 1]).isEqualTo(batch.targets()[i]);
        }
    }

    @Test
    void targetsAreTheAnswersAndPlacesPointAtTheirTokens() {
        Batch batch =
                collator(500)
                        .collate(
                                List.of(
                                        sample(says("what", "no"), finds("find it")),
                                        sample(finds("find"))));
        assertThat(batch.openings()).hasSize(3);
        assertThat(batch.openings()[0]).isZero();
        assertThat(batch.kinds()).containsExactly("q", "name", "name");
        assertThat(batch.places())
                .hasSize(2)
                .allSatisfy(
                        place -> {
                            assertThat(batch.ids()[(int) place.position()])
                                    .isEqualTo(TinyModels.VIS);
                            assertThat(place.answer()).isTrue();
                            assertThat(place.target().boxCxcywh())
                                    .containsExactly(0.25f, 0.5f, 0.5f, 1f);
                        });
        assertThat(batch.places().get(1).row()).isEqualTo(1);
        assertThat(batch.targets()[batch.openings()[1]]).isEqualTo(TinyModels.VIS);
        assertThat(batch.targets()[batch.targets().length - 1]).isEqualTo(TinyModels.EOS);
    }

    @Test
    void samplesThatTeachNothingOrWrongThingsAreRefused() {
        refused(sample(), "s1", "no exchanges");
        refused(sample(new Dialogue("q", List.of(Message.user("what")))), "s1", "nothing to learn");
        refused(sample(new Dialogue("q", List.of(Message.assistant("no")))), "s1", "no user turn");
        refused(
                sample(
                        new Dialogue(
                                "q",
                                List.of(
                                        Message.user(
                                                new ContentPart.Text("what"),
                                                new ContentPart.Picture(GREY)),
                                        Message.assistant("no")))),
                "s1",
                "1 pictures of its own");
        assertThatThrownBy(
                        () ->
                                collator(20)
                                        .collate(
                                                List.of(
                                                        sample(
                                                                says(
                                                                        "describe the picture",
                                                                        "an apple")))))
                .hasMessageContainingAll("s1", "20");
        assertThatThrownBy(() -> collator(20).collate(List.of()))
                .hasMessageContaining("at least one sample");
    }

    private static void refused(Sample sample, String... words) {
        assertThatThrownBy(() -> collator(500).collate(List.of(sample)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    /** Samples that say their number. */
    private record Numbers(long size) implements Dataset {
        @Override
        public Sample get(long index) {
            return sample(says("what is " + index, "yes " + index));
        }
    }

    private static List<long[]> ids(Dataset dataset, long first, int count) {
        List<long[]> ids = new ArrayList<>();
        try (BatchLoader loader = new BatchLoader(dataset, collator(500), 2, 5, first, 3)) {
            for (int i = 0; i < count; i++) {
                ids.add(loader.next().ids());
            }
        }
        return ids;
    }

    @Test
    void aLoaderThatBeginsAtAStepGivesThatStepsBatch() {
        for (Dataset dataset : List.of(new Numbers(7), new Numbers(Long.MAX_VALUE))) {
            List<long[]> all = ids(dataset, 0, 9);
            assertThat(ids(dataset, 4, 5)).usingRecursiveComparison().isEqualTo(all.subList(4, 9));
        }
    }

    @Test
    void aFailingSampleFailsItsBatchAndEmptySetsAreRefused() {
        Dataset broken =
                new Dataset() {
                    @Override
                    public long size() {
                        return 3;
                    }

                    @Override
                    public Sample get(long index) {
                        throw new IllegalStateException("sample " + index + " cannot be read");
                    }
                };
        try (BatchLoader loader = new BatchLoader(broken, collator(500), 1, 1, 0, 1)) {
            assertThatThrownBy(loader::next).hasMessageContaining("cannot be read");
        }
        assertThatThrownBy(() -> new BatchLoader(new Numbers(0), collator(500), 1, 1, 0, 1))
                .hasMessageContaining("empty");
    }
}
