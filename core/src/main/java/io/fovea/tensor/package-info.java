/**
 * A thin, fluent layer over libtorch and the only package that sees {@code org.bytedeco}. What
 * comes in and goes out are {@link io.fovea.tensor.Tensor}s and plain Java arrays; native memory
 * belongs to a {@link io.fovea.tensor.Scope} (a step, a session) or is taken out of it on purpose
 * ({@link io.fovea.tensor.Tensor#own()}, a model's weights).
 *
 * <p>No model, no loss, no index mathematics: each method is one library operation under its usual
 * name.
 */
@NullMarked
package io.fovea.tensor;

import org.jspecify.annotations.NullMarked;
