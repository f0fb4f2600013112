package io.fovea.language;

import io.fovea.config.ForeignObject;

import java.util.List;

/** Reads the {@code config.json} of one family of Hugging Face checkpoints. */
public interface LanguageFamily {

    /** Values of {@code model_type} that mean this family. */
    List<String> modelTypes();

    /** The decoder that a config describes; what does not fit is noted in the config. */
    DecoderConfig read(ForeignObject config);
}
