package io.fovea.cli;

import io.fovea.data.scenes.SceneOptions;

import picocli.CommandLine.Option;

/**
 * Options that say which composed scenes are asked about; the defaults are those of the embedded
 * model's card.
 */
final class SceneArguments {

    private static final SceneOptions CARD = SceneOptions.ofTheCard();

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "side of a scene (default: ${DEFAULT-VALUE})")
    int size = CARD.width();

    @Option(
            names = "--min-things",
            paramLabel = "N",
            description = "fewest things (default: ${DEFAULT-VALUE})")
    int minThings = CARD.minThings();

    @Option(
            names = "--max-things",
            paramLabel = "N",
            description = "most things (default: ${DEFAULT-VALUE})")
    int maxThings = CARD.maxThings();

    @Option(
            names = "--min-fraction",
            paramLabel = "F",
            description =
                    "smallest longest side of a thing, of the scene's side (default:"
                            + " ${DEFAULT-VALUE})")
    double minFraction = CARD.minFraction();

    @Option(
            names = "--max-fraction",
            paramLabel = "F",
            description =
                    "largest longest side of a thing, of the scene's side (default:"
                            + " ${DEFAULT-VALUE})")
    double maxFraction = CARD.maxFraction();

    @Option(
            names = "--min-visible",
            paramLabel = "F",
            description = "least visible part of each thing (default: ${DEFAULT-VALUE})")
    double minVisible = CARD.minVisible();

    @Option(
            names = "--dialogues",
            paramLabel = "N",
            description = "questions a scene (default: ${DEFAULT-VALUE})")
    int dialogues = CARD.dialogues();

    /** The options as they are checked and reported. */
    SceneOptions options() {
        return new SceneOptions(
                size,
                size,
                minThings,
                maxThings,
                minFraction,
                maxFraction,
                minVisible,
                dialogues,
                CARD.mix());
    }
}
