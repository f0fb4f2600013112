package io.fovea.data.scenes;

import io.fovea.image.Image;

import java.util.List;

/**
 * A composed picture and what is in it.
 *
 * @param image the picture
 * @param things from the back to the front
 * @param covered {@code covered[i][j]} pixels of thing i lie hidden behind thing j
 * @param touching {@code touching[i][j]} whether visible pixels of the two are neighbours
 * @param backgroundSeen whether the background belongs to the training material (or is drawn)
 */
public record Scene(
        Image image,
        List<SceneThing> things,
        int[][] covered,
        boolean[][] touching,
        boolean backgroundSeen) {

    public Scene {
        things = List.copyOf(things);
    }

    /** Whether the whole picture is made of training material. */
    boolean seen() {
        return backgroundSeen && things.stream().allMatch(SceneThing::seen);
    }

    /** The things of a kind, from left to right by centre. */
    List<SceneThing> ofKind(ThingKind kind) {
        return leftToRight().stream().filter(thing -> thing.kind() == kind).toList();
    }

    /** All things from left to right by centre. */
    List<SceneThing> leftToRight() {
        return things.stream().sorted((a, b) -> Double.compare(a.centreX(), b.centreX())).toList();
    }

    /** Kinds in the picture, each once. */
    List<ThingKind> kinds() {
        return things.stream().map(SceneThing::kind).distinct().toList();
    }

    /** Part of one thing, 0..1, that is hidden behind another. */
    double hiddenBehind(SceneThing thing, SceneThing front) {
        return (double) covered[indexOf(thing)][indexOf(front)] / thing.fullPixels();
    }

    /** Whether one is seen right beside the other. */
    boolean touch(SceneThing a, SceneThing b) {
        return touching[indexOf(a)][indexOf(b)];
    }

    /** By identity: comparing masks would be slow. */
    private int indexOf(SceneThing thing) {
        for (int i = 0; i < things.size(); i++) {
            if (things.get(i) == thing) {
                return i;
            }
        }
        throw new IllegalArgumentException("a " + thing.kind().name() + " of another scene");
    }
}
