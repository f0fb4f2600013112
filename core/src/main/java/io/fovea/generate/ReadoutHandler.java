package io.fovea.generate;

import io.fovea.geometry.Region;
import io.fovea.model.Readouts;
import io.fovea.model.VisualFeatures;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * A module that reads the hidden state at a token which the model has just said, and may write the
 * input embeddings that follow. One handler serves one answer about one picture.
 */
public interface ReadoutHandler {

    /** Ids of the tokens that it listens to. */
    Set<Integer> tokens();

    /** Which state it reads. */
    Readouts.At at();

    /**
     * Reads.
     *
     * @param state {@code [1, Dl]}, after the final norm
     * @param seen the picture, batch size 1
     * @param probability of the token that was said
     */
    Readout read(Tensor state, VisualFeatures seen, double probability);

    /**
     * What was read, and what is written.
     *
     * @param region a place on the original picture, null for none
     * @param embeddings null to write nothing. Of a handler at {@link Readouts.At#PREDICTING}:
     *     {@code [1, Dl]}, the input of the token itself. Of one at {@link Readouts.At#ITSELF}:
     *     {@code [Q, Dl]}, inputs after the token
     */
    record Readout(@Nullable Region region, @Nullable Tensor embeddings) {}
}
