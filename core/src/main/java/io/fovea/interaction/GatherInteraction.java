package io.fovea.interaction;

import io.fovea.nn.Activation;
import io.fovea.nn.DotProductAttention;
import io.fovea.nn.Init;
import io.fovea.nn.LayerNorm;
import io.fovea.nn.Linear;
import io.fovea.nn.Parameter;
import io.fovea.tensor.Tensor;

/**
 * Image tokens pooled by the question: {@link InteractionForm.Gather}. Each slot looks once, and
 * the mean of what it looked at goes through a projector that begins as the model's own, so that
 * the language model can read answers from the start. How much of them is written begins at zero.
 */
final class GatherInteraction extends Interaction {

    private static final double EPS = 1e-5;

    /** Steps of a usual rate bring the learned shares to an eighth within a few hundred. */
    private static final double GAIN = 8;

    private final int slots;
    private final int width;
    private final Linear request;
    private final Parameter rows;
    private final LayerNorm norm;
    private final Linear key;
    private final Linear first;
    private final Linear second;
    private final Parameter written;

    GatherInteraction(InteractionForm.Gather form, InteractionConfig config) {
        slots = config.slots();
        width = form.width();
        request = child("request", new Linear(config.hiddenWidth(), (long) slots * width, true));
        rows = parameter("rows", Init.normal(1), slots, width);
        norm = child("norm", new LayerNorm(width, EPS));
        key = child("key", new Linear(config.featureWidth(), width, true));
        first = child(FIRST, new Linear(config.featureWidth(), config.hiddenWidth(), true));
        second = child(SECOND, new Linear(config.hiddenWidth(), config.hiddenWidth(), true));
        written = parameter("written", SILENT, slots, 1);
    }

    @Override
    Tensor answer(Question question) {
        Tensor features = question.features();
        Tensor asks =
                norm.forward(
                        request.forward(question.states())
                                .reshape(question.count(), slots, width)
                                .add(rows.value()));
        Tensor looked =
                DotProductAttention.attend(
                                asks.unsqueeze(1),
                                question.ofRequests(key.forward(features)).unsqueeze(1),
                                question.ofRequests(features).unsqueeze(1),
                                null,
                                question.tap())
                        .squeeze(1);
        Tensor tokens = second.forward(Activation.GELU.apply(first.forward(looked)));
        return tokens.mul(written.value().mul(GAIN));
    }
}
