package io.fovea.language;

import io.fovea.nn.Module;
import io.fovea.nn.Recompute;
import io.fovea.tensor.Tensor;

import java.util.List;

/**
 * A decoder-only language model in three steps, so that a caller may write embeddings and read
 * states between them.
 */
public abstract class LanguageModel extends Module {

    private Recompute recompute = Recompute.NOTHING;

    /** What is computed again in backward; nothing at the start. */
    public final Recompute recompute() {
        return recompute;
    }

    /** Says what is computed again in backward. */
    public final void recompute(Recompute what) {
        recompute = what;
    }

    /** Dl. */
    public abstract int width();

    /** Number of layers. */
    public abstract int layers();

    /** What turns ids into embeddings. */
    public abstract Module embedding();

    /** The modules of the layers, in order. */
    public abstract List<? extends Module> blocks();

    /** V. */
    public abstract int vocabulary();

    /**
     * The angle from one position to the next for each pair of dimensions of a head, {@code [E /
     * 2]}, in sequences that are not stretched.
     */
    public abstract float[] inverseFrequencies();

    /** Ids {@code [..]} to embeddings {@code [.., Dl]}. */
    public abstract Tensor embed(Tensor ids);

    /** Runs the layers. */
    public abstract LanguageOutput forward(LanguageInput input);

    /**
     * The final norm alone, {@code [.., Dl] -> [.., Dl]}: puts other states into the form that
     * heads read.
     */
    public abstract Tensor finalNorm(Tensor states);

    /** Normed states {@code [.., Dl]} to scores of the vocabulary {@code [.., V]}. */
    public abstract Tensor logits(Tensor last);
}
