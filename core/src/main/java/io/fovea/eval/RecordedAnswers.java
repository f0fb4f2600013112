package io.fovea.eval;

import io.fovea.chat.Answer;
import io.fovea.data.CoordinateText;
import io.fovea.data.PlaceForm;
import io.fovea.geometry.Canvas;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Another system's answers, one line of JSON each. An item that the file does not answer counts as
 * answered with nothing, which is wrong and invalid; answers to items that were never asked are
 * told by {@link #unasked()}.
 */
public final class RecordedAnswers implements Journal {

    private static final Answer NOTHING =
            new Answer(List.of(), new Answer.Usage(0, 0), Answer.Finish.STOP);

    private final Map<String, AnswerLine> lines = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final PlaceForm form;
    private int missing;

    /**
     * Reads a file whose places are given as such.
     *
     * @throws IOException when it cannot be read
     */
    public RecordedAnswers(Path file) throws IOException {
        this(file, PlaceForm.TOKEN);
    }

    /**
     * Reads a file.
     *
     * @param form how places stand in the words of answers; {@link PlaceForm#TOKEN} takes words as
     *     they are
     * @throws IOException when it cannot be read
     * @throws IllegalArgumentException when a line is not an answer or an id comes twice, naming
     *     the line
     */
    public RecordedAnswers(Path file, PlaceForm form) throws IOException {
        this.form = form;
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            long number = 0;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                number++;
                if (!text.isBlank()) {
                    AnswerLine line = AnswerLine.parse(text, file + ", line " + number);
                    AnswerLine other = lines.put(line.id(), line);
                    if (other != null) {
                        throw new IllegalArgumentException(
                                line.where()
                                        + ": the id '"
                                        + line.id()
                                        + "' was answered before ("
                                        + other.where()
                                        + "); an item has one answer");
                    }
                }
            }
        }
    }

    @Override
    public Optional<Prediction> answered(Item item, Canvas canvas) {
        asked.add(item.id());
        AnswerLine line = lines.get(item.id());
        if (line == null) {
            missing++;
            return Optional.of(new Prediction(item, NOTHING, 0));
        }
        Prediction read = line.prediction(item, canvas);
        return Optional.of(
                form == PlaceForm.TOKEN
                        ? read
                        : new Prediction(
                                item,
                                CoordinateText.read(read.answer(), canvas),
                                read.millis(),
                                read.options()));
    }

    @Override
    public void keep(Prediction prediction) {
        throw new IllegalStateException("recorded answers are only read");
    }

    /** How many items were asked that the file does not answer. */
    public int missing() {
        return missing;
    }

    /** Ids of answers to what was not asked, sorted; many when only a part was evaluated. */
    public Set<String> unasked() {
        Set<String> unasked = new TreeSet<>(lines.keySet());
        unasked.removeAll(asked);
        return unasked;
    }

    /** Answers in the file. */
    public int size() {
        return lines.size();
    }
}
