package io.fovea.vision;

/** The list of vision towers: one line each. */
public final class VisionTowers {

    private VisionTowers() {}

    public static VisionTower of(VitConfig config) {
        return new Vit(config);
    }
}
