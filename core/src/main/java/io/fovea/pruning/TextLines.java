package io.fovea.pruning;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines of a text file, each a prompt without a template.
 *
 * @param file where they come from
 * @param lines none of them blank
 */
public record TextLines(Path file, List<String> lines) implements Calibration {

    public TextLines {
        lines = List.copyOf(lines);
    }

    /**
     * Reads the first lines of a file that are not blank.
     *
     * @param limit most lines
     * @throws IllegalArgumentException when there are none, or the file is not UTF-8 text
     */
    public static TextLines of(Path file, int limit) throws IOException {
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String line = reader.readLine();
            while (line != null && lines.size() < limit) {
                if (!line.isBlank()) {
                    lines.add(line.strip());
                }
                line = reader.readLine();
            }
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    file + " is not UTF-8 text; give a text file with a prompt on each line", e);
        }
        if (lines.isEmpty()) {
            throw new IllegalArgumentException(file + " has no line with words");
        }
        return new TextLines(file, lines);
    }

    @Override
    public String description() {
        return "lines of " + file.getFileName();
    }

    @Override
    public int size() {
        return lines.size();
    }

    @Override
    public Prompt get(int index) {
        return new Prompt.Plain(lines.get(index));
    }
}
