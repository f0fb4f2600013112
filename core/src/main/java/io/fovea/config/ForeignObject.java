package io.fovea.config;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A JSON object that somebody else wrote, such as a Hugging Face {@code config.json}: keys are
 * asked for one by one with the default of those who wrote it. Problems are gathered, so that all
 * of them are told at once ({@link #orThrow}); keys that nobody asked for can be told too ({@link
 * #unread}). After a problem the default is returned, so reading goes on.
 */
public final class ForeignObject {

    private final JsonNode tree;
    private final String path;
    private final String source;
    private final List<Problem> problems;
    private final Set<String> read = new HashSet<>();
    private final List<ForeignObject> inner = new ArrayList<>();

    private ForeignObject(JsonNode tree, String path, String source, List<Problem> problems) {
        this.tree = tree;
        this.path = path;
        this.source = source;
        this.problems = problems;
    }

    /**
     * @param source the file, or words that say where the tree came from
     * @throws ConfigError when the tree is no object
     */
    public static ForeignObject of(JsonNode tree, String source) {
        return of(tree, source, "");
    }

    /**
     * As above, for an object inside a file.
     *
     * @param path where it stands, such as {@code vision_config}
     */
    public static ForeignObject of(JsonNode tree, String source, String path) {
        if (!tree.isObject()) {
            throw new ConfigError(
                    source, List.of(new Problem(path, "an object", Scalars.show(tree), "")));
        }
        return new ForeignObject(tree, path, source, new ArrayList<>());
    }

    /** Whether the key is there and not null; counts as asking for it. */
    public boolean has(String key) {
        return !node(key).map(JsonNode::isNull).orElse(true);
    }

    public int whole(String key, int absent) {
        return scalar(key, Integer.class, absent);
    }

    public double number(String key, double absent) {
        return scalar(key, Double.class, absent);
    }

    public boolean truth(String key, boolean absent) {
        return scalar(key, Boolean.class, absent);
    }

    public String text(String key, String absent) {
        return scalar(key, String.class, absent);
    }

    /** A whole number, or null where the file says null. */
    public @Nullable Integer wholeOrNull(String key, @Nullable Integer absent) {
        Optional<JsonNode> node = node(key);
        if (node.isPresent() && node.get().isNull()) {
            return null;
        }
        return node.isEmpty() ? absent : read(node.get(), key, Integer.class, absent);
    }

    /** A list of whole numbers; empty where there is none. */
    public List<Integer> wholes(String key) {
        return list(key, Integer.class);
    }

    /** A list of numbers; empty where there is none. */
    public List<Double> numbers(String key) {
        return list(key, Double.class);
    }

    /** An object inside; empty where there is none or null. */
    public Optional<ForeignObject> object(String key) {
        Optional<JsonNode> node = node(key).filter(value -> !value.isNull());
        if (node.isPresent() && !node.get().isObject()) {
            problem(key, "an object", Scalars.show(node.get()), "");
            return Optional.empty();
        }
        return node.map(
                value -> {
                    var object = new ForeignObject(value, at(key), source, problems);
                    inner.add(object);
                    return object;
                });
    }

    /**
     * What a text stands for.
     *
     * @param parse throws {@link IllegalArgumentException} that says what is known
     */
    public <T> T named(String key, String absent, Function<String, T> parse) {
        String text = text(key, absent);
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            problem(key, "a known name", '"' + text + '"', String.valueOf(e.getMessage()));
            return parse.apply(absent);
        }
    }

    /** Keys that are known and change nothing here. */
    public ForeignObject accept(Iterable<String> keys) {
        keys.forEach(read::add);
        return this;
    }

    /** Notes that what stands at a key cannot be used. */
    public void problem(String key, String expected, String got, String hint) {
        problems.add(new Problem(at(key), expected, got, hint));
    }

    /**
     * What is made of the values; ranges are checked where they belong, in its constructor.
     *
     * @param where the key that an {@link IllegalArgumentException} is about; empty for the object
     * @return empty after a problem was noted
     */
    public <T> Optional<T> make(String where, Supplier<T> made) {
        try {
            return Optional.of(made.get());
        } catch (IllegalArgumentException e) {
            problem(where, "values that fit", "others", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Paths of the keys that were not asked for, in the order of the file. */
    public List<String> unread() {
        List<String> names = new ArrayList<>();
        tree.fieldNames()
                .forEachRemaining(
                        key -> {
                            if (!read.contains(key)) {
                                names.add(at(key));
                            }
                        });
        inner.forEach(object -> names.addAll(object.unread()));
        return List.copyOf(names);
    }

    /** An error of all problems so far, to be thrown when something cannot be made. */
    public ConfigError error() {
        return new ConfigError(source, problems);
    }

    /**
     * Passes what was read without a problem.
     *
     * @throws ConfigError with every problem
     */
    public void orThrow() {
        if (!problems.isEmpty()) {
            throw error();
        }
    }

    private String at(String key) {
        if (key.isEmpty()) {
            return path;
        }
        return path.isEmpty() ? key : path + "." + key;
    }

    private Optional<JsonNode> node(String key) {
        read.add(key);
        return Optional.ofNullable(tree.get(key));
    }

    private <T> T scalar(String key, Class<T> type, T absent) {
        T value = node(key).map(node -> read(node, key, type, absent)).orElse(absent);
        return value;
    }

    private <T extends @Nullable Object> T read(
            JsonNode node, String key, Class<?> type, T absent) {
        Object value = new Scalars(at(key), problems).read(node, type);
        @SuppressWarnings("unchecked")
        T typed = value == null ? absent : (T) value;
        return typed;
    }

    private <T> List<T> list(String key, Class<T> type) {
        Optional<JsonNode> node = node(key).filter(value -> !value.isNull());
        if (node.isEmpty()) {
            return List.of();
        }
        if (!node.get().isArray()) {
            problem(key, "a list", Scalars.show(node.get()), "");
            return List.of();
        }
        List<T> values = new ArrayList<>();
        for (int i = 0; i < node.get().size(); i++) {
            Object value =
                    new Scalars(at(key) + "[" + i + "]", problems).read(node.get().get(i), type);
            if (value != null) {
                values.add(type.cast(value));
            }
        }
        return List.copyOf(values);
    }
}
