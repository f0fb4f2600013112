package io.fovea.interaction;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.StrictJson;
import io.fovea.config.UnknownKeys;
import io.fovea.model.Processor;
import io.fovea.model.RequestTokens;
import io.fovea.model.VisionLanguageModel;
import io.fovea.tokenizer.SpecialTokens;

import java.util.Optional;
import java.util.function.Consumer;

/** Interaction networks and the models that they are part of. */
public final class InteractionNetworks {

    private InteractionNetworks() {}

    /** Attaches the network that a model's config asks for; nothing when it asks for none. */
    public static void attach(VisionLanguageModel model) {
        JsonNode config = model.description().extensions().get(InteractionNetwork.EXTENSION);
        if (config != null) {
            model.attach(
                    InteractionNetwork.EXTENSION,
                    new InteractionNetwork(
                            StrictJson.from(
                                    config,
                                    "config.json, extensions.interaction",
                                    InteractionConfig.class,
                                    UnknownKeys.REFUSE)));
        }
    }

    /** The same after a model was given other extensions. */
    public static Consumer<VisionLanguageModel> after(Consumer<VisionLanguageModel> others) {
        return others.andThen(InteractionNetworks::attach);
    }

    /** The network that options ask for, for a model whose values are not looked at. */
    public static InteractionConfig sized(InteractionOptions options, VisionLanguageModel model) {
        return options.sized(
                model.language().width(),
                model.vision().form().width(),
                model.vision().featureLayers());
    }

    /** The network that a model was given. */
    public static Optional<InteractionNetwork> of(VisionLanguageModel model) {
        return model.extension(InteractionNetwork.EXTENSION, InteractionNetwork.class);
    }

    /**
     * A processor whose prompts ask, where the model has a network.
     *
     * @throws IllegalArgumentException when the model's config has a network but names no tokens
     *     for it
     */
    public static Processor asking(VisionLanguageModel model, Processor processor) {
        return of(model)
                .map(network -> processor.asking(named(network, processor.tokens())))
                .orElse(processor);
    }

    private static RequestTokens named(InteractionNetwork network, SpecialTokens tokens) {
        Integer request = tokens.request();
        Integer answer = tokens.answer();
        if (request == null || answer == null) {
            throw new IllegalArgumentException(
                    "the model has an interaction network, but its config names no token for "
                            + (request == null ? "'request'" : "'answer'")
                            + "; name both under tokens (fovea extend --interaction does), and have"
                            + " them in the tokenizer");
        }
        return tokens(network, request, answer);
    }

    /**
     * A processor whose prompts ask by a network that the model's folder knows nothing of: where
     * the model has no tokens for it, ids behind all others are used.
     *
     * @param rows of the model's embedding
     */
    public static Processor asking(InteractionNetwork network, Processor processor, int rows) {
        SpecialTokens tokens = processor.tokens();
        Integer request = tokens.request();
        Integer answer = tokens.answer();
        int free = Math.max(rows, processor.tokenizer().size());
        return processor.asking(
                tokens(
                        network,
                        request == null ? free : request,
                        answer == null ? free + 1 : answer));
    }

    private static RequestTokens tokens(InteractionNetwork network, int request, int answer) {
        InteractionConfig config = network.config();
        return new RequestTokens(
                request, answer, config.slots(), config.rounds(), config.questionAgain());
    }
}
