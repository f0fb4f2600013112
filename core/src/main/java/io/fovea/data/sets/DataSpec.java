package io.fovea.data.sets;

import io.fovea.data.files.DataError;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which data set is meant, in one text: {@code FORMAT:PLACE,key=value,...}, for example {@code
 * coco:instances.json,images=photos}. A comma that no {@code key=} follows belongs to what stands
 * before it, so paths may have commas.
 *
 * @param format the name of a {@link DataFormat}
 * @param place a file, a folder or a split, as the format says; may be empty
 * @param options by key
 */
public record DataSpec(String format, String place, Map<String, String> options) {

    private static final Pattern OPTION = Pattern.compile(",([a-z][a-z_]*)=");

    public DataSpec {
        options = Map.copyOf(options);
    }

    /**
     * Reads a text.
     *
     * @throws DataError when it has no format, or an option twice
     */
    public static DataSpec parse(String text) {
        int colon = text.indexOf(':');
        String format = (colon < 0 ? text : text.substring(0, colon)).strip();
        if (!format.matches("[a-z][a-z0-9-]*")) {
            throw new DataError(
                    "'"
                            + text
                            + "' names no data set; expected FORMAT:PLACE,key=value,... such as"
                            + " coco:instances.json,images=photos");
        }
        // a comma before all, so that options may come first
        String rest = "," + (colon < 0 ? "" : text.substring(colon + 1));
        Map<String, String> values = new LinkedHashMap<>();
        Matcher option = OPTION.matcher(rest);
        String key = "";
        int from = 0;
        while (option.find()) {
            put(values, key, rest.substring(from, option.start()));
            key = option.group(1);
            from = option.end();
        }
        put(values, key, rest.substring(from));
        String place = Objects.requireNonNull(values.remove(""));
        return new DataSpec(format, place.isEmpty() ? "" : place.substring(1).strip(), values);
    }

    private static void put(Map<String, String> values, String key, String value) {
        if (values.put(key, value.strip()) != null) {
            throw new DataError("the option " + key + " of a data set is given twice");
        }
    }

    /** The text that this was read from, or one that means the same. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(format);
        if (!place.isEmpty() || !options.isEmpty()) {
            text.append(':').append(place);
        }
        options.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        option ->
                                text.append(text.charAt(text.length() - 1) == ':' ? "" : ",")
                                        .append(option.getKey())
                                        .append('=')
                                        .append(option.getValue()));
        return text.toString();
    }

    /** An option, or what it is without one. */
    public String text(String key, String absent) {
        return options.getOrDefault(key, absent);
    }

    /**
     * A whole number.
     *
     * @throws DataError when it is none, or below {@code least}
     */
    public int whole(String key, int absent, int least) {
        String text = options.get(key);
        if (text == null) {
            return absent;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= least) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw wrong(key, "a whole number from " + least, text);
    }

    /**
     * A number.
     *
     * @throws DataError when it is none
     */
    public double number(String key, double absent) {
        String text = options.get(key);
        if (text == null) {
            return absent;
        }
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw wrong(key, "a number", text);
    }

    /** An error about an option. */
    public DataError wrong(String key, String expected, String got) {
        return new DataError(
                "the data set " + this + ": expected " + expected + " for " + key + ", got " + got);
    }

    /**
     * The place as a file or folder that is there.
     *
     * @throws DataError when it is not
     */
    public Path path() {
        if (place.isEmpty()) {
            throw new DataError(
                    "the data set '" + this + "' names no file; write " + format + ":FILE");
        }
        return existing(place, "its file");
    }

    /**
     * An option as a file or folder that is there; null where it is not given.
     *
     * @throws DataError when it is not there
     */
    public @Nullable Path path(String key) {
        String text = options.get(key);
        return text == null ? null : existing(text, key);
    }

    /**
     * The folder that an option names, or that of the place.
     *
     * @throws DataError when it is not there
     */
    public Path folder(String key) {
        Path named = path(key);
        if (named == null) {
            Path place = path();
            Path parent = place.getParent();
            return Files.isDirectory(place) ? place : parent == null ? Path.of("") : parent;
        }
        if (!Files.isDirectory(named)) {
            throw wrong(key, "a folder", named.toString());
        }
        return named;
    }

    private Path existing(String text, String what) {
        try {
            Path path = Path.of(text);
            if (Files.exists(path)) {
                return path;
            }
        } catch (InvalidPathException e) {
            // told below
        }
        throw new DataError(
                "the data set "
                        + this
                        + ": there is no "
                        + text
                        + " ("
                        + what
                        + "); check the path");
    }
}
