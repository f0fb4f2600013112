package io.fovea.interaction;

import io.fovea.nn.Init;
import io.fovea.nn.Module;
import io.fovea.tensor.Tensor;

/**
 * Requests meet pictures; one class for each {@link InteractionForm}. Its last linear begins at
 * zero, so that answers are nothing at first.
 */
abstract class Interaction extends Module {

    /** How the linear that makes the answers begins. */
    static final Init SILENT = Init.ZEROS;

    /** Names of the two linears of a projector, as LLaVA-1.5 calls them. */
    static final String FIRST = "projector.linear_1";

    static final String SECOND = "projector.linear_2";

    /** {@code [N, Q, Dl]}. */
    abstract Tensor answer(Question question);

    /** The network of a config. */
    static Interaction of(InteractionConfig config) {
        return switch (config.form()) {
            case InteractionForm.Cross form -> new CrossInteraction(form, config);
            case InteractionForm.Gather form -> new GatherInteraction(form, config);
            case InteractionForm.Qformer form -> new QFormerInteraction(form, config);
            case InteractionForm.Decomposed form -> new DecomposedInteraction(form, config);
        };
    }
}
