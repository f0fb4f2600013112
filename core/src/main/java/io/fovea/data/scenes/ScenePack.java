package io.fovea.data.scenes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The material that scenes are composed of: named kinds, one or more cut-outs of each, and
 * backgrounds. Immutable and safe to share between threads.
 */
public final class ScenePack {

    private final List<ThingKind> kinds;
    private final Map<String, List<CutOut>> train;
    private final Map<String, List<CutOut>> heldOut;
    private final List<Background> backgrounds;

    private ScenePack(
            List<ThingKind> kinds,
            Map<String, List<CutOut>> train,
            Map<String, List<CutOut>> heldOut,
            List<Background> backgrounds) {
        this.kinds = List.copyOf(kinds);
        this.train = train;
        this.heldOut = heldOut;
        this.backgrounds = List.copyOf(backgrounds);
    }

    /**
     * A pack from pictures in memory.
     *
     * @throws IllegalArgumentException naming every kind without a cut-out for training, every
     *     cut-out of an unknown kind and every repeated kind
     */
    public static ScenePack of(
            List<ThingKind> kinds, List<CutOut> cutOuts, List<Background> backgrounds) {
        List<String> problems = new ArrayList<>();
        Map<String, List<CutOut>> train = new LinkedHashMap<>();
        Map<String, List<CutOut>> heldOut = new LinkedHashMap<>();
        for (ThingKind kind : kinds) {
            if (train.put(kind.id(), new ArrayList<>()) != null) {
                problems.add("kind " + kind.id() + " is there twice");
            }
            heldOut.put(kind.id(), new ArrayList<>());
        }
        for (CutOut cutOut : cutOuts) {
            List<CutOut> same = (cutOut.heldOut() ? heldOut : train).get(cutOut.kind());
            if (same == null) {
                problems.add(
                        "cut-out "
                                + cutOut.source()
                                + " is of kind "
                                + cutOut.kind()
                                + ", which is not listed");
            } else {
                same.add(cutOut);
            }
        }
        train.forEach(
                (id, list) -> {
                    if (list.isEmpty()) {
                        problems.add("kind " + id + " has no cut-out of split train");
                    }
                });
        if (kinds.size() < 6) {
            problems.add(
                    "a pack needs at least 6 kinds so that some are absent, got " + kinds.size());
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "the scene pack cannot be used:\n  " + String.join("\n  ", problems));
        }
        train.replaceAll((id, list) -> List.copyOf(list));
        heldOut.replaceAll((id, list) -> List.copyOf(list));
        return new ScenePack(kinds, train, heldOut, backgrounds);
    }

    /** Every kind, in the order of the index. */
    public List<ThingKind> kinds() {
        return kinds;
    }

    /**
     * The cut-outs of a kind, either those of training or those kept for the test split (possibly
     * none).
     */
    public List<CutOut> cutOuts(ThingKind kind, boolean held) {
        return (held ? heldOut : train).getOrDefault(kind.id(), List.of());
    }

    /** Backgrounds, either those of training or those kept for the test split. */
    public List<Background> backgrounds(boolean held) {
        return backgrounds.stream().filter(background -> background.heldOut() == held).toList();
    }
}
