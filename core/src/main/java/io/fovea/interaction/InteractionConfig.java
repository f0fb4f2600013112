package io.fovea.interaction;

/**
 * An interaction network as it is stored with a model or an adapter.
 *
 * @param form how requests and pictures meet
 * @param slots Q, answers of each request
 * @param rounds requests in a prompt
 * @param request what asks
 * @param requestGradient whether training lets gradients through the request's state
 * @param questionAgain whether the question is read again behind the slots
 * @param hiddenWidth Dl, width of the language model
 * @param featureWidth Dv, width of the tower's features
 * @param featureLayers how many states of the tower are fused
 */
public record InteractionConfig(
        InteractionForm form,
        int slots,
        int rounds,
        InteractionOptions.Request request,
        boolean requestGradient,
        boolean questionAgain,
        int hiddenWidth,
        int featureWidth,
        int featureLayers) {

    public InteractionConfig {
        Sizes.positive("slots", slots);
        Sizes.positive("rounds", rounds);
        Sizes.positive("hidden_width", hiddenWidth);
        Sizes.positive("feature_width", featureWidth);
        Sizes.positive("feature_layers", featureLayers);
    }
}
