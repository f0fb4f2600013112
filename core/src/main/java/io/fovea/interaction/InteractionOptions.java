package io.fovea.interaction;

import io.fovea.model.Readouts;

import org.jspecify.annotations.Nullable;

/**
 * What can be chosen of an interaction network before its model is known: the recipe's {@code
 * model.interaction}, and the file of {@code extend --config}.
 *
 * @param form how requests and pictures meet; null for {@code cross}, sized by the model
 * @param slots Q, answers of each request
 * @param rounds how often the model asks; each request sees the answers to those before it
 * @param request what asks
 * @param requestGradient whether gradients flow back through the state at the request (and so
 *     through the language model) in training
 * @param questionAgain whether the question is read again behind the slots, so that its words see
 *     the answers, as they do in models that read in both directions
 */
public record InteractionOptions(
        @Nullable InteractionForm form,
        int slots,
        int rounds,
        Request request,
        boolean requestGradient,
        boolean questionAgain) {

    /** What asks. */
    public enum Request {
        /** The state at the request token, as in the paper. */
        STATE(Readouts.At.ITSELF),
        /**
         * The state before the request token: that of the question's last word, which a frozen
         * model has learned to make.
         */
        BEFORE(Readouts.At.PREDICTING),
        /** A learned vector, the same for each question: a static resampler, for comparison. */
        LEARNED(Readouts.At.ITSELF);

        private final Readouts.At at;

        Request(Readouts.At at) {
            this.at = at;
        }

        /** Which state is read, seen from the request token. */
        public Readouts.At at() {
            return at;
        }
    }

    public InteractionOptions {
        Sizes.positive("slots", slots);
        Sizes.positive("rounds", rounds);
    }

    public static InteractionOptions defaults() {
        return new InteractionOptions(null, 8, 1, Request.STATE, false, false);
    }

    /** The same with another form. */
    public InteractionOptions withForm(InteractionForm other) {
        return new InteractionOptions(
                other, slots, rounds, request, requestGradient, questionAgain);
    }

    /** The network that this asks for, for a model of these sizes. */
    InteractionConfig sized(int hiddenWidth, int featureWidth, int featureLayers) {
        return new InteractionConfig(
                form == null ? InteractionForm.Cross.sized(hiddenWidth) : form,
                slots,
                rounds,
                request,
                requestGradient,
                questionAgain,
                hiddenWidth,
                featureWidth,
                featureLayers);
    }
}
