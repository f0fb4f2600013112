package io.fovea.config;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Numbers, truth values, texts and enum constants at one path; notes a problem where the tree holds
 * something else.
 */
final class Scalars {

    private static final int SHOWN = 60;

    private final String path;
    private final List<Problem> problems;

    Scalars(String path, List<Problem> problems) {
        this.path = path;
        this.problems = problems;
    }

    /** The value, or null after a problem was noted. */
    @Nullable Object read(JsonNode node, Class<?> type) {
        if (type.isEnum()) {
            return node.isTextual() ? constant(node.asText(), type) : wrong(type, node, "");
        }
        return switch (type.getName()) {
            case "int", "java.lang.Integer" ->
                    node.isIntegralNumber() && node.canConvertToInt()
                            ? (Object) node.intValue()
                            : wrong(type, node, "");
            case "long", "java.lang.Long" ->
                    node.isIntegralNumber() && node.canConvertToLong()
                            ? (Object) node.longValue()
                            : wrong(type, node, "");
            case "double", "java.lang.Double" ->
                    node.isNumber() && Double.isFinite(node.doubleValue())
                            ? (Object) node.doubleValue()
                            : wrong(type, node, "");
            case "float", "java.lang.Float" ->
                    node.isNumber() && Float.isFinite(node.floatValue())
                            ? (Object) node.floatValue()
                            : wrong(type, node, "");
            case "boolean", "java.lang.Boolean" ->
                    node.isBoolean() ? (Object) node.booleanValue() : wrong(type, node, "");
            case "java.lang.String" -> node.isTextual() ? node.textValue() : wrong(type, node, "");
            case "java.nio.file.Path" -> node.isTextual() ? file(node) : wrong(type, node, "");
            default ->
                    throw new IllegalStateException(
                            path + ": the type " + type + " has no JSON form");
        };
    }

    /** A key of a map as text or enum constant, or null after a problem was noted. */
    @Nullable Object key(String key, Type type) {
        if (type == String.class) {
            return key;
        }
        if (type instanceof Class<?> plain && plain.isEnum()) {
            return constant(key, plain);
        }
        throw new IllegalStateException(path + ": maps need text or enum keys, not " + type);
    }

    private @Nullable Object constant(String text, Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            if (Names.constant((Enum<?>) constant).equals(text)) {
                return constant;
            }
        }
        problems.add(
                new Problem(
                        path, describe(type), quote(text), Names.didYouMean(text, names(type))));
        return null;
    }

    private @Nullable Object file(JsonNode node) {
        try {
            return Path.of(node.textValue());
        } catch (InvalidPathException e) {
            return wrong(Path.class, node, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Object wrong(Class<?> type, JsonNode node, String hint) {
        problems.add(new Problem(path, describe(type), show(node), hint));
        return null;
    }

    private static List<String> names(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(c -> Names.constant((Enum<?>) c))
                .toList();
    }

    /** What a component of this type looks like in JSON, in words. */
    static String describe(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == Map.class ? "an object" : "a list";
        }
        if (type instanceof Class<?> plain && plain.isEnum()) {
            return "one of " + String.join(", ", names(plain));
        }
        return switch (type.getTypeName()) {
            case "int", "java.lang.Integer" -> "a whole number of 32 bits";
            case "long", "java.lang.Long" -> "a whole number of 64 bits";
            case "double", "java.lang.Double", "float", "java.lang.Float" -> "a finite number";
            case "boolean", "java.lang.Boolean" -> "true or false";
            case "java.lang.String" -> "a text";
            case "java.nio.file.Path" -> "a path as text";
            default -> "an object";
        };
    }

    /** A tree as it stands in the file, shortened, with its kind where it is long. */
    static String show(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list of " + node.size();
            case OBJECT -> "an object of " + node.size() + " keys";
            case STRING -> quote(node.textValue());
            default -> shorten(node.toString());
        };
    }

    private static String quote(String text) {
        return '"' + shorten(text) + '"';
    }

    static String shorten(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    }
}
