package io.fovea.config;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.List;

/**
 * JSON to records and back.
 *
 * <p>The convention, which needs no annotations:
 *
 * <ul>
 *   <li>The component {@code hiddenSize} is the key {@code hidden_size}; the enum constant {@code
 *       QUICK_GELU} is the text {@code "quick_gelu"}.
 *   <li>Components may be {@code int}, {@code long}, {@code float}, {@code double}, {@code boolean}
 *       and their boxes, {@code String}, {@code Path}, enums, records, sealed interfaces, {@code
 *       List}, {@code Set}, {@code Map} with text or enum keys, {@code Optional}, and {@code
 *       JsonNode} for a part that is kept as it is.
 *   <li>A sealed interface is an object with the key {@code type}: the simple name of the permitted
 *       record in lower kebab case ({@code EveryNth} is {@code "every-nth"}). A record with a key
 *       of its own name needs no {@code type}: {@code {"every": 4}}. A text is the record of that
 *       name without keys: {@code "all"}.
 *   <li>An absent key takes its value from {@code public static Foo defaults()} of the enclosing
 *       record where there is one. An object that is only partly given is completed from the
 *       defaults of the record it lies in, then from its own.
 *   <li>Without defaults, an absent {@code @Nullable} component is null, an absent {@code Optional}
 *       is empty, and any other absent key is a problem.
 *   <li>Ranges are checked where they belong, in the record's constructor: its {@code
 *       IllegalArgumentException} becomes a problem at the record's path.
 * </ul>
 *
 * <p>Keys given twice, trailing text, more than 64 levels and more than 64 MB are refused.
 */
public final class StrictJson {

    private static final long MAX_BYTES = 64L << 20;

    private StrictJson() {}

    /**
     * Reads a file that must hold exactly this record.
     *
     * @param type a record or a sealed interface of records
     * @throws ConfigError with all problems; also when the file cannot be read
     */
    public static <T> T read(Path file, Class<T> type) {
        return read(file, type, UnknownKeys.REFUSE);
    }

    /** As {@link #read(Path, Class)}, where the caller says what unknown keys mean. */
    public static <T> T read(Path file, Class<T> type, UnknownKeys unknownKeys) {
        return from(tree(file), file.toString(), type, unknownKeys);
    }

    /**
     * Reads a text that must hold exactly this record.
     *
     * @param source words for the error that say where the text came from
     */
    public static <T> T parse(String json, String source, Class<T> type) {
        return from(tree(json, source), source, type, UnknownKeys.REFUSE);
    }

    /** Makes the record of a tree that was read before. */
    public static <T> T from(JsonNode tree, String source, Class<T> type, UnknownKeys unknownKeys) {
        RecordReader reader = new RecordReader(unknownKeys);
        Object value = reader.read(tree, type);
        List<Problem> problems = reader.problems();
        if (!problems.isEmpty() || value == null) {
            throw new ConfigError(source, problems);
        }
        return type.cast(value);
    }

    /** The tree of a file, with the limits of this class but no record. */
    public static JsonNode tree(Path file) {
        return JsonText.parse(JsonText.read(file, MAX_BYTES), file.toString());
    }

    /** The tree of a text, with the limits of this class but no record. */
    public static JsonNode tree(String json, String source) {
        return JsonText.parse(json, source);
    }

    /**
     * Pretty JSON in the order of the record's components; the same record gives the same text.
     * Reading it gives an equal record: null and empty components are written as null.
     *
     * @throws IllegalArgumentException when a number is not finite, which JSON cannot say
     */
    public static String write(Record value) {
        return JsonText.pretty(RecordWriter.tree(value));
    }

    /** Pretty JSON of a tree, in the tree's order. */
    public static String write(JsonNode tree) {
        return JsonText.pretty(tree);
    }
}
