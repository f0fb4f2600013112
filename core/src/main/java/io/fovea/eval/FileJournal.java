package io.fovea.eval;

import io.fovea.config.StrictJson;
import io.fovea.geometry.Canvas;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code predictions.jsonl} while an evaluation runs: a line for each answer, written at once, so
 * that whatever ends the process loses no more than the answer that was being made. A last line
 * that was cut in half is taken away. {@code evaluation.json} beside it says what was asked of
 * whom; only the same evaluation goes on.
 */
public final class FileJournal implements Journal, AutoCloseable {

    static final String PREDICTIONS = "predictions.jsonl";
    static final String SETTINGS = "evaluation.json";

    /**
     * What must be the same for an evaluation to go on.
     *
     * @param model its name, with the hashes of its weights
     * @param data the data set in words
     * @param generation how answers are drawn
     */
    public record Settings(String model, String data, String generation) {}

    private final FileChannel channel;
    private final Path file;
    private final Map<String, AnswerLine> lines = new HashMap<>();

    private FileJournal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Begins anew, over what was there. */
    public static FileJournal begin(ReportFolder folder, Settings settings) throws IOException {
        Path file = folder.file(PREDICTIONS);
        Files.deleteIfExists(file);
        folder.replace(SETTINGS, StrictJson.write(settings));
        return open(file);
    }

    /**
     * Goes on where an evaluation stood; begins where there is none.
     *
     * @throws IllegalArgumentException when the folder's evaluation is another, saying in what, or
     *     a line but the last is broken
     */
    public static FileJournal resume(ReportFolder folder, Settings settings) throws IOException {
        Path kept = folder.file(SETTINGS);
        if (!Files.exists(kept)) {
            return begin(folder, settings);
        }
        Settings earlier = StrictJson.read(kept, Settings.class);
        same("the model", earlier.model(), settings.model(), kept);
        same("the data", earlier.data(), settings.data(), kept);
        same("the way answers are drawn", earlier.generation(), settings.generation(), kept);
        Path file = folder.file(PREDICTIONS);
        List<String> whole = Files.exists(file) ? wholeLines(file) : List.of();
        FileJournal journal = open(file);
        for (int i = 0; i < whole.size(); i++) {
            AnswerLine line = AnswerLine.parse(whole.get(i), file + ", line " + (i + 1));
            journal.lines.put(line.id(), line);
        }
        return journal;
    }

    private static FileJournal open(Path file) throws IOException {
        return new FileJournal(
                file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    private static void same(String what, String earlier, String now, Path kept) {
        if (!earlier.equals(now)) {
            throw new IllegalArgumentException(
                    kept
                            + " belongs to another evaluation: "
                            + what
                            + " was '"
                            + earlier
                            + "' and is '"
                            + now
                            + "'; take another --out, or leave --resume away to begin anew");
        }
    }

    /** Cuts what stands behind the last line end. */
    private static List<String> wholeLines(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        if (end < bytes.length) {
            try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
                cut.setLength(end);
            }
        }
        List<String> lines = new ArrayList<>();
        for (String line : new String(bytes, 0, end, StandardCharsets.UTF_8).split("\n")) {
            if (!line.isBlank()) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** Answers that were there when it was opened. */
    public int size() {
        return lines.size();
    }

    @Override
    public Optional<Prediction> answered(Item item, Canvas canvas) {
        return Optional.ofNullable(lines.get(item.id())).map(line -> line.prediction(item, canvas));
    }

    @Override
    public void keep(Prediction prediction) {
        byte[] line = (PredictionLines.answer(prediction) + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer rest = ByteBuffer.wrap(line);
        try {
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    new IOException(
                            "cannot write to "
                                    + file
                                    + ": "
                                    + e.getMessage()
                                    + "; what was answered is in it, --resume goes on",
                            e));
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
