package io.fovea.model;

import io.fovea.language.DecoderConfig;
import io.fovea.vision.TowerConfig;
import io.fovea.vision.VisionTower;
import io.fovea.vision.VisionTowers;

import java.util.List;
import java.util.function.Predicate;

/** Weights that folders may hold and that are not needed. */
final class SpareWeights {

    private SpareWeights() {}

    /** What the language model has otherwise. */
    static Predicate<String> ofLanguage(String languageName, DecoderConfig text) {
        String before = languageName.isEmpty() ? "" : languageName + ".";
        return name -> name.startsWith(before) && text.repeats(name.substring(before.length()));
    }

    /** What the tower does not read. */
    static Predicate<String> ofTower(String towerName, TowerConfig tower) {
        List<String> unread;
        try (VisionTower made = VisionTowers.of(tower)) {
            unread = made.unread();
        }
        return name -> unread.stream().anyMatch(rest -> name.startsWith(towerName + "." + rest));
    }
}
