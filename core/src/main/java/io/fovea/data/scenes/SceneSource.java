package io.fovea.data.scenes;

import io.fovea.data.Dataset;
import io.fovea.data.Dialogue;
import io.fovea.data.Sample;

import java.util.List;
import java.util.Locale;

/**
 * Endless scenes as a data set, in one form or another: the scene at an index, and what is said
 * about it, depend on seed, split, index, options and pack alone.
 */
abstract class SceneSource implements Dataset {

    private final ScenePack pack;
    private final SceneComposer composer;
    private final SceneLanguage language;
    private final SceneOptions options;
    private final Split split;
    private final long seed;

    SceneSource(ScenePack pack, SceneOptions options, Split split, long seed) {
        this.pack = pack;
        this.composer = new SceneComposer(pack, options);
        this.language = new SceneLanguage(pack);
        this.options = options;
        this.split = split;
        this.seed = seed;
    }

    /** A scene, the exchanges about it, and the draw that goes on behind them. */
    record Told(String id, Scene scene, List<Dialogue> dialogues, Draw draw) {}

    /** The scene in the form of this data set. */
    abstract Sample sample(Told told);

    @Override
    public long size() {
        return Long.MAX_VALUE;
    }

    @Override
    public List<String> labels() {
        return pack.kinds().stream().map(ThingKind::name).toList();
    }

    /** "train", "validation" or "test". */
    String split() {
        return split.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Sample get(long index) {
        if (index < 0) {
            throw new IndexOutOfBoundsException("scenes are numbered from 0, got " + index);
        }
        Draw draw = Draw.of(seed, split, index);
        Scene scene = composer.compose(split, draw);
        List<Dialogue> dialogues = language.dialogues(scene, options, split, draw);
        String id = "scenes-" + seed + "-" + split() + "-" + index;
        return sample(new Told(id, scene, dialogues, draw));
    }
}
