package io.fovea.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Text to tree and back, with limits: the part that knows the JSON library. */
final class JsonText {

    private static final int MAX_DEPTH = 64;

    private static final ObjectMapper MAPPER =
            new ObjectMapper(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxNumberLength(100)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final ObjectWriter WRITER = MAPPER.writer(printer());

    private JsonText() {}

    private static DefaultPrettyPrinter printer() {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter(
                        Separators.createDefaultInstance()
                                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentObjectsWith(lines);
        return printer;
    }

    static JsonNode parse(String json, String source) {
        try {
            JsonNode tree = MAPPER.readTree(json);
            if (tree.isMissingNode()) {
                throw failure(source, "JSON", "an empty text", "");
            }
            return tree;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String place =
                    at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw failure(
                    source,
                    "well-formed JSON with each key once",
                    e.getOriginalMessage() + place,
                    "");
        }
    }

    static String read(Path file, long maxBytes) {
        if (Files.isDirectory(file)) {
            throw failure(file.toString(), "a JSON file", "a folder", "name a file in it");
        }
        try {
            long size = Files.size(file);
            if (size > maxBytes) {
                throw failure(
                        file.toString(), "at most " + maxBytes + " bytes", size + " bytes", "");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (NoSuchFileException e) {
            throw failure(file.toString(), "a JSON file", "no such file", "check the path");
        } catch (AccessDeniedException e) {
            throw failure(
                    file.toString(),
                    "a readable JSON file",
                    "no right to read",
                    "change its rights");
        } catch (CharacterCodingException e) {
            throw failure(file.toString(), "UTF-8 text", "bytes that are not UTF-8", "");
        } catch (IOException e) {
            throw failure(file.toString(), "a readable JSON file", e.toString(), "");
        }
    }

    static String pretty(JsonNode tree) {
        try {
            return WRITER.writeValueAsString(tree) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "this tree cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static ConfigError failure(String source, String expected, String got, String hint) {
        return new ConfigError(source, List.of(new Problem("", expected, got, hint)));
    }
}
