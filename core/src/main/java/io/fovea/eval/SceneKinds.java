package io.fovea.eval;

import io.fovea.data.scenes.ScenePack;
import io.fovea.data.scenes.ThingKind;

import java.util.HashMap;
import java.util.Map;

/** The vocabulary of kinds of a scene pack. */
public final class SceneKinds {

    private SceneKinds() {}

    /** Singular and plural names of all kinds. */
    public static KindNames of(ScenePack pack) {
        Map<String, String> names = new HashMap<>();
        for (ThingKind kind : pack.kinds()) {
            names.put(kind.name(), kind.name());
            names.put(kind.plural(), kind.name());
        }
        return new KindNames(names);
    }
}
