package io.fovea.model.images;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.ConfigError;
import io.fovea.config.Problem;
import io.fovea.image.Resample;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads somebody else's JSON key by key: what is absent or null takes a default, what is not asked
 * for is passed over, and what cannot be is noted. After the last key, {@link #end} throws if
 * anything was noted.
 */
final class Fields {

    /** Longest edge of a size that a file may ask for; its square is what {@link Room} has. */
    private static final int LONGEST = 8192;

    private final JsonNode tree;
    private final String source;
    private final Set<Problem> problems = new LinkedHashSet<>();

    Fields(JsonNode tree, String source) {
        this.tree = tree;
        this.source = source;
        if (!tree.isObject()) {
            refuse("", "an object", tree);
            end();
        }
    }

    /** The value, or null when it is absent or JSON's null. */
    @Nullable JsonNode get(String key) {
        JsonNode node = tree.get(key);
        return node == null || node.isNull() ? null : node;
    }

    boolean flag(String key, boolean absent) {
        JsonNode node = get(key);
        if (node == null) {
            return absent;
        }
        if (!node.isBoolean()) {
            refuse(key, "true or false", node);
        }
        return node.asBoolean();
    }

    /** A count of at least 1. */
    int count(String key, int absent, int most) {
        JsonNode node = get(key);
        return node == null ? absent : whole(key, node, most);
    }

    /** A length in pixels at a path; 1 after a problem was noted. */
    int length(String path, JsonNode node) {
        return whole(path, node, LONGEST);
    }

    private int whole(String path, JsonNode node, int most) {
        if (node.isIntegralNumber()
                && node.canConvertToInt()
                && node.intValue() >= 1
                && node.intValue() <= most) {
            return node.intValue();
        }
        refuse(path, "a whole number from 1 to " + most, node);
        return 1;
    }

    /** A number of pixels at a path; 1 after a problem was noted. */
    long pixels(String path, JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 1) {
            return node.longValue();
        }
        refuse(path, "a whole number above 0", node);
        return 1;
    }

    double positive(String key, double absent) {
        JsonNode node = get(key);
        if (node == null) {
            return absent;
        }
        double value = node.asDouble();
        if (!node.isNumber() || !(value > 0) || !Double.isFinite(value)) {
            refuse(key, "a finite number above 0", node);
            return absent;
        }
        return value;
    }

    /** One number for each of three channels, or one for all of them. */
    float[] channels(String key, float[] absent) {
        JsonNode node = get(key);
        if (node == null) {
            return absent;
        }
        float[] values = new float[3];
        for (int i = 0; i < 3; i++) {
            JsonNode value = node.isArray() ? node.path(i) : node;
            if (!value.isNumber() || !Float.isFinite(value.floatValue())) {
                refuse(key, "a finite number for each of 3 channels", node);
                return absent;
            }
            values[i] = value.floatValue();
        }
        if (node.isArray() && node.size() != 3) {
            refuse(key, "a finite number for each of 3 channels", node);
        }
        return values;
    }

    /** As {@link #channels}, all above 0. */
    float[] deviations(String key, float[] absent) {
        float[] values = channels(key, absent);
        for (float value : values) {
            if (!(value > 0)) {
                refuse(key, "numbers above 0", tree.path(key));
                return absent;
            }
        }
        return values;
    }

    /** A filter by Pillow's number. */
    Resample filter(String key, Resample absent) {
        JsonNode node = get(key);
        if (node == null) {
            return absent;
        }
        try {
            return Resample.ofPil(node.isInt() ? node.intValue() : -1);
        } catch (IllegalArgumentException e) {
            refuse(key, "0 (nearest), 1 (lanczos), 2 (bilinear), 3 (bicubic) or 4 (box)", node);
            return absent;
        }
    }

    void refuse(String path, String expected, JsonNode got) {
        String text = got.toString();
        String shown = text.length() <= 60 ? text : text.substring(0, 60) + "...";
        problems.add(new Problem(path, expected, got.isMissingNode() ? "nothing" : shown, ""));
    }

    /**
     * Says that all keys have been read.
     *
     * @throws ConfigError with all problems that were noted
     */
    void end() {
        if (!problems.isEmpty()) {
            throw new ConfigError(source, List.copyOf(problems));
        }
    }
}
