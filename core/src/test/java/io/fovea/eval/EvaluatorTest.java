package io.fovea.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.fovea.chat.Answer;
import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.PlaceInput;
import io.fovea.data.Dataset;
import io.fovea.data.sets.DataFormats;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Mask;
import io.fovea.image.Image;
import io.fovea.image.ImageReader;
import io.fovea.image.ImageWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

class EvaluatorTest {

    private static final int SCENES = 40;
    private static final Dataset DATASET = Truth.scenes(5);

    private static List<Scored> scored(Answerer answerer, int scenes) {
        Scorer scorer = new Scorer(Truth.kinds());
        return new Evaluator(answerer)
                .run(DATASET, scenes, (done, total, latest) -> {}).stream()
                        .map(prediction -> new Scored(prediction, scorer.score(prediction)))
                        .toList();
    }

    private static EvalReport report(Answerer answerer) {
        return EvalReport.of(subject(), scored(answerer, SCENES));
    }

    private static EvalReport.Subject subject() {
        return new EvalReport.Subject(
                "oracle",
                Map.of("model.safetensors", "00"),
                "scenes:test",
                5,
                Map.of("fovea", "test"),
                "fovea evaluate oracle");
    }

    @Test
    void theTruthScoresOneEverywhere() {
        EvalReport report = report(Truth.oracle(DATASET, SCENES));
        assertThat(report.scenes()).isEqualTo(SCENES);
        assertThat(report.invalid()).isZero();
        assertThat(report.tables()).hasSize(12);
        for (Table table : report.tables()) {
            for (Table.Row row : table.rows()) {
                row.estimates()
                        .forEach(
                                (metric, estimate) -> {
                                    String place =
                                            table.title() + " / " + row.name() + " / " + metric;
                                    assertThat(row.n()).as(place).isPositive();
                                    if (metric.equals("AR1")) {
                                        assertThat(estimate.value())
                                                .as("one find a picture cannot be all")
                                                .isBetween(0.5, 1.0);
                                        return;
                                    }
                                    if (metric.startsWith("tokens")) {
                                        assertThat(estimate.value()).as(place).isGreaterThan(0);
                                        return;
                                    }
                                    boolean none =
                                            metric.equals("invalid")
                                                    || metric.equals("answered not there")
                                                            && !table.title()
                                                                    .equals(
                                                                            "Phrases that fit"
                                                                                    + " nothing");
                                    double expected = none ? 0 : 1;
                                    assertThat(
                                                    new double[] {
                                                        estimate.value(),
                                                        estimate.low(),
                                                        estimate.high()
                                                    })
                                            .as(place)
                                            .containsExactly(
                                                    new double[] {expected, expected, expected},
                                                    within(1e-12));
                                });
            }
        }
    }

    @Test
    void sayingNoneIsRightOnlyWhereNothingFits() {
        EvalReport report = report(conversation -> Truth.words("none"));
        Table.Row present = report.table("Finding one thing that is there").row("all");
        assertThat(value(present, "Acc@0.5")).isZero();
        assertThat(value(present, "mean box IoU")).isZero();
        assertThat(value(present, "mask cIoU")).isZero();
        assertThat(value(present, "mask gIoU")).isZero();
        assertThat(value(present, "answered not there")).isEqualTo(1);
        assertThat(value(report.table("Phrases that fit nothing").row("all"), "answered not there"))
                .isEqualTo(1);
        assertThat(value(report.table("Questions answered in words").row("all"), "exact match"))
                .isZero();
        Table.Row all = report.table("Finding all things of a kind").row("all");
        assertThat(value(all, "recall")).isZero();
        assertThat(all.estimates()).as("nothing was answered").doesNotContainKey("precision");
        assertThat(value(report.table("Captions").row("caption"), "kinds recall")).isZero();
        assertThat(report.invalid())
                .as("only grounded captions want places")
                .isEqualTo(report.table("Form and cost of answers").row("grounded caption").n());
    }

    @Test
    void shuffledTruthIsNearChance() {
        List<Answer> answers = new ArrayList<>(Truth.answers(DATASET, SCENES));
        Collections.shuffle(answers, new Random(1));
        EvalReport report = report(Truth.inOrder(answers));
        assertThat(value(report.table("Finding one thing that is there").row("all"), "Acc@0.5"))
                .isLessThan(0.15);
        assertThat(value(report.table("Questions answered in words").row("all"), "exact match"))
                .isLessThan(0.2);
        assertThat(report.invalid()).isGreaterThan(SCENES);
    }

