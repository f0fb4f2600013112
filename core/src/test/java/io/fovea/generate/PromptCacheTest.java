package io.fovea.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.geometry.Canvas;
import io.fovea.geometry.ImageGeometry;
import io.fovea.model.ModelFolder;
import io.fovea.model.PromptPositions;
import io.fovea.model.VisualFeatures;
import io.fovea.perception.PerceptionHead;
import io.fovea.perception.PerceptionHeads;
import io.fovea.perception.TokenReadout;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.TinyModels;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

class PromptCacheTest {

    /** Said whatever the scores are: two words, a place that is written back, a word, the end. */
    private static final int[] SAID = {70, 71, TinyModels.VIS, 72, TinyModels.EOS};

    @TempDir private Path folder = Path.of("");

    private ModelFolder.Opened open(DType dtype) {
        return ModelFolder.open(
                TinyModels.folder(folder.resolve(dtype.name()), TinyModels.Size.TINY, 5),
                PerceptionHeads::attach,
                dtype,
                Device.CPU);
    }

    private static VisualFeatures see(ModelFolder.Opened opened, long seed, DType dtype) {
        return opened.model().vision().seeAll(new Rng(seed).normal(1, 1, 3, 64, 64).to(dtype));
    }

    /** Image tokens, then the words; a place stands among them where there is one. */
    private static Prefill prompt(VisualFeatures seen, @Nullable Tensor place, int... words) {
        int[] ids = new int[16 + words.length];
        Arrays.fill(ids, 0, 16, TinyModels.IMAGE);
        System.arraycopy(words, 0, ids, 16, words.length);
        long[] places =
                IntStream.range(0, ids.length)
                        .filter(i -> ids[i] == TinyModels.VIS)
                        .asLongStream()
                        .toArray();
        return new Prefill(
                ids,
                PromptPositions.counting(ids.length),
                List.of(seen),
                TinyModels.IMAGE,
                places,
                place);
    }

    /** Scores of every step. */
    private static List<float[]> scores(
            ModelFolder.Opened opened, Prefill prefill, @Nullable PromptCache kept) {
        List<ReadoutHandler> handlers =
                List.of(
                        new TokenReadout(
                                PerceptionHead.of(opened.model()),
                                TinyModels.VIS,
                                ImageGeometry.identity(new Canvas(64, 64)),
                                32));
        Vocabulary vocabulary = new Vocabulary(320, Set.of());
        Generator generator = new Generator(opened.model(), vocabulary, kept);
        List<float[]> scores = new ArrayList<>();
        Sampler dictated =
                now -> {
                    scores.add(now.clone());
                    return SAID[scores.size() - 1];
                };
        generator.generate(
                new GenerationRequest(
                        prefill,
                        handlers,
                        dictated,
                        new StopRule(Set.of(TinyModels.EOS), 20, () -> false),
                        (token, logProbability, region) -> {}));
        assertThat(scores).hasSize(SAID.length);
        return scores;
    }

    private static void same(String what, List<float[]> got, List<float[]> expected, double most) {
        for (int step = 0; step < expected.size(); step++) {
            for (int i = 0; i < TinyModels.SPECIALS.size() + 300; i++) {
                assertThat((double) got.get(step)[i])
                        .as("%s: score of token %d at step %d", what, i, step)
                        .isCloseTo(
                                expected.get(step)[i],
                                org.assertj.core.api.Assertions.within(most));
            }
        }
    }

    @Test
    void promptsReadOnFromWhatIsKeptGiveTheScoresOfPromptsReadWhole() {
        try (ModelFolder.Opened opened = open(DType.FLOAT32);
                Scope scope = Scope.open();
                Grad off = Grad.off();
                PromptCache kept = new PromptCache(opened.model().language())) {
            VisualFeatures one = see(opened, 1, DType.FLOAT32);
            VisualFeatures two = see(opened, 2, DType.FLOAT32);
            Tensor here = new Rng(8).normal(1, 1, 32);
            Tensor there = new Rng(9).normal(1, 1, 32);
            List<Prefill> prompts =
                    List.of(
                            prompt(one, null, 60, 70, 80),
                            prompt(one, null, 60, 70, 90, 91),
                            prompt(one, null, 60, 70, 90, 91),
                            prompt(one, here, 60, TinyModels.VIS, 90),
                            prompt(one, there, 60, TinyModels.VIS, 90),
                            prompt(one, null, 61),
                            prompt(two, null, 61, 62),
                            prompt(one, null, 61, 62));
            for (int i = 0; i < prompts.size(); i++) {
                List<float[]> whole = scores(opened, prompts.get(i), null);
                same("prompt " + i, scores(opened, prompts.get(i), kept), whole, 1e-5);
            }
        }
    }

    @Test
    void onlyTheWordsThatDifferAreReadAgain() {
        try (ModelFolder.Opened opened = open(DType.FLOAT32);
                Scope scope = Scope.open();
                Grad off = Grad.off();
                PromptCache kept = new PromptCache(opened.model().language())) {
            VisualFeatures one = see(opened, 1, DType.FLOAT32);
            Tensor place = new Rng(8).normal(1, 1, 32);
            assertThat(keptOf(opened, kept, prompt(one, null, 60, 70, 80))).isZero();
            assertThat(keptOf(opened, kept, prompt(one, null, 60, 70, 90))).isEqualTo(18);
            assertThat(keptOf(opened, kept, prompt(one, null, 60, 70, 90)))
                    .as("the last input is read always: its state is wanted")
                    .isEqualTo(18);
            assertThat(keptOf(opened, kept, prompt(one, place, 60, TinyModels.VIS, 90)))
                    .isEqualTo(17);
            assertThat(keptOf(opened, kept, prompt(one, place, 60, TinyModels.VIS, 90)))
                    .as("a place may be another one")
                    .isEqualTo(17);
            assertThat(keptOf(opened, kept, prompt(see(opened, 1, DType.FLOAT32), null, 60, 70)))
                    .as("another look at a picture")
                    .isZero();
        }
    }

    private static int keptOf(ModelFolder.Opened opened, PromptCache kept, Prefill prefill) {
        try (CachedPass pass = new CachedPass(opened.model().language(), kept, 40);
                Scope scope = Scope.open()) {
            int held = pass.keep(prefill);
            pass.append(
                    prefill.embeddings(opened.model())
                            .narrow(1, held, prefill.ids().length - held));
            return held;
        }
    }

    @Test
    void halfPrecisionScoresAreNearThoseOfWholePrecision() {
        List<List<float[]>> both = new ArrayList<>();
        for (DType dtype : List.of(DType.FLOAT32, DType.BFLOAT16)) {
            try (ModelFolder.Opened opened = open(dtype);
                    Scope scope = Scope.open();
                    Grad off = Grad.off()) {
                both.add(scores(opened, prompt(see(opened, 1, dtype), null, 60, 70, 80), null));
            }
        }
        same("bfloat16", both.get(1), both.get(0), 0.1);
    }
}
