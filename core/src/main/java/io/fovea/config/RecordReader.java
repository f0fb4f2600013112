package io.fovea.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Walks a tree along a record class and notes every problem instead of stopping at the first. */
final class RecordReader {

    private final UnknownKeys unknownKeys;
    private final List<Problem> problems = new ArrayList<>();

    RecordReader(UnknownKeys unknownKeys) {
        this.unknownKeys = unknownKeys;
    }

    List<Problem> problems() {
        return Collections.unmodifiableList(problems);
    }

    /** The value, or null after a problem was noted. */
    @Nullable Object read(JsonNode tree, Class<?> type) {
        return value(tree, type, "", null);
    }

    private @Nullable Object value(
            JsonNode node, Type type, String path, @Nullable Object fallback) {
        if (type instanceof ParameterizedType generic) {
            return container(node, generic, path);
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalStateException(path + ": the type " + type + " has no JSON form");
        }
        if (plain == JsonNode.class) {
            return node;
        }
        if (plain.isRecord()) {
            return record(node, plain, path, fallback);
        }
        if (plain.isSealed() && plain.isInterface()) {
            return variant(node, plain, path, fallback);
        }
        return new Scalars(path, problems).read(node, plain);
    }

    private @Nullable Object container(JsonNode node, ParameterizedType type, String path) {
        Type[] of = type.getActualTypeArguments();
        if (type.getRawType() == Optional.class) {
            return Optional.ofNullable(value(node, of[0], path, null));
        }
        if (type.getRawType() == List.class) {
            return elements(node, of[0], path, new ArrayList<>());
        }
        if (type.getRawType() == Set.class) {
            return elements(node, of[0], path, new LinkedHashSet<>());
        }
        if (type.getRawType() == Map.class) {
            return map(node, of[0], of[1], path);
        }
        throw new IllegalStateException(path + ": the type " + type + " has no JSON form");
    }

    private @Nullable Object elements(
            JsonNode node, Type of, String path, Collection<Object> into) {
        if (!node.isArray()) {
            return wrong(path, "a list", node);
        }
        for (int i = 0; i < node.size(); i++) {
            String at = path + "[" + i + "]";
            Object element = value(node.get(i), of, at, null);
            if (element != null && !into.add(element)) {
                problems.add(
                        new Problem(at, "each element once", node.get(i).toString(), "remove one"));
            }
        }
        return switch (into) {
            case List<Object> list -> Collections.unmodifiableList(list);
            case Set<Object> set -> Collections.unmodifiableSet(set);
            default -> into;
        };
    }

