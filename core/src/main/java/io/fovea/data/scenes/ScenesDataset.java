package io.fovea.data.scenes;

import io.fovea.data.Dataset;
import io.fovea.data.Dialogue;
import io.fovea.data.Sample;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Endless composed scenes with exchanges about them. The sample at an index depends on seed, split,
 * index, options and pack alone; splits never share a scene. Safe to read from many threads.
 *
 * <p>A sample is tagged {@code seen} (whether all its pictures are training material), {@code
 * background} and {@code split}; its dialogues are tagged as {@link SceneLanguage} says.
 */
public final class ScenesDataset implements Dataset {

    private final ScenePack pack;
    private final SceneComposer composer;
    private final SceneLanguage language;
    private final SceneOptions options;
    private final Split split;
    private final long seed;

    public ScenesDataset(ScenePack pack, SceneOptions options, Split split, long seed) {
        this.pack = pack;
        this.composer = new SceneComposer(pack, options);
        this.language = new SceneLanguage(pack);
        this.options = options;
        this.split = split;
        this.seed = seed;
    }

    @Override
    public long size() {
        return Long.MAX_VALUE;
    }

    @Override
    public List<String> labels() {
        return pack.kinds().stream().map(ThingKind::name).toList();
    }

    @Override
    public Sample get(long index) {
        if (index < 0) {
            throw new IndexOutOfBoundsException("scenes are numbered from 0, got " + index);
        }
        Draw draw = Draw.of(seed, split, index);
        Scene scene = composer.compose(split, draw);
        List<Dialogue> dialogues = language.dialogues(scene, options, split, draw);
        String name = split.name().toLowerCase(Locale.ROOT);
        Map<String, String> tags =
                Map.of(
                        "seen",
                        Boolean.toString(scene.seen()),
                        "background",
                        scene.backgroundSeen() ? "seen" : "unseen",
                        "split",
                        name);
        return new Sample(
                "scenes-" + seed + "-" + name + "-" + index,
                scene.image(),
                dialogues,
                scene.things().stream().map(SceneThing::region).toList(),
                tags);
    }
}
