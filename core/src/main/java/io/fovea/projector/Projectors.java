package io.fovea.projector;

/** The list of projectors: one line each. */
public final class Projectors {

    private Projectors() {}

    /**
     * The projector of a config, Dv wide in and Dl wide out.
     *
     * @throws IllegalArgumentException listing the known types
     */
    public static Projector of(ProjectorConfig config, int visionWidth, int languageWidth) {
        return switch (config.type()) {
            case "linear" -> new MlpProjector(config.pooledGrid(), visionWidth, languageWidth);
            case "mlp" ->
                    new MlpProjector(
                            config.pooledGrid(), visionWidth, languageWidth, languageWidth);
            default ->
                    throw new IllegalArgumentException(
                            "unknown projector '" + config.type() + "', known: linear, mlp");
        };
    }
}
