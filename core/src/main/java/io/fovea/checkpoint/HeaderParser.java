package io.fovea.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

import io.fovea.tensor.DType;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the JSON of a safetensors header token by token, so that a hostile one cannot fill the
 * memory.
 */
final class HeaderParser {

    private static final int MAX_TENSORS = 1_000_000;
    private static final int MAX_RANK = 64;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(4)
                                    .maxNumberLength(20)
                                    .build())
                    .build();

    private final Path file;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

    HeaderParser(Path file) {
        this.file = file;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    Map<String, TensorInfo> tensors() {
        return tensors;
    }

    void parse(byte[] json) {
        InputStreamReader text =
                new InputStreamReader(
                        new ByteArrayInputStream(json), StandardCharsets.UTF_8.newDecoder());
        try (JsonParser parser = JSON.createParser(text)) {
            expect(parser, parser.nextToken(), JsonToken.START_OBJECT, "the header");
            for (String name = parser.nextFieldName();
                    name != null;
                    name = parser.nextFieldName()) {
                if (name.equals("__metadata__")) {
                    readMetadata(parser);
                } else {
                    readTensor(parser, name);
                }
            }
            expect(parser, parser.currentToken(), JsonToken.END_OBJECT, "the header");
            if (parser.nextToken() != null) {
                throw damaged("the header", "more text after the object", "one JSON object");
            }
        } catch (JsonProcessingException e) {
            throw damaged("the header", e.getOriginalMessage(), "JSON with each name once");
        } catch (IOException e) {
            throw damaged("the header", String.valueOf(e.getMessage()), "UTF-8 text");
        }
    }

    private void readMetadata(JsonParser parser) throws IOException {
        expect(parser, parser.nextToken(), JsonToken.START_OBJECT, "__metadata__");
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            expect(parser, parser.nextToken(), JsonToken.VALUE_STRING, "__metadata__." + key);
            metadata.put(key, parser.getText());
        }
    }

    private void readTensor(JsonParser parser, String name) throws IOException {
        expect(parser, parser.nextToken(), JsonToken.START_OBJECT, name);
        DType type = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            switch (key) {
                case "dtype" -> type = type(parser, name);
                case "shape" -> shape = numbers(parser, name + ".shape");
                case "data_offsets" -> offsets = numbers(parser, name + ".data_offsets");
                default -> throw damaged(name, "the key " + key, "dtype, shape and data_offsets");
            }
        }
        if (tensors.size() >= MAX_TENSORS) {
            throw damaged("the header", "more tensors", "at most " + MAX_TENSORS + " tensors");
        }
        tensors.put(name, info(name, type, shape, offsets));
    }

    private TensorInfo info(
            String name,
            @Nullable DType type,
            @Nullable List<Long> shape,
            @Nullable List<Long> offsets) {
        if (type == null || shape == null || offsets == null) {
            throw damaged(
                    "the tensor " + name, "not all three keys", "dtype, shape and data_offsets");
        }
        if (offsets.size() != 2) {
            throw damaged(
                    name + ".data_offsets", offsets.size() + " numbers", "two: begin and end");
        }
        try {
            return new TensorInfo(type, shape, offsets.get(0), offsets.get(1));
        } catch (IllegalArgumentException e) {
            String got = String.valueOf(e.getMessage());
            throw damaged("the tensor " + name, got, "offsets that fit its type and shape");
        }
    }

    private DType type(JsonParser parser, String name) throws IOException {
        expect(parser, parser.nextToken(), JsonToken.VALUE_STRING, name + ".dtype");
        for (DType type : DType.values()) {
            if (type.safetensorsName().equals(parser.getText())) {
                return type;
            }
        }
        throw new CheckpointError(
                "the number format of the tensor " + name,
                file,
                parser.getText(),
                "one of " + Arrays.stream(DType.values()).map(DType::safetensorsName).toList(),
                "convert the checkpoint to one of these");
    }

    private List<Long> numbers(JsonParser parser, String what) throws IOException {
        expect(parser, parser.nextToken(), JsonToken.START_ARRAY, what);
        List<Long> numbers = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser, parser.currentToken(), JsonToken.VALUE_NUMBER_INT, what);
            if (numbers.size() >= MAX_RANK) {
                throw damaged(what, "more numbers", "at most " + MAX_RANK);
            }
            numbers.add(parser.getLongValue());
        }
        return numbers;
    }

    private void expect(
            JsonParser parser, @Nullable JsonToken got, JsonToken expected, String what) {
        if (got != expected) {
            String found = got == null ? "the end of the text" : got.toString();
            throw damaged(
                    what, found, expected + " at " + parser.currentLocation().offsetDescription());
        }
    }

    private CheckpointError damaged(String what, String got, String expected) {
        return SafetensorsHeader.damaged(shorten(what), file, shorten(got), shorten(expected));
    }

    private static String shorten(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "...";
    }
}
