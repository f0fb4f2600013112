package io.fovea.verify;

import io.fovea.generate.GenerationRequest;
import io.fovea.generate.Generator;
import io.fovea.generate.Prefill;
import io.fovea.generate.Sampler;
import io.fovea.generate.StopRule;
import io.fovea.generate.Vocabulary;
import io.fovea.language.LanguageInput;
import io.fovea.model.VisionLanguageModel;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The likeliest continuation of a prompt, the token that ends it included.
 *
 * @param ids what was said
 * @param margin least distance between the best and the second score of any step
 */
record GreedyRun(List<Integer> ids, double margin) {

    /** Keeps what it picks and how clearly. */
    private static final class Recorder implements Sampler {

        private final List<Integer> ids = new ArrayList<>();
        private double margin = Double.POSITIVE_INFINITY;

        @Override
        public int next(float[] scores) {
            int best = new Sampler.Greedy().next(scores);
            float second = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < scores.length; i++) {
                second = i == best ? second : Math.max(second, scores[i]);
            }
            margin = Math.min(margin, scores[best] - second);
            ids.add(best);
            return best;
        }

        GreedyRun run() {
            return new GreedyRun(List.copyOf(ids), margin);
        }
    }

    /** With a cache of keys and values, as answers are made. */
    static GreedyRun cached(
            VisionLanguageModel model, Prefill prefill, Set<Integer> ends, int most) {
        Recorder recorder = new Recorder();
        new Generator(model, new Vocabulary(model.description().vocabulary(), Set.of()))
                .generate(
                        new GenerationRequest(
                                prefill, recorder, new StopRule(ends, most, () -> false)));
        return recorder.run();
    }

    /** The whole sequence again at each step. */
    static GreedyRun uncached(
            VisionLanguageModel model, Prefill prefill, Set<Integer> ends, int most) {
        Recorder recorder = new Recorder();
        int[] ids = prefill.ids();
        for (int step = 0; step < most; step++) {
            int next = recorder.next(scores(model, prefill, ids));
            if (ends.contains(next)) {
                break;
            }
            ids = Arrays.copyOf(ids, ids.length + 1);
            ids[ids.length - 1] = next;
        }
        return recorder.run();
    }

    private static float[] scores(VisionLanguageModel model, Prefill prefill, int[] ids) {
        try (Scope scope = Scope.open()) {
            int length = ids.length;
            Tensor embeddings = prefill.embeddings(model);
            int more = length - prefill.ids().length;
            if (more > 0) {
                long[] said = Arrays.stream(ids, length - more, length).asLongStream().toArray();
                Tensor own = model.language().embed(Tensor.of(said, 1, more));
                embeddings = Tensor.cat(List.of(embeddings, own), 1);
            }
            LanguageInput input =
                    new LanguageInput(
                            embeddings,
                            prefill.positions().tensor(0, length),
                            null,
                            null,
                            Map.of());
            Tensor last = model.language().forward(input).last();
            return model.language().logits(last.select(1, length - 1)).toFloats();
        }
    }
}
