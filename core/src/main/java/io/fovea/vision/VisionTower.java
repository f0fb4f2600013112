package io.fovea.vision;

import io.fovea.nn.Module;
import io.fovea.tensor.Tensor;

/** Pixels to patch features. */
public abstract class VisionTower extends Module {

    /** Dv. */
    public abstract int width();

    /** Number of states in a {@link TowerOutput}: the embedding and every block. */
    public abstract int stateCount();

    /** Channels of {@link TowerOutput#skip()}, 0 for none. */
    public abstract int skipChannels();

    /** Sees {@code pixels [B, 3, Y, X]}, normalised as the tower wants them. */
    public abstract TowerOutput forward(Tensor pixels);

    /**
     * Sees the same pixels with patches of half the side: four times as many, for fine masks. The
     * weights are the same; patch kernel and position table are resized.
     *
     * @throws UnsupportedOperationException where the tower has no patch kernel to resize
     */
    public TowerOutput forwardFine(Tensor pixels) {
        throw new UnsupportedOperationException(
                getClass().getSimpleName() + " has no pass at half the patch size");
    }
}
