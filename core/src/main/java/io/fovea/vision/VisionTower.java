package io.fovea.vision;

import io.fovea.nn.Module;
import io.fovea.tensor.Tensor;

import java.util.List;

/** Pixels to patch features. */
public abstract class VisionTower extends Module {

    /** Dv. */
    public abstract int width();

    /** Number of states there are: the embedding and every block. */
    public abstract int stateCount();

    /** Channels of {@link TowerOutput#skip()}, 0 for none. */
    public int skipChannels() {
        return 0;
    }

    /**
     * Sees pictures.
     *
     * @throws IllegalArgumentException where pixels, grids or layers are not what this tower takes
     */
    public abstract TowerOutput forward(TowerInput input);

    /** Sees {@code pixels [B, 3, Y, X]}, normalised as the tower wants them; keeps all states. */
    public final TowerOutput forward(Tensor pixels) {
        return forward(TowerInput.of(pixels));
    }

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

    /**
     * How names of weights begin that checkpoints of this family hold beside the tower's own and
     * that it does not read, such as the pooling head of SigLIP.
     */
    public List<String> unread() {
        return List.of();
    }
}
