package io.fovea.data.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes of text files to trees: encodings, limits, and words for what is wrong. */
final class Texts {

    /** The longest record; longer ones are a mistake, or pictures written into text. */
    static final int LONGEST = 16 << 20;

    /** NaN and Infinity are what Python writes; they are judged where a number means something. */
    static final ObjectMapper MAPPER =
            new ObjectMapper(
                            JsonFactory.builder()
                                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(64)
                                                    .maxNumberLength(100)
                                                    .maxStringLength(LONGEST)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** The same for values in the middle of a file. */
    static final ObjectMapper STREAM =
            MAPPER.copy().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Texts() {}

    /**
     * The text of bytes.
     *
     * @throws BadRecord when they are not UTF-8
     */
    static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new BadRecord("not UTF-8; save the file as UTF-8");
        }
    }

    /** A line as a text node. */
    static JsonNode plain(byte[] bytes) {
        return TextNode.valueOf(text(bytes).stripTrailing());
    }

    /** A member of an object, from its key on, as an object of that key alone. */
    static JsonNode member(byte[] bytes) {
        byte[] whole = new byte[bytes.length + 2];
        whole[0] = '{';
        System.arraycopy(bytes, 0, whole, 1, bytes.length);
        whole[whole.length - 1] = '}';
        return json(whole);
    }

    /** The tree of a record's bytes. */
    static JsonNode json(byte[] bytes) {
        String text = text(bytes);
        try {
            JsonNode tree = MAPPER.readTree(text);
            if (tree.isMissingNode()) {
                throw new BadRecord("an empty record");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new BadRecord(words(e));
        }
    }

    /** What a JSON library's error means to who wrote the file. */
    static String words(JsonProcessingException e) {
        String said = e.getOriginalMessage();
        String what =
                said.contains("end-of-input")
                        ? "JSON that breaks off: " + said
                        : "not JSON: " + said;
        return what.lines().findFirst().orElse(what);
    }

    /**
     * The first character that is no space.
     *
     * @throws DataError when there is no such file, it is empty, or written in UTF-16
     */
    static int firstCharacter(Path file) {
        try (InputStream in = open(file)) {
            int c = in.read();
            while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
                c = in.read();
            }
            if (c < 0) {
                throw DataError.at(file, 0, "the file is empty");
            }
            return c;
        } catch (IOException e) {
            throw new DataError(file + " cannot be read: " + e, e);
        }
    }

    /** How many bytes a byte order mark takes at the beginning of a file. */
    static int mark(byte[] head, int length) {
        return length >= 3
                        && head[0] == (byte) 0xEF
                        && head[1] == (byte) 0xBB
                        && head[2] == (byte) 0xBF
                ? 3
                : 0;
    }

    /** The bytes of a text file behind a byte order mark; UTF-16 is refused. */
    private static InputStream open(Path file) throws IOException {
        require(file);
        InputStream in = Files.newInputStream(file);
        byte[] head = in.readNBytes(3);
        in.close();
        refuseUtf16(file, head);
        InputStream again = Files.newInputStream(file);
        again.skipNBytes(mark(head, head.length));
        return again;
    }

    static void refuseUtf16(Path file, byte[] head) {
        boolean little = head.length >= 2 && head[0] == (byte) 0xFF && head[1] == (byte) 0xFE;
        boolean big = head.length >= 2 && head[0] == (byte) 0xFE && head[1] == (byte) 0xFF;
        if (little || big) {
            throw DataError.at(file, 0, "the file is written in UTF-16; save it as UTF-8");
        }
    }

    static void require(Path file) {
        if (Files.isDirectory(file)) {
            throw new DataError(file + " is a folder; name a file in it");
        }
        if (!Files.exists(file)) {
            throw new DataError("there is no file " + file + "; check the path");
        }
        if (!Files.isReadable(file)) {
            throw new DataError("no right to read " + file + "; change its rights");
        }
    }
}
