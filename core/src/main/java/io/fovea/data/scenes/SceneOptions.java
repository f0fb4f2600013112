package io.fovea.data.scenes;

import java.util.Locale;

/**
 * What scenes look like and how much is said about each.
 *
 * @param width picture columns
 * @param height picture rows
 * @param minThings fewest things in a scene
 * @param maxThings most things in a scene, at most 5 (the words go to five)
 * @param minFraction smallest longest side of a thing as a fraction of the shorter picture side
 * @param maxFraction largest longest side of a thing as a fraction of the shorter picture side
 * @param minVisible least visible part of each thing, 0..1
 * @param dialogues exchanges for each scene
 * @param mix weights of the families of exchanges
 */
public record SceneOptions(
        int width,
        int height,
        int minThings,
        int maxThings,
        double minFraction,
        double maxFraction,
        double minVisible,
        int dialogues,
        SceneMix mix) {

    public SceneOptions {
        require(
                width >= 16 && height >= 16,
                "width and height",
                "at least 16",
                width + " x " + height);
        require(
                minThings >= 1 && minThings <= maxThings && maxThings <= 5,
                "fewest and most things",
                "1 <= min <= max <= 5",
                minThings + " and " + maxThings);
        require(
                minFraction > 0.05 && minFraction <= maxFraction && maxFraction <= 0.9,
                "smallest and largest fraction",
                "0.05 < min <= max <= 0.9",
                minFraction + " and " + maxFraction);
        require(minVisible > 0 && minVisible <= 1, "visible part", "in (0, 1]", "" + minVisible);
        require(dialogues >= 1, "dialogues", "at least 1", "" + dialogues);
    }

    /** 128 x 128 pixels, 2 to 5 things of 0.22 to 0.5 of the side, eight exchanges. */
    public static SceneOptions defaults() {
        return new SceneOptions(128, 128, 2, 5, 0.22, 0.5, 0.6, 8, SceneMix.defaults());
    }

    /**
     * What the embedded model's card is measured on: things a little larger, less of them hidden.
     */
    public static SceneOptions ofTheCard() {
        return new SceneOptions(128, 128, 2, 5, 0.24, 0.5, 0.65, 8, SceneMix.defaults());
    }

    /** In words, for a report; canvases are square there. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "%d px, %d-%d things, longest side %.2f-%.2f of the picture, visible at least %.2f,"
                        + " %d questions each",
                width,
                minThings,
                maxThings,
                minFraction,
                maxFraction,
                minVisible,
                dialogues);
    }

    /** The same scenes on a square canvas of another size. */
    public SceneOptions withSize(int side) {
        return new SceneOptions(
                side,
                side,
                minThings,
                maxThings,
                minFraction,
                maxFraction,
                minVisible,
                dialogues,
                mix);
    }

    /** The same scenes with another number of exchanges. */
    public SceneOptions withDialogues(int count) {
        return new SceneOptions(
                width,
                height,
                minThings,
                maxThings,
                minFraction,
                maxFraction,
                minVisible,
                count,
                mix);
    }

    /** The same scenes with another mix of exchanges. */
    public SceneOptions withMix(SceneMix other) {
        return new SceneOptions(
                width,
                height,
                minThings,
                maxThings,
                minFraction,
                maxFraction,
                minVisible,
                dialogues,
                other);
    }

    private static void require(boolean holds, String what, String expected, String got) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "scene options: " + what + " must be " + expected + ", got " + got);
        }
    }
}
