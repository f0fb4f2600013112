package io.fovea.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.chat.Answer;
import io.fovea.chat.ContentPart;
import io.fovea.chat.PlaceInput;
import io.fovea.data.CoordinateText;
import io.fovea.data.Dataset;
import io.fovea.data.PlaceForm;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

class JournalTest {

    private static final int SCENES = 6;
    private static final Dataset DATASET = Truth.scenes(9);
    private static final FileJournal.Settings SETTINGS =
            new FileJournal.Settings("oracle", "scenes", "greedy");

    @TempDir Path folder;

    private static final Scorer SCORER = new Scorer(Truth.kinds());

    private static List<String> lines(List<Prediction> predictions) {
        return predictions.stream()
                .map(
                        one ->
                                new Scored(
                                        new Prediction(one.item(), one.answer(), 1),
                                        SCORER.score(one)))
                .map(PredictionLines::line)
                .toList();
    }

    @Test
    void anEvaluationGoesOnWhereItWasKilled() throws IOException {
        List<Prediction> whole =
                new Evaluator(Truth.oracle(DATASET, SCENES))
                        .run(DATASET, SCENES, (done, total, latest) -> {});
        ReportFolder report = new ReportFolder(folder);
        List<Answer> answers = Truth.answers(DATASET, SCENES);
        int killed = answers.size() / 2;
        int[] asked = {0};
        Answerer dying =
                conversation -> {
                    if (asked[0] == killed) {
                        throw new IllegalStateException("killed");
                    }
                    return answers.get(asked[0]++);
                };
        try (FileJournal journal = FileJournal.begin(report, SETTINGS)) {
            assertThatThrownBy(
                            () ->
                                    new Evaluator(dying)
                                            .run(
                                                    DATASET,
                                                    SCENES,
                                                    journal,
                                                    (done, total, latest) -> {}))
                    .hasMessage("killed");
        }
        Path file = report.file(FileJournal.PREDICTIONS);
        Files.writeString(file, "{\"id\":\"half", StandardOpenOption.APPEND);
        List<Prediction> resumed;
        try (FileJournal journal = FileJournal.resume(report, SETTINGS)) {
            assertThat(journal.size()).isEqualTo(killed);
            resumed =
                    new Evaluator(conversation -> answers.get(asked[0]++))
                            .run(DATASET, SCENES, journal, (done, total, latest) -> {});
        }
        assertThat(asked[0]).as("nothing was asked twice").isEqualTo(answers.size());
        assertThat(lines(resumed)).isEqualTo(lines(whole));
        assertThat(Files.readAllLines(file)).hasSize(answers.size());
        try (FileJournal journal = FileJournal.resume(report, SETTINGS)) {
            List<Prediction> again =
                    new Evaluator(
                                    conversation -> {
                                        throw new AssertionError("all is answered");
                                    })
                            .run(DATASET, SCENES, journal, (done, total, latest) -> {});
            assertThat(lines(again)).isEqualTo(lines(whole));
        }
    }

