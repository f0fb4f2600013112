/**
 * Proof that a model folder is computed as its reference computes it: everything that {@code
 * expected.safetensors} and {@code expected.json} hold is computed again and compared.
 *
 * <p>In: a folder with a model, pictures and expectations. Out: one {@link io.fovea.verify.Finding}
 * for each expectation. An expectation that is not understood is a failure; nothing is passed over
 * in silence.
 *
 * <p>Not here: measuring how good a model is ({@code eval}).
 */
@NullMarked
package io.fovea.verify;

import org.jspecify.annotations.NullMarked;