    private @Nullable Object map(JsonNode node, Type keyType, Type valueType, String path) {
        if (!node.isObject()) {
            return wrong(path, "an object", node);
        }
        Map<Object, Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String at = join(path, entry.getKey());
            Object key = new Scalars(at, problems).key(entry.getKey(), keyType);
            Object value = value(entry.getValue(), valueType, at, null);
            if (key != null && value != null) {
                map.put(key, value);
            }
        }
        return Collections.unmodifiableMap(map);
    }

    private @Nullable Object variant(
            JsonNode node, Class<?> sealed, String path, @Nullable Object fallback) {
        Map<String, Class<?>> variants = RecordShape.variants(sealed);
        String options = "one of " + String.join(", ", variants.keySet());
        if (node.isTextual()) {
            return named(node, variants, options, path);
        }
        if (!node.isObject()) {
            return wrong(path, "an object with the key type", node);
        }
        JsonNode type = node.get(RecordShape.TYPE_KEY);
        if (type == null) {
            for (Map.Entry<String, Class<?>> entry : variants.entrySet()) {
                if (node.has(entry.getKey()) && RecordShape.isNamedByKey(entry.getValue())) {
                    return record(node, entry.getValue(), path, fallback);
                }
            }
            if (fallback != null) {
                return record(node, fallback.getClass(), path, fallback);
            }
            problems.add(
                    new Problem(
                            join(path, RecordShape.TYPE_KEY), options, "nothing", "add the key"));
            return null;
        }
        Class<?> chosen = variants.get(type.asText());
        if (!type.isTextual() || chosen == null) {
            String hint = Names.didYouMean(type.asText(), variants.keySet());
            problems.add(
                    new Problem(
                            join(path, RecordShape.TYPE_KEY), options, Scalars.show(type), hint));
            return null;
        }
        return record(node, chosen, path, fallback);
    }

    /** A text stands for the record of that name, without keys. */
    private @Nullable Object named(
            JsonNode text, Map<String, Class<?>> variants, String options, String path) {
        Class<?> chosen = variants.get(text.textValue());
        if (chosen == null) {
            String hint = Names.didYouMean(text.textValue(), variants.keySet());
            problems.add(new Problem(path, options, Scalars.show(text), hint));
            return null;
        }
        return record(JsonNodeFactory.instance.objectNode(), chosen, path, null);
    }

    private @Nullable Object record(
            JsonNode node, Class<?> type, String path, @Nullable Object fallback) {
        if (!node.isObject()) {
            return wrong(path, "an object", node);
        }
        int before = problems.size();
        Map<String, RecordComponent> components = RecordShape.components(type);
        checkKeys(node, type, components, path);
        Object base = type.isInstance(fallback) ? fallback : RecordShape.defaults(type);
        List<@Nullable Object> values = new ArrayList<>();
        for (Map.Entry<String, RecordComponent> entry : components.entrySet()) {
            values.add(component(node, entry.getKey(), entry.getValue(), path, base));
        }
        if (problems.size() > before) {
            return null;
        }
        try {
            return RecordShape.construct(type, values.toArray());
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(path, "values in range", String.valueOf(e.getMessage()), ""));
            return null;
        }
    }

    private @Nullable Object component(
            JsonNode node,
            String key,
            RecordComponent component,
            String path,
            @Nullable Object base) {
        JsonNode child = node.get(key);
        String at = join(path, key);
        Object fallback = base == null ? null : RecordShape.get(component, base);
        boolean optional = component.getType() == Optional.class;
        if (child == null && base != null) {
            return fallback;
        }
        boolean mayBeAbsent = optional || RecordShape.isNullable(component);
        if (mayBeAbsent && (child == null || child.isNull())) {
            return optional ? Optional.empty() : null;
        }
        if (child == null) {
            String what = Scalars.describe(component.getGenericType());
            problems.add(new Problem(at, what, "nothing", "add the key " + key));
            return null;
        }
        return value(child, component.getGenericType(), at, fallback);
    }

    private void checkKeys(
            JsonNode node, Class<?> type, Map<String, RecordComponent> known, String path) {
        boolean variant = RecordShape.isVariant(type);
        JsonNode name = node.get(RecordShape.TYPE_KEY);
        String expectedName = RecordShape.variantName(type);
        if (variant && name != null && !name.asText().equals(expectedName)) {
            String at = join(path, RecordShape.TYPE_KEY);
            problems.add(new Problem(at, '"' + expectedName + '"', Scalars.show(name), ""));
        }
        if (unknownKeys == UnknownKeys.IGNORE) {
            return;
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String key = entry.getKey();
            if (!known.containsKey(key) && !(variant && key.equals(RecordShape.TYPE_KEY))) {
                String keys =
                        known.isEmpty()
                                ? "no keys here"
                                : "one of " + String.join(", ", known.keySet());
                String hint = Names.didYouMean(key, known.keySet());
                problems.add(
                        new Problem(
                                join(path, key),
                                keys,
                                "an unknown key",
                                hint.isEmpty() ? "remove it" : hint));
            }
        }
    }

    private @Nullable Object wrong(String path, String expected, JsonNode got) {
        problems.add(new Problem(path, expected, Scalars.show(got), ""));
        return null;
    }

    private static String join(String path, String key) {
        String step = key.matches("[A-Za-z0-9_-]{1,80}") ? key : "\"" + Scalars.shorten(key) + "\"";
        return path.isEmpty() ? step : path + "." + step;
    }
}
