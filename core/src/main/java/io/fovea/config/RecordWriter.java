package io.fovea.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Records to trees, by the convention of {@link StrictJson}. */
final class RecordWriter {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RecordWriter() {}

    static JsonNode tree(@Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case JsonNode node -> node;
            case Optional<?> optional -> tree(optional.orElse(null));
            case Record record -> object(record);
            case Collection<?> list -> array(list);
            case Map<?, ?> map -> map(map);
            case String text -> NODES.textNode(text);
            case Path path -> NODES.textNode(path.toString());
            case Enum<?> constant -> NODES.textNode(Names.constant(constant));
            case Boolean flag -> NODES.booleanNode(flag);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(finite(number));
            case Float number -> {
                finite(number);
                yield NODES.numberNode(number);
            }
            default ->
                    throw new IllegalArgumentException(
                            "a value of " + value.getClass().getName() + " has no JSON form");
        };
    }

    private static ObjectNode object(Record record) {
        ObjectNode node = NODES.objectNode();
        Class<?> type = record.getClass();
        if (RecordShape.isVariant(type)) {
            node.put(RecordShape.TYPE_KEY, RecordShape.variantName(type));
        }
        RecordShape.components(type)
                .forEach(
                        (key, component) ->
                                node.set(key, tree(RecordShape.get(component, record))));
        return node;
    }

    private static ArrayNode array(Collection<?> list) {
        ArrayNode node = NODES.arrayNode();
        list.forEach(element -> node.add(tree(element)));
        return node;
    }

    private static ObjectNode map(Map<?, ?> map) {
        ObjectNode node = NODES.objectNode();
        map.forEach(
                (key, value) ->
                        node.set(
                                key instanceof Enum<?> e ? Names.constant(e) : String.valueOf(key),
                                tree(value)));
        return node;
    }

    private static double finite(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("JSON has no " + number + "; give a finite number");
        }
        return number;
    }
}
