package io.fovea.nn;

import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

/** A table of rows: ids {@code [..]} to vectors {@code [.., D]}. */
public final class Embedding extends Module {

    private final Parameter weight;

    public Embedding(long rows, long width, Init init) {
        weight = parameter("weight", init, rows, width);
    }

    public Tensor forward(Tensor ids) {
        return Ops.embedding(weight.value(), ids);
    }

    /** {@code [rows, D]}. */
    public Parameter weight() {
        return weight;
    }
}
