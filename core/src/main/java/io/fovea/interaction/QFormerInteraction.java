package io.fovea.interaction;

import io.fovea.nn.Init;
import io.fovea.nn.Linear;
import io.fovea.nn.Parameter;
import io.fovea.tensor.Tensor;

import java.util.List;

/** Queries and requests in one sequence: {@link InteractionForm.Qformer}. */
final class QFormerInteraction extends Interaction {

    private final int slots;
    private final int width;
    private final Parameter queryTokens;
    private final QFormer queries;
    private final Linear features;
    private final Linear request;
    private final Parameter begin;
    private final TextTransformer text;
    private final Linear out;

    QFormerInteraction(InteractionForm.Qformer form, InteractionConfig config) {
        slots = config.slots();
        width = form.text().width();
        int queryWidth = form.queries().width();
        queryTokens =
                parameter(
                        "query_tokens", Init.normal(0.02), 1, form.queries().queries(), queryWidth);
        queries = child("qformer", new QFormer(form.queries(), config.featureWidth()));
        features = child("instruction_linear", new Linear(queryWidth, width, true));
        request = child("request", new Linear(config.hiddenWidth(), (long) slots * width, true));
        begin = parameter("begin", Init.normal(0.02), 1, 1, width);
        text = child("text_model", new TextTransformer(form.text()));
        out = child("out", new Linear(width, config.hiddenWidth(), true, SILENT));
    }

    @Override
    Tensor answer(Question question) {
        long n = question.count();
        Tensor tokens = queryTokens.value();
        Tensor each = tokens.expand(question.features().size(0), tokens.size(1), tokens.size(2));
        Tensor seen = features.forward(queries.forward(each, question.features(), null).getLast());
        Tensor asked = request.forward(question.states()).reshape(n, slots, width);
        Tensor sequence =
                Tensor.cat(
                        List.of(
                                begin.value().expand(n, 1, width),
                                question.ofRequests(seen),
                                asked),
                        1);
        Tensor states = text.forward(sequence);
        Tensor last = states.narrow(1, states.size(1) - slots, slots);
        return out.forward(text.project(last));
    }
}
