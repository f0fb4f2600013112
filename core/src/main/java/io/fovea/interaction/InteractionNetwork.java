package io.fovea.interaction;

import io.fovea.model.VisualFeatures;
import io.fovea.nn.Init;
import io.fovea.nn.LayerNorm;
import io.fovea.nn.Module;
import io.fovea.nn.Parameter;
import io.fovea.tensor.Tensor;
import io.fovea.vision.LayerFusion;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/**
 * LMEye's network as a plug-in of a model: the vectors of the request token and of the slots behind
 * it, and what turns a request into answers. Nothing in it depends on the model but its sizes.
 *
 * <p>A prompt that asks holds a request token and Q slots. Their input vectors are {@link
 * #inputs()}; once the language model has read the request, the slots are written anew as {@link
 * #written}: their own vectors plus the answers. While the answers are zero, as they are at first,
 * the second writing equals the first.
 */
public final class InteractionNetwork extends Module {

    /** Name of the extension in a model and its config. */
    public static final String EXTENSION = "interaction";

    private static final double EPS = 1e-5;

    private final InteractionConfig config;
    private final Parameter request;
    private final Parameter slots;
    private final @Nullable Parameter learned;
    private final LayerNorm stateNorm;
    private final LayerFusion fusion;
    private final Interaction interaction;

    public InteractionNetwork(InteractionConfig config) {
        this.config = config;
        int width = config.hiddenWidth();
        request = parameter("request", Init.normal(0.02), 1, width);
        slots = parameter("slots", Init.normal(0.02), config.slots(), width);
        learned =
                config.request() == InteractionOptions.Request.LEARNED
                        ? parameter("learned_request", Init.normal(1), 1, width)
                        : null;
        stateNorm = child("state_norm", new LayerNorm(width, EPS));
        int layers = config.featureLayers();
        fusion = child("fusion", new LayerFusion(layers, config.featureWidth(), layers > 1));
        interaction = child("network", Interaction.of(config));
    }

    /** What it is. */
    public InteractionConfig config() {
        return config;
    }

    /** Whether answers depend on the request's state, so that it must be computed first. */
    public boolean readsState() {
        return learned == null;
    }

    /** Inputs of a request and its slots before the answers are there, {@code [1 + Q, Dl]}. */
    public Tensor inputs() {
        return Tensor.cat(List.of(request.value(), slots.value()), 0);
    }

    /**
     * Inputs of the slots with the answers.
     *
     * @param answers {@code [N, Q, Dl]}
     * @return {@code [N, Q, Dl]}
     */
    public Tensor written(Tensor answers) {
        return answers.add(slots.value());
    }

    /**
     * What the pictures answer.
     *
     * @param states at the requests, after the final norm, {@code [N, Dl]}; of learned requests
     *     only their number counts
     * @param seen the pictures, B of them
     * @param pictureOf for each request the batch row of its picture
     * @param tap receives how much each slot looked at each patch, {@code [N, H, Q, P]}; null for
     *     none. Only the form {@code cross} looks at patches
     * @return {@code [N, Q, Dl]}
     */
    public Tensor answer(
            Tensor states, VisualFeatures seen, long[] pictureOf, @Nullable Consumer<Tensor> tap) {
        Tensor asks =
                learned == null
                        ? states
                        : learned.value().expand(pictureOf.length, config.hiddenWidth());
        Tensor features = fusion.forward(seen.states());
        boolean alone = features.size(0) == 1 && pictureOf.length == 1;
        Tensor index = alone ? null : Tensor.of(pictureOf, pictureOf.length).to(features.device());
        return interaction.answer(new Question(stateNorm.forward(asks), features, index, tap));
    }
}
