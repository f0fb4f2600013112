package io.fovea.sweep;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One model of a sweep.
 *
 * @param name of its run: experiment, variant and seed
 * @param variant its name
 * @param recipe the recipe as this cell has it
 * @param make the verb that writes the model instead; null where it is trained
 */
public record SweepCell(
        String name, String variant, long seed, JsonNode recipe, @Nullable List<String> make) {

    private static final String SEED = "{seed}";

    private static final String APPEND = "-";

    static SweepCell of(Sweep sweep, Sweep.Variant variant, long seed, JsonNode base) {
        if (!base.isObject()) {
            throw new IllegalArgumentException(sweep.recipe() + " is no JSON object");
        }
        ObjectNode recipe = base.deepCopy();
        String name = sweep.name() + "-" + variant.name() + "-s" + seed;
        variant.set()
                .forEach(
                        (pointer, value) ->
                                set(recipe, pointer, seeded(value, seed), variant.name()));
        recipe.put("name", name);
        recipe.put("seed", seed);
        List<String> make =
                variant.make() == null
                        ? null
                        : variant.make().stream().map(word -> seeded(word, seed)).toList();
        return new SweepCell(name, variant.name(), seed, recipe, make);
    }

    private static JsonNode seeded(JsonNode value, long seed) {
        return value.isTextual() ? TextNode.valueOf(seeded(value.asText(), seed)) : value;
    }

    private static String seeded(String text, long seed) {
        return text.replace(SEED, String.valueOf(seed));
    }

    private static void set(ObjectNode recipe, String text, JsonNode value, String variant) {
        JsonPointer pointer;
        try {
            pointer = JsonPointer.compile(text);
        } catch (IllegalArgumentException e) {
            throw misplaced(text, variant, "it is no JSON pointer, such as /stages/0/steps", e);
        }
        if (pointer.matches()) {
            throw misplaced(text, variant, "it names the whole recipe", null);
        }
        String key = pointer.last().getMatchingProperty();
        JsonNode parent = recipe.at(pointer.head());
        switch (parent) {
            case ObjectNode object -> object.set(key, value.deepCopy());
            case ArrayNode list when key.equals(APPEND) -> list.add(value.deepCopy());
            case ArrayNode list when list.has(pointer.last().getMatchingIndex()) ->
                    list.set(pointer.last().getMatchingIndex(), value.deepCopy());
            default ->
                    throw misplaced(
                            text,
                            variant,
                            "there is nothing at " + pointer.head() + " with it",
                            null);
        }
    }

    private static IllegalArgumentException misplaced(
            String pointer, String variant, String why, Throwable cause) {
        return new IllegalArgumentException(
                "the variant '" + variant + "' sets '" + pointer + "', but " + why, cause);
    }
}
