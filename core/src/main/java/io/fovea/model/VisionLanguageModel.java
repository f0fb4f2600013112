package io.fovea.model;

import io.fovea.language.LanguageModel;
import io.fovea.nn.Module;
import io.fovea.tensor.Device;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Vision and language, of any family. Other modules are attached under a name and saved with it. A
 * model without vision is a language model.
 */
public final class VisionLanguageModel extends Module {

    private final ModelDescription description;
    private final @Nullable Vision vision;
    private final LanguageModel language;
    private final Map<String, Module> extensions = new LinkedHashMap<>();

    /**
     * Puts parts together.
     *
     * @param vision its weights are named from the root
     * @param languageName stands before the names of the language model's weights; may be empty
     */
    VisionLanguageModel(
            ModelDescription description,
            @Nullable Vision vision,
            String languageName,
            LanguageModel language) {
        this.description = description;
        this.vision = vision == null ? null : child("", vision);
        this.language = child(languageName, language);
    }

    /** What it says about itself. */
    public ModelDescription description() {
        return description;
    }

    public LanguageModel language() {
        return language;
    }

    /**
     * The picture side.
     *
     * @throws IllegalStateException when it has none
     */
    public Vision vision() {
        if (vision == null) {
            throw new IllegalStateException(
                    "a model of the family '"
                            + description.modelType()
                            + "' reads words only; take one that sees for pictures");
        }
        return vision;
    }

    /** Whether it reads pictures. */
    public boolean sees() {
        return vision != null;
    }

    /** Adds a module whose weights are named {@code name.*} and saved with the model. */
    public <M extends Module> M attach(String name, M extension) {
        if (extensions.putIfAbsent(name, extension) != null) {
            throw new IllegalArgumentException("the model already has an extension '" + name + "'");
        }
        return child(name, extension);
    }

    /** An attached module, if it is there and of that type. */
    public <M extends Module> Optional<M> extension(String name, Class<M> type) {
        return Optional.ofNullable(extensions.get(name)).filter(type::isInstance).map(type::cast);
    }

    /** Where its weights are. */
    public Device device() {
        return language.parameters().firstEntry().getValue().value().device();
    }
}
