package io.fovea.model;

import io.fovea.tokenizer.Tokenizer;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What a family makes of a folder's configuration: everything but values.
 *
 * @param description what the model says about itself
 * @param model makes the tree of modules, without extensions and without values
 * @param processor makes what turns conversations into ids
 * @param spare weights that such folders may hold and that are not needed
 * @param warnings keys of the configuration that we do not know
 */
public record ModelPlan(
        ModelDescription description,
        Supplier<VisionLanguageModel> model,
        Function<Tokenizer, Processor> processor,
        Predicate<String> spare,
        List<String> warnings) {

    public ModelPlan {
        warnings = List.copyOf(warnings);
    }
}
