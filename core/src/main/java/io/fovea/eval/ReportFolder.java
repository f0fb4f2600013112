package io.fovea.eval;

import io.fovea.config.StrictJson;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;

/**
 * Where a report is written: {@code predictions.jsonl}, {@code report.json}, {@code report.md}.
 * Each file appears under its name whole or not at all.
 */
public final class ReportFolder {

    /** The report as JSON. */
    public static final String REPORT = "report.json";

    private final Path folder;

    /**
     * Makes the folder where it is missing.
     *
     * @throws IOException when it cannot be made
     */
    public ReportFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** A file of the folder. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Writes a file of the folder, whole or not at all. */
    public void replace(String name, String text) throws IOException {
        replace(file(name), List.of(text.stripTrailing()));
    }

    /** Writes report and predictions. */
    public void write(EvalReport report, List<Scored> scored) throws IOException {
        replace(file(FileJournal.PREDICTIONS), scored.stream().map(PredictionLines::line).toList());
        replace(file("report.md"), List.of(ReportMarkdown.document(report).stripTrailing()));
        replace(file(REPORT), List.of(StrictJson.write(report).stripTrailing()));
    }

    /**
     * Reads a report that was written before.
     *
     * @throws io.fovea.config.ConfigError when it is none
     */
    public static EvalReport read(Path report) {
        return StrictJson.read(report, EvalReport.class);
    }

    /**
     * Refuses a document that tables cannot be put into, before they are made.
     *
     * @throws IOException when it cannot be read
     * @throws IllegalArgumentException when it has not the two marks
     */
    public static void checkDocument(Path document) throws IOException {
        ReportMarkdown.requireMarks(Files.readString(document));
    }

    /** Puts the tables between the marks of a document, see {@link ReportMarkdown#into}. */
    public static void updateDocument(Path document, EvalReport report) throws IOException {
        String text = Files.readString(document);
        replace(document, List.of(ReportMarkdown.into(text, report).stripTrailing()));
    }

    private static void replace(Path file, List<String> lines) throws IOException {
        Path part =
                file.resolveSibling("." + file.getFileName() + "-" + UUID.randomUUID() + ".part");
        try {
            Files.write(part, lines, StandardCharsets.UTF_8);
            Files.move(
                    part,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
