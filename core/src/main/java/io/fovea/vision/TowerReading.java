package io.fovea.vision;

import java.util.List;

/**
 * A tower's config as a file tells it.
 *
 * @param config the tower
 * @param warnings paths of keys that are not known and were passed over
 */
public record TowerReading(TowerConfig config, List<String> warnings) {

    public TowerReading {
        warnings = List.copyOf(warnings);
    }
}
