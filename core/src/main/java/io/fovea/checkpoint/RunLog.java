package io.fovea.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.ConfigError;
import io.fovea.config.StrictJson;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code log.jsonl} of a run: one JSON object a line, appended; a last line that a kill cut off is
 * passed over.
 */
public final class RunLog {

    private final Path file;

    RunLog(Path file) {
        this.file = file;
    }

    /**
     * Appends a line.
     *
     * @throws CheckpointError when the disk is full or gone
     */
    public void append(JsonNode line) {
        byte[] bytes = (line.toString() + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            SafetensorsWriter.writeAll(channel, ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            throw AtomicFile.failed(file, e);
        }
    }

    /** All whole lines, oldest first. */
    public List<JsonNode> lines() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            List<JsonNode> lines = new ArrayList<>();
            for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
                parse(line, lines);
            }
            return List.copyOf(lines);
        } catch (IOException e) {
            throw new CheckpointError(
                    "read", file, e.toString(), "a readable log", "check the rights", e);
        }
    }

    private void parse(String line, List<JsonNode> lines) {
        try {
            if (!line.isEmpty()) {
                lines.add(StrictJson.tree(line, file.toString()));
            }
        } catch (ConfigError e) {
            throw new CheckpointError(
                    "read line " + (lines.size() + 1),
                    file,
                    e.getMessage(),
                    "JSON",
                    "remove the line",
                    e);
        }
    }

    /**
     * Drops what was logged after a step (lines whose {@code step} is greater) and a line cut off
     * by a kill.
     */
    void cutAfter(long step) {
        if (!Files.exists(file)) {
            return;
        }
        String kept =
                lines().stream()
                        .filter(line -> line.path("step").asLong(0) <= step)
                        .map(line -> line + "\n")
                        .collect(Collectors.joining());
        byte[] bytes = kept.getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(
                file,
                AtomicFile.Opener.DISK,
                c -> SafetensorsWriter.writeAll(c, ByteBuffer.wrap(bytes)));
    }
}