    @Test
    void onlyTheSameEvaluationGoesOn() throws IOException {
        ReportFolder report = new ReportFolder(folder);
        FileJournal.begin(report, SETTINGS).close();
        assertThatThrownBy(
                        () ->
                                FileJournal.resume(
                                        report,
                                        new FileJournal.Settings("other", "scenes", "greedy")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the model was 'oracle' and is 'other'");
        Files.writeString(
                report.file(FileJournal.PREDICTIONS), "{broken\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> FileJournal.resume(report, SETTINGS))
                .hasMessageContaining("line 1");
    }

    @Test
    void answersOfOthersAreScoredTheSame() throws IOException {
        List<Prediction> whole =
                new Evaluator(Truth.oracle(DATASET, SCENES))
                        .run(DATASET, SCENES, (done, total, latest) -> {});
        List<String> kept = new ArrayList<>(whole.stream().map(PredictionLines::answer).toList());
        kept.removeFirst();
        kept.add("{\"id\": \"nobody asked\", \"answer\": \"yes\"}");
        Path file = Files.write(folder.resolve("other.jsonl"), kept);
        RecordedAnswers recorded = new RecordedAnswers(file);
        List<Prediction> read =
                new Evaluator(
                                conversation -> {
                                    throw new AssertionError("not asked");
                                })
                        .run(DATASET, SCENES, recorded, (done, total, latest) -> {});
        assertThat(lines(read).subList(1, read.size()))
                .isEqualTo(lines(whole).subList(1, whole.size()));
        assertThat(SCORER.score(read.getFirst()).invalid()).isTrue();
        assertThat(recorded.missing()).isEqualTo(1);
        assertThat(recorded.unasked()).containsExactly("nobody asked");
    }

    @Test
    void placesWrittenAsWordsBecomePlaces() throws IOException {
        List<Prediction> whole =
                new Evaluator(Truth.oracle(DATASET, SCENES), EnumSet.of(PlaceInput.BOX), 1)
                        .run(DATASET, SCENES, (done, total, latest) -> {});
        List<String> written = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        for (Prediction one : whole) {
            StringBuilder text = new StringBuilder(one.answer().text());
            one.item().truth().forEach(r -> text.append(CoordinateText.of(r, PlaceForm.TEXT)));
            answers.add(Truth.words(text.toString()));
            written.add("{\"id\": \"" + one.item().id() + "\", \"answer\": \"" + text + "\"}");
        }
        int[] next = {0};
        Answerer writing =
                conversation -> {
                    assertThat(conversation.messages().getFirst().parts())
                            .noneMatch(part -> part instanceof ContentPart.Place);
                    return answers.get(next[0]++);
                };
        List<Prediction> said =
                new Evaluator(
                                new WrittenPlacesAnswerer(writing, PlaceForm.TEXT),
                                EnumSet.of(PlaceInput.BOX),
                                1)
                        .run(DATASET, SCENES, (done, total, latest) -> {});
        RecordedAnswers recorded =
                new RecordedAnswers(
                        Files.write(folder.resolve("text.jsonl"), written), PlaceForm.TEXT);
        List<Prediction> read =
                new Evaluator(writing, EnumSet.of(PlaceInput.BOX), 1)
                        .run(DATASET, SCENES, recorded, (done, total, latest) -> {});
        for (List<Prediction> predictions : List.of(said, read)) {
            for (Prediction one : predictions) {
                if (one.item().family() == Family.GROUNDING) {
                    assertThat(SCORER.score(one).boxIou()).as(one.item().id()).isGreaterThan(0.95);
                }
            }
        }
    }

    @Test
    void brokenAnswersOfOthersAreToldByLine() throws IOException {
        assertThat(error("{\"id\": \"a\"}\n{\"id\": \"a\"}")).contains("line 2", "answered before");
        assertThat(error("{\"answer\": \"a\"}")).contains("line 1", "\"id\"");
        assertThat(error("{\"id\": \"a\", ")).contains("line 1");
        String id =
                new Evaluator(Truth.oracle(DATASET, 1))
                        .run(DATASET, 1, (done, total, latest) -> {})
                        .getFirst()
                        .item()
                        .id();
        String prefix = "{\"id\": \"" + id + "\", ";
        assertThat(error(prefix + "\"answer\": 3}")).contains("line 1", id, "answer", "a text");
        assertThat(error(prefix + "\"boxes\": [[1, 2, 3]]}")).contains("[x1, y1, x2, y2]");
        assertThat(error(prefix + "\"boxes\": [[9, 2, 3, 4]]}")).contains("x1 <= x2");
        assertThat(error(prefix + "\"regions\": [{\"score\": 1}]}")).contains("a box");
        assertThat(
                        error(
                                prefix
                                        + "\"regions\": [{\"segmentation\": {\"size\": [2, 2],"
                                        + " \"counts\": \"04\"}}]}"))
                .contains("the size of the picture");
        assertThat(error(prefix + "\"finish\": \"maybe\"}")).contains("stop, length or cancelled");
        assertThat(error(prefix + "\"log_likelihoods\": [0.5]}")).contains("at most 0");
    }

    private String error(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("broken.jsonl"), text);
        try {
            RecordedAnswers answers = new RecordedAnswers(file);
            new Evaluator(conversation -> Truth.words("none"))
                    .run(DATASET, 1, answers, (done, total, latest) -> {});
            throw new AssertionError("taken for right: " + text);
        } catch (IllegalArgumentException | io.fovea.config.ConfigError e) {
            return String.valueOf(e.getMessage());
        }
    }
}
