package io.fovea.data.scenes;

import io.fovea.data.Sample;

import java.util.Map;

/**
 * Endless composed scenes with exchanges about them. The sample at an index depends on seed, split,
 * index, options and pack alone; splits never share a scene. Safe to read from many threads.
 *
 * <p>A sample is tagged {@code seen} (whether all its pictures are training material), {@code
 * background} and {@code split}; its dialogues are tagged as {@link SceneLanguage} says.
 */
public final class ScenesDataset extends SceneSource {

    public ScenesDataset(ScenePack pack, SceneOptions options, Split split, long seed) {
        super(pack, options, split, seed);
    }

    @Override
    Sample sample(Told told) {
        Scene scene = told.scene();
        Map<String, String> tags =
                Map.of(
                        "seen",
                        Boolean.toString(scene.seen()),
                        "background",
                        scene.backgroundSeen() ? "seen" : "unseen",
                        "split",
                        split());
        return new Sample(
                told.id(),
                scene.image(),
                told.dialogues(),
                scene.things().stream().map(SceneThing::region).toList(),
                tags);
    }
}
