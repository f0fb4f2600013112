package io.fovea.pruning;

import io.fovea.model.ModelPlan;
import io.fovea.model.VisionLanguageModel;
import io.fovea.nn.Parameter;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that weights of a model's language layers have in its checkpoint, whatever its family.
 *
 * @param prefix stands before the index of a layer, such as {@code language_model.model.layers.}
 * @param count L
 */
public record LanguageLayers(String prefix, int count) {

    private static final Pattern LAYER = Pattern.compile("(.*\\blayers\\.)\\d+\\..*");

    /** The layers of the model that a folder describes; reads no weights. */
    public static LanguageLayers of(ModelPlan plan) {
        try (VisionLanguageModel model = plan.model().get()) {
            return of(model);
        }
    }

    /** The layers of a model. */
    public static LanguageLayers of(VisionLanguageModel model) {
        Set<Parameter> own = Collections.newSetFromMap(new IdentityHashMap<>());
        own.addAll(model.language().parameters().values());
        String prefix =
                model.parameters().entrySet().stream()
                        .filter(entry -> own.contains(entry.getValue()))
                        .map(entry -> LAYER.matcher(entry.getKey()))
                        .filter(Matcher::matches)
                        .map(matcher -> matcher.group(1))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "the language model of the family '"
                                                        + model.description().modelType()
                                                        + "' has no layers by index"));
        return new LanguageLayers(prefix, model.language().layers());
    }

    /** The layer that a weight belongs to; empty for all other weights. */
    public OptionalInt layerOf(String name) {
        if (!name.startsWith(prefix)) {
            return OptionalInt.empty();
        }
        int end = name.indexOf('.', prefix.length());
        String index = name.substring(prefix.length(), Math.max(end, prefix.length()));
        return index.matches("\\d{1,6}")
                ? OptionalInt.of(Integer.parseInt(index))
                : OptionalInt.empty();
    }

    /** What a layer's weight is called within its layer, such as {@code mlp.up_proj.weight}. */
    public String within(String name) {
        return name.substring(name.indexOf('.', prefix.length()) + 1);
    }

    /** The name of a weight of a layer. */
    public String name(int layer, String within) {
        return prefix + layer + "." + within;
    }
}
