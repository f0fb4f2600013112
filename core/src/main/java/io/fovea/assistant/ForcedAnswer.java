package io.fovea.assistant;

import io.fovea.generate.Generation;
import io.fovea.generate.Sampler;
import io.fovea.model.Prompt;

import java.util.Set;
import java.util.stream.IntStream;

/** Says given tokens whatever the scores, so that a generator tells how likely each was. */
final class ForcedAnswer implements Sampler {

    private final int[] tokens;
    private int said;

    /**
     * The tokens of an answer.
     *
     * @param asked the conversation up to the answer
     * @param whole the same with the answer
     * @param ends tokens that end an answer; left out
     * @throws AssistantError when the answer has no token, or the template does not write it behind
     *     the question
     */
    ForcedAnswer(Prompt asked, Prompt whole, Set<Integer> ends) {
        int[] ids = whole.ids();
        boolean behind =
                whole.length() > asked.length()
                        && IntStream.range(0, asked.length())
                                .allMatch(i -> ids[i] == asked.ids()[i]);
        if (!behind) {
            throw new AssistantError(
                    "this model's template does not write an answer behind its question, so how"
                            + " likely an answer is cannot be said; ask for the answer in words");
        }
        tokens =
                IntStream.range(asked.length(), ids.length)
                        .filter(i -> whole.answer()[i] && !ends.contains(ids[i]))
                        .map(i -> ids[i])
                        .toArray();
        if (tokens.length == 0) {
            throw new AssistantError("an answer without words has no likelihood");
        }
    }

    int length() {
        return tokens.length;
    }

    @Override
    public int next(float[] scores) {
        return tokens[said++];
    }

    /** The likelihood of what was made with this sampler. */
    Likelihood likelihood(Generation made) {
        return new Likelihood(
                made.tokens().stream().mapToDouble(Generation.Token::logProbability).sum(),
                made.tokens().size());
    }
}
