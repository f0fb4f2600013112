package io.fovea.generate;

import io.fovea.model.Readouts;
import io.fovea.model.VisualFeatures;
import io.fovea.tensor.Tensor;

import java.util.List;
import java.util.Set;

/** Reads the state of its token and writes three inputs behind it. */
record WritingHandler(int token) implements ReadoutHandler {

    @Override
    public Set<Integer> tokens() {
        return Set.of(token);
    }

    @Override
    public Readouts.At at() {
        return Readouts.At.ITSELF;
    }

    @Override
    public Readout read(Tensor state, VisualFeatures seen, double probability) {
        return new Readout(null, Tensor.cat(List.of(state.mul(2), state.neg(), state), 0));
    }
}
