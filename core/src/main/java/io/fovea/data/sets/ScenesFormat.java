package io.fovea.data.sets;

import io.fovea.data.Dataset;
import io.fovea.data.files.DataError;
import io.fovea.data.files.Findings;
import io.fovea.data.scenes.SceneMix;
import io.fovea.data.scenes.SceneOptions;
import io.fovea.data.scenes.ScenePack;
import io.fovea.data.scenes.ScenePackReader;
import io.fovea.data.scenes.ScenesDataset;
import io.fovea.data.scenes.Split;
import io.fovea.data.scenes.ToldScenes;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Composed scenes, endless; without options those of the embedded model's card. */
public final class ScenesFormat implements DataFormat {

    static final String NAME = "scenes";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "composed scenes, without end: train, validation or test";
    }

    @Override
    public String example() {
        return "scenes:test,size=192,dialogues=4";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "as", "pictures, or words: a list of what is there before each question (pictures)",
                "seed", "of the scenes (1)",
                "size", "side of a scene in pixels (128)",
                "min_things", "fewest things (2)",
                "max_things", "most things (5)",
                "min_fraction", "smallest longest side of a thing (0.24)",
                "max_fraction", "largest longest side of a thing (0.5)",
                "min_visible", "least visible part of each thing (0.65)",
                "dialogues", "exchanges a scene (8)",
                "only", "kinds of exchange, such as name+qualifier+relation (all)");
    }

    @Override
    public boolean endless() {
        return true;
    }

    @Override
    public Dataset open(DataSpec spec, Findings findings) {
        try {
            return scenes(spec, ScenePackReader.builtIn(), SceneOptions.ofTheCard(), 1);
        } catch (IOException e) {
            throw new DataError("the pictures of composed scenes cannot be read: " + e, e);
        }
    }

    /**
     * The scenes that a spec names.
     *
     * @param usual options where it leaves them open
     * @param seed where it gives none
     * @throws DataError when an option is out of range
     */
    public static Dataset scenes(DataSpec spec, ScenePack pack, SceneOptions usual, long seed) {
        SceneOptions options = options(spec, usual);
        long own =
                spec.options().containsKey("seed")
                        ? spec.whole("seed", 0, Integer.MIN_VALUE)
                        : seed;
        return switch (spec.options().getOrDefault("as", "pictures")) {
            case "pictures" -> new ScenesDataset(pack, options, split(spec), own);
            case "words" -> new ToldScenes(pack, options, split(spec), own);
            default ->
                    throw new DataError(
                            "scenes are seen as pictures or told as words, got as="
                                    + spec.options().get("as"));
        };
    }

    /** Whether a spec names scenes. */
    public static boolean matches(DataSpec spec) {
        return spec.format().equals(NAME);
    }

    /**
     * What a spec changes of some options.
     *
     * @throws DataError when an option is out of range
     */
    public static SceneOptions options(DataSpec spec, SceneOptions usual) {
        int width = spec.whole("size", usual.width(), 16);
        int height = spec.whole("size", usual.height(), 16);
        try {
            return new SceneOptions(
                    width,
                    height,
                    spec.whole("min_things", usual.minThings(), 1),
                    spec.whole("max_things", usual.maxThings(), 1),
                    spec.number("min_fraction", usual.minFraction()),
                    spec.number("max_fraction", usual.maxFraction()),
                    spec.number("min_visible", usual.minVisible()),
                    spec.whole("dialogues", usual.dialogues(), 1),
                    mix(spec, usual.mix()));
        } catch (IllegalArgumentException e) {
            throw new DataError(String.valueOf(e.getMessage()), e);
        }
    }

    private static SceneMix mix(DataSpec spec, SceneMix usual) {
        String only = spec.options().get("only");
        return only == null ? usual : usual.only(List.of(only.split("\\+")));
    }

    /**
     * The split that a spec names; {@code scenes} alone is that of training.
     *
     * @throws DataError when there is no such split
     */
    public static Split split(DataSpec spec) {
        return spec.place().isEmpty()
                ? Split.TRAIN
                : Arrays.stream(Split.values())
                        .filter(split -> lower(split).equals(spec.place()))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new DataError(
                                                "scenes have no split '"
                                                        + spec.place()
                                                        + "'; expected one of "
                                                        + Arrays.stream(Split.values())
                                                                .map(ScenesFormat::lower)
                                                                .collect(
                                                                        Collectors.joining(", "))));
    }

    private static String lower(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }
}
