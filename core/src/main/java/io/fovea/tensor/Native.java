package io.fovea.tensor;

import org.bytedeco.pytorch.TensorOptional;
import org.jspecify.annotations.Nullable;

/** Conversions to the library's argument types. */
final class Native {

    private Native() {}

    static TensorOptional optional(@Nullable Tensor tensor) {
        return tensor == null ? new TensorOptional() : new TensorOptional(tensor.torch);
    }
}
