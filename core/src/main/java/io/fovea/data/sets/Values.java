package io.fovea.data.sets;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.data.files.BadRecord;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Values of a record that somebody else wrote, each with a clear word where it is not right. */
final class Values {

    private static final int SHOWN = 60;

    private Values() {}

    /**
     * A text; numbers are taken as texts, since files are not at one about ids.
     *
     * @throws BadRecord when it is missing or something else
     */
    static String text(JsonNode record, String key) {
        String text = textOrNull(record, key);
        if (text == null) {
            throw new BadRecord("no " + key);
        }
        return text;
    }

    /** A text, or null where there is none. */
    static @Nullable String textOrNull(JsonNode record, String key) {
        JsonNode node = record.get(key);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isValueNode()) {
            throw new BadRecord("expected a text for " + key + ", got " + shown(node.toString()));
        }
        return node.asText();
    }

    /** The first of some keys that is there, as text. */
    static String textOf(JsonNode record, String... keys) {
        for (String key : keys) {
            String text = textOrNull(record, key);
            if (text != null) {
                return text;
            }
        }
        throw new BadRecord("no " + String.join(" or ", keys));
    }

    /**
     * A whole number.
     *
     * @throws BadRecord when it is none
     */
    static long whole(JsonNode record, String key) {
        JsonNode node = record.get(key);
        if (node != null && node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        if (node != null && node.isTextual() && node.textValue().matches("-?\\d{1,18}")) {
            return Long.parseLong(node.textValue());
        }
        throw new BadRecord(
                "expected a whole number for "
                        + key
                        + ", got "
                        + (node == null ? "nothing" : shown(node.toString())));
    }

    /** The elements of a list; empty where there is none. */
    static List<JsonNode> list(JsonNode record, String key) {
        JsonNode node = record.get(key);
        if (node == null || node.isNull()) {
            return List.of();
        }
        if (!node.isArray()) {
            throw new BadRecord("expected a list for " + key + ", got " + shown(node.toString()));
        }
        List<JsonNode> elements = new ArrayList<>();
        node.forEach(elements::add);
        return elements;
    }

    /** The texts of a list; empty where there is none. */
    static List<String> texts(JsonNode record, String key) {
        return list(record, key).stream()
                .map(
                        node -> {
                            if (!node.isValueNode()) {
                                throw new BadRecord(
                                        "expected texts in "
                                                + key
                                                + ", got "
                                                + shown(node.toString()));
                            }
                            return node.asText();
                        })
                .toList();
    }

    /** A text on one line, shortened. */
    static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    }
}
