package io.fovea.cli;

import io.fovea.data.Dataset;
import io.fovea.data.scenes.SceneMix;
import io.fovea.data.scenes.SceneOptions;
import io.fovea.data.scenes.ScenePack;
import io.fovea.data.scenes.ScenesDataset;
import io.fovea.data.scenes.Split;

import picocli.CommandLine.Option;

import java.util.Locale;

/**
 * Options that say which composed scenes are asked about; the defaults are those of the embedded
 * model's card.
 */
final class SceneArguments {

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "side of a scene (default: ${DEFAULT-VALUE})")
    int size = 128;

    @Option(
            names = "--min-things",
            paramLabel = "N",
            description = "fewest things (default: ${DEFAULT-VALUE})")
    int minThings = 2;

    @Option(
            names = "--max-things",
            paramLabel = "N",
            description = "most things (default: ${DEFAULT-VALUE})")
    int maxThings = 5;

    @Option(
            names = "--min-fraction",
            paramLabel = "F",
            description =
                    "smallest longest side of a thing, of the scene's side (default:"
                            + " ${DEFAULT-VALUE})")
    double minFraction = 0.24;

    @Option(
            names = "--max-fraction",
            paramLabel = "F",
            description =
                    "largest longest side of a thing, of the scene's side (default:"
                            + " ${DEFAULT-VALUE})")
    double maxFraction = 0.5;

    @Option(
            names = "--min-visible",
            paramLabel = "F",
            description = "least visible part of each thing (default: ${DEFAULT-VALUE})")
    double minVisible = 0.65;

    @Option(
            names = "--dialogues",
            paramLabel = "N",
            description = "questions a scene (default: ${DEFAULT-VALUE})")
    int dialogues = 8;

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
                SceneMix.defaults());
    }

    Dataset dataset(ScenePack pack, Split split, long seed) {
        return new ScenesDataset(pack, options(), split, seed);
    }

    /** In words, for a report. */
    String words() {
        return String.format(
                Locale.ROOT,
                "%d px, %d-%d things, longest side %.2f-%.2f of the picture, visible at least %.2f,"
                        + " %d questions each",
                size,
                minThings,
                maxThings,
                minFraction,
                maxFraction,
                minVisible,
                dialogues);
    }

    /**
     * The split that a data set's name says.
     *
     * @throws CliError when it is not one of the scenes
     */
    static Split split(String data) {
        for (Split split : Split.values()) {
            if (data.equals("scenes:" + split.name().toLowerCase(Locale.ROOT))) {
                return split;
            }
        }
        throw new CliError(
                "there is no data set '"
                        + data
                        + "'; expected scenes:test, scenes:validation or scenes:train");
    }
}
