package io.fovea.data.scenes;

import io.fovea.data.Dataset;
import io.fovea.data.Sample;

import java.util.List;
import java.util.Map;

/**
 * Endless composed scenes with exchanges about them. The sample at an index depends on seed, split,
 * index, options and pack alone; splits never share a scene. Safe to read from many threads.
 *
 * <p>A sample is tagged {@code seen} (whether all its pictures are training material), {@code
 * background} and {@code split}; its dialogues are tagged as {@link SceneLanguage} says.
 */
public final class ScenesDataset implements Dataset {

    private final SceneSource source;

    public ScenesDataset(ScenePack pack, SceneOptions options, Split split, long seed) {
        source = new SceneSource(pack, options, split, seed);
    }

    @Override
    public long size() {
        return Long.MAX_VALUE;
    }

    @Override
    public List<String> labels() {
        return source.labels();
    }

    @Override
    public Sample get(long index) {
        SceneSource.Told told = source.at(index);
        Scene scene = told.scene();
        Map<String, String> tags =
                Map.of(
                        "seen",
                        Boolean.toString(scene.seen()),
                        "background",
                        scene.backgroundSeen() ? "seen" : "unseen",
                        "split",
                        source.split());
        return new Sample(
                told.id(),
                scene.image(),
                told.dialogues(),
                scene.things().stream().map(SceneThing::region).toList(),
                tags);
    }
}
