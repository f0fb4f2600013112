package io.fovea.data.files;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * JSON arrays of records: a file that is one, and files that are an object with arrays under some
 * keys, as COCO writes them. An element that breaks the JSON ends the reading of its file; the
 * elements before it are kept.
 */
public final class JsonArrays {

    private static final String REST = "; what follows in this file cannot be read";

    private JsonArrays() {}

    /**
     * Opens a file that is an array.
     *
     * @throws DataError when there is no such file, or it is no array
     */
    public static RecordFile open(Path file, Findings findings, RecordCheck check) {
        RecordFile.Builder builder = RecordFile.builder(file, Texts::json);
        scan(
                file,
                findings,
                parser -> {
                    if (parser.currentToken() != JsonToken.START_ARRAY) {
                        throw DataError.at(file, 1, "expected a JSON array");
                    }
                    elements(parser, new Target(file, findings, check, builder));
                });
        return builder.build();
    }

    /**
     * Opens the arrays under some keys of an object; others are passed over.
     *
     * @param checks by key
     * @return by key, without those that the file does not have
     * @throws DataError when there is no such file, or it is no object
     */
    public static Map<String, RecordFile> open(
            Path file, Findings findings, Map<String, RecordCheck> checks) {
        Map<String, RecordFile.Builder> builders = new LinkedHashMap<>();
        scan(
                file,
                findings,
                parser -> {
                    if (parser.currentToken() != JsonToken.START_OBJECT) {
                        throw DataError.at(file, 1, "expected a JSON object");
                    }
                    while (parser.nextToken() == JsonToken.FIELD_NAME) {
                        String key = parser.currentName();
                        RecordCheck check = checks.get(key);
                        if (parser.nextToken() != JsonToken.START_ARRAY || check == null) {
                            parser.skipChildren();
                            continue;
                        }
                        RecordFile.Builder builder = RecordFile.builder(file, Texts::json);
                        builders.put(key, builder);
                        elements(parser, new Target(file, findings, check, builder));
                    }
                });
        Map<String, RecordFile> files = new LinkedHashMap<>();
        builders.forEach((key, builder) -> files.put(key, builder.build()));
        return files;
    }

    /**
     * Opens the array under a key of an object, or a file that is that array alone.
     *
     * @throws DataError when there is no such file, or no such array
     */
    public static RecordFile underOrAlone(
            Path file, String key, Findings findings, RecordCheck check) {
        if (Texts.firstCharacter(file) == '[') {
            return open(file, findings, check);
        }
        RecordFile under = open(file, findings, Map.of(key, check)).get(key);
        if (under == null) {
            throw DataError.at(file, 0, "expected a list of records, or one under " + key);
        }
        return under;
    }

    /**
     * Opens an object whose members are the records, as GQA and ScienceQA write them. Each record
     * is an object of one key, its own.
     */
    public static RecordFile members(Path file, Findings findings, RecordCheck check) {
        RecordFile.Builder builder = RecordFile.builder(file, Texts::member);
        Target target = new Target(file, findings, check, builder);
        scan(
                file,
                findings,
                parser -> {
                    if (parser.currentToken() != JsonToken.START_OBJECT) {
                        throw DataError.at(file, 1, "expected a JSON object of records");
                    }
                    while (parser.nextToken() == JsonToken.FIELD_NAME) {
                        JsonLocation from = parser.currentTokenLocation();
                        ObjectNode record = Texts.STREAM.createObjectNode();
                        String key = parser.currentName();
                        parser.nextToken();
                        record.set(key, parser.readValueAsTree());
                        target.take(record, from, parser.currentLocation());
                    }
                });
        return builder.build();
    }

    /** Where elements go. */
    private record Target(
            Path file, Findings findings, RecordCheck check, RecordFile.Builder builder) {

        void take(JsonNode record, JsonLocation from, JsonLocation to) {
            long length = to.getByteOffset() - from.getByteOffset();
            try {
                if (length > Texts.LONGEST) {
                    throw new BadRecord(
                            "a record of "
                                    + (length >> 20)
                                    + " MB; at most "
                                    + (Texts.LONGEST >> 20)
                                    + " MB are read");
                }
                if (check.keep(record, from.getLineNr())) {
                    builder.add(from.getByteOffset(), (int) length, from.getLineNr());
                }
            } catch (BadRecord e) {
                findings.add(file, from.getLineNr(), e.what() + named(record));
            }
        }
    }

    /** Which record it is: a file may be one line. */
    private static String named(JsonNode record) {
        boolean member = record.isObject() && record.size() == 1;
        String name = member ? record.fieldNames().next() : record.path("id").asText("");
        return name.isEmpty() ? "" : " (in the record " + name + ")";
    }

    /** Reads the tokens of a file. */
    @FunctionalInterface
    private interface Reading {

        void read(JsonParser parser) throws IOException;
    }

    private static void scan(Path file, Findings findings, Reading reading) {
        Texts.firstCharacter(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                JsonParser parser = Texts.STREAM.getFactory().createParser(in)) {
            parser.nextToken();
            reading.read(parser);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            findings.add(file, at == null ? 0 : at.getLineNr(), Texts.words(e) + REST);
        } catch (IOException e) {
            throw new DataError(file + " cannot be read: " + e, e);
        }
    }

    private static void elements(JsonParser parser, Target target) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonLocation from = parser.currentTokenLocation();
            JsonNode record = parser.readValueAsTree();
            target.take(record, from, parser.currentLocation());
        }
    }
}
