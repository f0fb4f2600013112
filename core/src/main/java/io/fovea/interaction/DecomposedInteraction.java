package io.fovea.interaction;

import io.fovea.nn.Init;
import io.fovea.nn.Linear;
import io.fovea.nn.Parameter;
import io.fovea.tensor.Tensor;

import java.util.List;

/** A pooled picture in rows, and one request: {@link InteractionForm.Decomposed}. */
final class DecomposedInteraction extends Interaction {

    private final int slots;
    private final int hiddenWidth;
    private final int rows;
    private final int width;
    private final Linear prompt;
    private final Linear request;
    private final Parameter begin;
    private final Parameter end;
    private final TextTransformer text;
    private final Linear out;

    DecomposedInteraction(InteractionForm.Decomposed form, InteractionConfig config) {
        slots = config.slots();
        hiddenWidth = config.hiddenWidth();
        rows = form.rows();
        width = form.text().width();
        prompt = child("prompt_mlp", new Linear(config.featureWidth(), (long) rows * width, true));
        request = child("request", new Linear(hiddenWidth, width, true));
        begin = parameter("begin", Init.normal(0.02), 1, 1, width);
        end = parameter("end", Init.normal(0.02), 1, 1, width);
        text = child("text_model", new TextTransformer(form.text()));
        out = child("out", new Linear(width, (long) slots * hiddenWidth, true, SILENT));
    }

    @Override
    Tensor answer(Question question) {
        long n = question.count();
        Tensor pooled = question.features().mean(1, false);
        Tensor parts = prompt.forward(pooled).reshape(pooled.size(0), rows, width);
        Tensor sequence =
                Tensor.cat(
                        List.of(
                                begin.value().expand(n, 1, width),
                                question.ofRequests(parts),
                                request.forward(question.states()).unsqueeze(1),
                                end.value().expand(n, 1, width)),
                        1);
        Tensor states = text.forward(sequence);
        Tensor last = text.project(states.select(1, states.size(1) - 1));
        return out.forward(last).reshape(n, slots, hiddenWidth);
    }
}