    @Test
    void answersOfAWrongFormAreWrongAndCounted() {
        EvalReport silent = report(conversation -> Truth.words(""));
        assertThat(silent.invalid()).isEqualTo(silent.items());
        assertThat(silent.table("Finding one thing that is there").row("all").n()).isPositive();
        List<Answer> cut =
                Truth.answers(DATASET, SCENES).stream()
                        .map(
                                answer ->
                                        new Answer(
                                                answer.parts(),
                                                answer.usage(),
                                                Answer.Finish.LENGTH))
                        .toList();
        EvalReport report = report(Truth.inOrder(cut));
        assertThat(report.invalid()).isEqualTo(report.items());
        assertThat(value(report.table("Questions answered in words").row("all"), "exact match"))
                .isZero();
    }

    @Test
    void placesAreToldInTheWaysAskedFor() {
        List<PlaceInput> ways = new ArrayList<>();
        Answerer noting =
                conversation -> {
                    assertThat(conversation.messages().get(0).parts().get(0))
                            .isInstanceOf(ContentPart.Picture.class);
                    for (ContentPart part : conversation.messages().get(0).parts()) {
                        if (part instanceof ContentPart.Place(var region, var told)) {
                            ways.add(told);
                            assertThat(region.mask() == null)
                                    .as(told.name())
                                    .isEqualTo(told == PlaceInput.BOX);
                        }
                    }
                    return Truth.words("none");
                };
        new Evaluator(noting).run(DATASET, 20, (done, total, latest) -> {});
        assertThat(ways.subList(0, 3))
                .containsExactly(PlaceInput.BOX, PlaceInput.MASK, PlaceInput.BOTH);
        int all = ways.size();
        ways.clear();
        List<Prediction> some =
                new Evaluator(noting, EnumSet.of(PlaceInput.BOX), 1)
                        .run(DATASET, 20, (done, total, latest) -> {});
        assertThat(ways).hasSize(all / 3).containsOnly(PlaceInput.BOX);
        assertThat(some.stream().map(prediction -> prediction.item().id())).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, 1000})
    void questionsAskedTogetherAreReportedPictureByPicture(int together) {
        List<Answer> answers = Truth.answers(DATASET, SCENES);
        List<Integer> groups = new ArrayList<>();
        int[] next = {0};
        Answerer grouping =
                new Answerer() {
                    @Override
                    public Answer answer(Conversation conversation) {
                        throw new AssertionError("asked alone");
                    }

                    @Override
                    public List<Answer> answers(List<Conversation> conversations) {
                        groups.add(conversations.size());
                        return conversations.stream().map(one -> answers.get(next[0]++)).toList();
                    }
                };
        List<Long> done = new ArrayList<>();
        List<Prediction> reported = new ArrayList<>();
        List<Prediction> all =
                new Evaluator(grouping, EnumSet.allOf(PlaceInput.class), together)
                        .run(
                                DATASET,
                                SCENES,
                                (pictures, total, latest) -> {
                                    done.add(pictures);
                                    assertThat(latest.stream().map(one -> one.item().scene()))
                                            .containsOnly(pictures - 1);
                                    reported.addAll(latest);
                                });
        assertThat(groups.subList(0, groups.size() - 1)).allMatch(size -> size == together);
        assertThat(done).isEqualTo(LongStream.rangeClosed(1, SCENES).boxed().toList());
        assertThat(reported).isEqualTo(all);
        assertThat(all.stream().map(Prediction::answer).toList()).isEqualTo(answers);
        assertThat(all.stream().map(one -> one.item().id()).toList())
                .isEqualTo(
                        new Evaluator(Truth.oracle(DATASET, SCENES))
                                .run(DATASET, SCENES, (pictures, total, latest) -> {}).stream()
                                        .map(one -> one.item().id())
                                        .toList());
    }

    @Test
    void filesHoldEverythingAndReadBack(@TempDir Path folder) throws IOException {
        List<Scored> scored = scored(Truth.oracle(DATASET, SCENES), SCENES);
        EvalReport report = EvalReport.of(subject(), scored);
        ReportFolder files = new ReportFolder(folder.resolve("new/folder"));
        files.write(report, scored);
        ImageWriter.write(PredictionSheet.draw(scored, DATASET, 5), files.file("sheet.png"));

        assertThat(ReportFolder.read(files.file(ReportFolder.REPORT))).isEqualTo(report);
        List<String> lines = Files.readAllLines(files.file("predictions.jsonl"));
        assertThat(lines).hasSize(report.items());
        ObjectMapper json = new ObjectMapper();
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = json.readTree(lines.get(i));
            Item item = scored.get(i).item();
            assertThat(line.get("id").asText()).isEqualTo(item.id());
            assertThat(line.get("correct").asBoolean()).as(item.id()).isTrue();
            assertThat(line.get("regions").size()).as(item.id()).isEqualTo(item.truth().size());
            if (!item.truth().isEmpty()) {
                JsonNode mask = line.get("regions").get(0).get("segmentation");
                Canvas canvas =
                        new Canvas(
                                mask.get("size").get(1).asInt(), mask.get("size").get(0).asInt());
                assertThat(Mask.fromCoco(canvas, mask.get("counts").asText()))
                        .isEqualTo(item.truth().get(0).mask());
            }
        }
        assertThat(Files.readString(files.file("report.md")))
                .contains(
                        "model.safetensors",
                        "fovea evaluate oracle",
                        "## Finding one thing that is there",
                        "100.0 [100.0, 100.0]");
        try (var list = Files.list(folder.resolve("new/folder"))) {
            assertThat(list.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "predictions.jsonl", "report.json", "report.md", "sheet.png");
        }
        assertThat(ImageReader.read(files.file("sheet.png")).width()).isEqualTo(6 * 272 + 16);
    }

    @Test
    void sheetShowsDistinctPictures() {
        List<Scored> chosen =
                PredictionSheet.choose(scored(Truth.oracle(DATASET, SCENES), SCENES), 1);
        assertThat(chosen).hasSize(24);
        assertThat(chosen.stream().map(item -> item.item().scene())).doesNotHaveDuplicates();
    }

    @Test
    void tablesGoBetweenTheMarksOfADocument() {
        EvalReport report = report(Truth.oracle(DATASET, SCENES));
        String document =
                "before\n" + ReportMarkdown.BEGIN + "\nold\n" + ReportMarkdown.END + "\nafter\n";
        String updated = ReportMarkdown.into(document, report);
        assertThat(updated)
                .startsWith("before\n")
                .endsWith("\nafter\n")
                .contains("Grounded captions")
                .doesNotContain("\nold\n");
        assertThat(ReportMarkdown.into(updated, report)).as("again").isEqualTo(updated);
        assertThatThrownBy(() -> ReportMarkdown.into("no marks", report))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(ReportMarkdown.BEGIN);
    }

    private static double value(Table.Row row, String metric) {
        return row.estimates().getOrDefault(metric, new Estimate(Double.NaN, 0, 0, 0)).value();
    }

    @Test
    void samplesOfOnePictureCountAsOne(@TempDir Path folder) throws IOException {
        ImageWriter.write(
                new Image(new Canvas(20, 10), new byte[3 * 20 * 10]), folder.resolve("a.png"));
        Files.copy(folder.resolve("a.png"), folder.resolve("b.png"));
        Path lines =
                Files.writeString(
                        folder.resolve("set.jsonl"),
                        """
                        {"image": "a.png", "absent": ["dog", "cat", "cow"]}
                        {"image": "b.png", "absent": ["hen"]}
                        {"question": "say hello", "answer": "hello"}
                        {"question": "say bye", "answer": "bye"}
                        """);
        Dataset dataset = DataFormats.open("lines:" + lines + ",dialogues=1");
        assertThat(dataset.size()).isEqualTo(6);
        List<Scored> scored =
                SmallData.scored(dataset, conversation -> answer(new Answer.Text("none")));
        assertThat(scored)
                .extracting(item -> item.item().scene())
                .containsExactly(0L, 0L, 0L, 0L, 4L, 5L);
        assertThat(SmallData.report(scored).scenes()).isEqualTo(3);
        assertThat(SmallData.scored(new RankedChoices(dataset), c -> answer()))
                .extracting(item -> item.item().scene())
                .containsExactly(0L, 0L, 0L, 0L, 4L, 5L);
    }

    @Test
    void aMaskThatNobodyDrewIsNotJudged(@TempDir Path folder) throws IOException {
        ImageWriter.write(
                new Image(new Canvas(20, 10), new byte[3 * 20 * 10]), folder.resolve("a.png"));
        Path lines =
                Files.writeString(
                        folder.resolve("set.jsonl"),
                        """
                        {"image": "a.png", "regions": [
                          {"box": [2, 2, 4, 4], "phrase": "dog"},
                          {"box": [2, 2, 4, 4], "phrase": "cat", "mask": [[2, 2, 6, 2, 6, 6]]}]}
                        """
                                .replace("\n", ""));
        List<Scored> scored =
                SmallData.scored(
                        DataFormats.open("lines:" + lines),
                        conversation -> answer(new Answer.Text("none")));
        assertThat(scored)
                .extracting(PredictionSheet::caption)
                .containsExactly(
                        "find dog > none  (box 0.00)", "find cat > none  (box 0.00 mask 0.00)");
    }

    private static Answer answer(Answer.Part... parts) {
        return new Answer(List.of(parts), new Answer.Usage(1, 1), Answer.Finish.STOP);
    }
}
