package io.fovea.projector;

import io.fovea.nn.Activation;

import java.util.List;

/** The list of projectors: one line each. */
public final class Projectors {

    private Projectors() {}

    /**
     * The projector of a config, Dv wide in and Dl wide out.
     *
     * @throws IllegalArgumentException listing the known types
     */
    public static Projector of(ProjectorConfig config, int visionWidth, int languageWidth) {
        List<String> layers =
                switch (config.type()) {
                    case "linear" -> List.of("mlp.layers.0");
                    case "mlp" -> List.of("mlp.layers.0", "mlp.layers.1");
                    default ->
                            throw new IllegalArgumentException(
                                    "unknown projector '"
                                            + config.type()
                                            + "', known: linear, mlp");
                };
        return of(
                new ProjectorForm.Stack(layers, Activation.GELU, config.pooledGrid()),
                visionWidth,
                languageWidth);
    }

    /** The projector of a Hugging Face checkpoint; weights are named below its prefix. */
    public static Projector of(ProjectorForm form, int visionWidth, int languageWidth) {
        return switch (form) {
            case ProjectorForm.Stack stack -> new MlpProjector(stack, visionWidth, languageWidth);
            case ProjectorForm.Shuffle shuffle ->
                    new ShuffleProjector(shuffle, visionWidth, languageWidth);
            case ProjectorForm.Merge merge -> new MergeProjector(merge, visionWidth, languageWidth);
        };
    }
}
