package io.fovea.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.chat.Answer;
import io.fovea.chat.PlaceInput;
import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.ImageGeometry;
import io.fovea.geometry.Region;
import io.fovea.language.LanguageInput;
import io.fovea.model.ModelFolder;
import io.fovea.model.PromptPositions;
import io.fovea.model.VisionLanguageModel;
import io.fovea.model.VisualFeatures;
import io.fovea.nn.KvCache;
import io.fovea.perception.PerceptionHead;
import io.fovea.perception.PerceptionHeads;
import io.fovea.perception.TokenReadout;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.Close;
import io.fovea.testkit.TinyModels;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

class GeneratorTest {

    private static final int[] WORDS = {70, 80, 90, 100};
    private static final int STEPS = 24;

    @TempDir private Path folder = Path.of("");

    private ModelFolder.@Nullable Opened opened;

    @BeforeEach
    void open() {
        opened =
                ModelFolder.open(
                        TinyModels.folder(folder, TinyModels.Size.TINY, 5),
                        PerceptionHeads::attach,
                        DType.FLOAT32,
                        Device.CPU);
    }

    @AfterEach
    void close() {
        model().close();
    }

    private VisionLanguageModel model() {
        assertThat(opened).isNotNull();
        return opened.model();
    }

    /** Rereads everything at each step; keeps no keys or values. */
    private static final class WholePass implements LanguagePass {

        private final VisionLanguageModel model;
        private final List<Tensor> inputs = new ArrayList<>();
        private final List<Tensor> states = new ArrayList<>();
        private int length;

        WholePass(VisionLanguageModel model) {
            this.model = model;
        }

        @Override
        public int keep(Prefill prefill) {
            return 0;
        }

        @Override
        public Tensor append(Tensor embeddings) {
            try (Scope scope = Scope.open()) {
                inputs.add(embeddings.copy().own());
                length += (int) embeddings.size(1);
                Tensor last =
                        model.language()
                                .forward(
                                        new LanguageInput(
                                                Tensor.cat(inputs, 1),
                                                Tensor.of(
                                                        LongStream.range(0, length).toArray(),
                                                        1,
                                                        length),
                                                null,
                                                null,
                                                Map.of()))
                                .last();
                states.add(last.select(1, length - 1).copy().own());
                return states.getLast();
            }
        }

        @Override
        public void into(KvCache batch, int row, int rows, long end) {
            throw new UnsupportedOperationException("nothing is kept");
        }

        @Override
        public void close() {
            inputs.forEach(Tensor::close);
            states.forEach(Tensor::close);
        }
    }

    /** Says given tokens, whatever the scores, and keeps the scores. */
    private static final class Dictated implements Sampler {

        private final List<Integer> tokens;
        private final List<float[]> scores = new ArrayList<>();

        Dictated(List<Integer> tokens) {
            this.tokens = tokens;
        }

        @Override
        public int next(float[] now) {
            scores.add(now.clone());
            return tokens.isEmpty()
                    ? new Greedy().next(now)
                    : tokens.get(Math.min(scores.size(), tokens.size()) - 1);
        }
    }

    private record Run(Generation generation, List<float[]> scores, List<Region> regions) {}

    private Run run(
            List<Integer> dictated,
            List<ReadoutHandler> handlers,
            boolean cached,
            @Nullable Tensor places) {
        VisionLanguageModel model = model();
        Vocabulary vocabulary = new Vocabulary(320, Set.of(0, TinyModels.IMAGE));
        Generator generator =
                cached
                        ? new Generator(model, vocabulary)
                        : new Generator(model, vocabulary, capacity -> new WholePass(model));
        try (Scope scope = Scope.open();
                Grad off = Grad.off()) {
            Dictated sampler = new Dictated(dictated);
            List<Region> regions = new ArrayList<>();
            Generation generation =
                    generator.generate(
                            new GenerationRequest(
                                    prefill(places),
                                    handlers,
                                    sampler,
                                    new StopRule(Set.of(TinyModels.EOS), STEPS, () -> false),
                                    (token, logProbability, region) -> {
                                        if (region != null) {
                                            regions.add(region);
                                        }
                                    }));
            return new Run(generation, sampler.scores, regions);
        }
    }

    @Test
    void aBiasMovesTheFirstWordOnly() {
        int favoured = 70;
        Vocabulary plain = new Vocabulary(320, Set.of());
        Vocabulary biased = new Vocabulary(320, Set.of(), java.util.Map.of(favoured, 1e4));
        List<Integer> said = greedy(biased, 3);
        assertThat(said.getFirst()).isEqualTo(favoured);
        assertThat(greedy(plain, 3).getFirst()).isNotEqualTo(favoured);
        assertThat(said.get(1)).isNotEqualTo(favoured);
    }

    private List<Integer> greedy(Vocabulary vocabulary, int tokens) {
        try (Scope scope = Scope.open();
                Grad off = Grad.off()) {
            return new Generator(model(), vocabulary)
                            .generate(
                                    new GenerationRequest(
                                            prefill(null),
                                            new Sampler.Greedy(),
                                            new StopRule(Set.of(), tokens, () -> false)))
                            .tokens()
                            .stream()
                            .map(Generation.Token::id)
                            .toList();
        }
    }

    private Prefill prefill(@Nullable Tensor places) {
        VisualFeatures seen = model().vision().seeAll(new Rng(3).normal(1, 1, 3, 64, 64));
        int[] ids = new int[16 + 1 + WORDS.length];
        java.util.Arrays.fill(ids, 0, 16, TinyModels.IMAGE);
        ids[16] = places == null ? 60 : TinyModels.VIS;
        System.arraycopy(WORDS, 0, ids, 17, WORDS.length);
        return new Prefill(
                ids,
                PromptPositions.counting(ids.length),
                List.of(seen),
                TinyModels.IMAGE,
                places == null ? new long[0] : new long[] {16},
                places);
    }

    private List<ReadoutHandler> perception() {
        return List.of(
                new TokenReadout(
                        PerceptionHead.of(model()),
                        TinyModels.VIS,
                        ImageGeometry.identity(new Canvas(64, 64)),
                        32));
    }

    private static void same(Run cached, Run whole) {
        assertThat(cached.generation().tokens().stream().map(Generation.Token::id).toList())
                .isEqualTo(whole.generation().tokens().stream().map(Generation.Token::id).toList());
        assertThat(cached.scores()).hasSameSizeAs(whole.scores());
        for (int step = 0; step < whole.scores().size(); step++) {
            Close.check(
                    "scores of step " + step,
                    said(cached.scores().get(step)),
                    said(whole.scores().get(step)),
                    1e-4,
                    0);
        }
        assertThat(cached.regions()).hasSameSizeAs(whole.regions());
        for (int i = 0; i < whole.regions().size(); i++) {
            Close.check(
                    "box " + i, box(cached.regions().get(i)), box(whole.regions().get(i)), 1e-2, 0);
        }
    }

    private static double[] said(float[] scores) {
        double[] all = new double[scores.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = scores[i];
        }
        return all;
    }

    private static double[] box(Region region) {
        Box box = region.box();
        return new double[] {box.x1(), box.y1(), box.x2(), box.y2(), 100 * region.score()};
    }

    @Test
    void cachedGenerationEqualsRereadingEverything() {
        Run cached = run(List.of(), List.of(), true, null);
        assertThat(cached.generation().tokens()).isNotEmpty();
        same(cached, run(List.of(), List.of(), false, null));
    }

    @Test
    void cachedGenerationEqualsRereadingEverythingWithPlacesWrittenBack() {
        List<Integer> tokens =
                List.of(
                        70,
                        TinyModels.VIS,
                        TinyModels.VIS,
                        71,
                        72,
                        TinyModels.VIS,
                        73,
                        TinyModels.EOS);
        Run cached = run(tokens, perception(), true, null);
        assertThat(cached.regions()).hasSize(3);
        assertThat(cached.generation().finish()).isEqualTo(Answer.Finish.STOP);
        same(cached, run(tokens, perception(), false, null));
    }

    @Test
    void whatIsWrittenAtAPlaceChangesWhatFollows() {
        List<Integer> tokens = List.of(TinyModels.VIS, 70, TinyModels.EOS);
        float[] written = run(tokens, perception(), true, null).scores().get(1);
        float[] bare = run(tokens, List.of(), true, null).scores().get(1);
        assertThat(most(written, bare)).isGreaterThan(1e-3);
    }

    private static double most(float[] a, float[] b) {
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, a[i] == b[i] ? 0 : Math.abs(a[i] - b[i]));
        }
        return most;
    }

    @Test
    void placesInThePromptChangeTheStateByBoxByMaskAndByBoth() {
        List<float[]> scores = new ArrayList<>();
        scores.add(run(List.of(TinyModels.EOS), List.of(), true, null).scores().getFirst());
        try (Scope scope = Scope.open();
                Grad off = Grad.off()) {
            PerceptionHead head = PerceptionHead.of(model());
            Tensor box = Tensor.of(new float[] {0.4f, 0.5f, 0.2f, 0.3f}, 1, 4);
            Tensor coverage = new Rng(9).uniform(1, 1, 1, 32, 32).gt(0.3).to(DType.FLOAT32);
            for (PlaceInput input : PlaceInput.values()) {
                scores.add(
                        run(
                                        List.of(TinyModels.EOS),
                                        List.of(),
                                        true,
                                        head.encode(box, coverage, input))
                                .scores()
                                .getFirst());
            }
        }
        for (int i = 0; i < scores.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(most(scores.get(i), scores.get(j)))
                        .as("inputs %d and %d", i, j)
                        .isGreaterThan(1e-4);
            }
        }
    }

    @Test
    void aHandlerAtTheTokenItselfWritesAnswersAfterIt() {
        ReadoutHandler request = new WritingHandler(75);
        List<Integer> tokens = List.of(70, 75, 71, 75, 72, TinyModels.EOS);
        Run cached = run(tokens, List.of(request), true, null);
        same(cached, run(tokens, List.of(request), false, null));
        assertThat(most(cached.scores().get(2), run(tokens, List.of(), true, null).scores().get(2)))
                .isGreaterThan(1e-3);
    }

    @Test
    void logProbabilitiesAreThoseOfTheTokensSaid() {
        Run run = run(List.of(70, 71, TinyModels.EOS), List.of(), true, null);
        for (int step = 0; step < 2; step++) {
            double[] scores = said(run.scores().get(step));
            double sum = 0;
            for (double score : scores) {
                sum += Math.exp(score);
            }
            assertThat(run.generation().tokens().get(step).logProbability())
                    .isCloseTo(
                            scores[70 + step] - Math.log(sum),
                            org.assertj.core.api.Assertions.within(1e-5));
        }
    }

    @Test
    void anAnswerEndsAtItsLongestLength() {
        Run run = run(List.of(70), List.of(), true, null);
        assertThat(run.generation().finish()).isEqualTo(Answer.Finish.LENGTH);
        assertThat(run.generation().tokens()).hasSize(STEPS);
    }

    @Test
    void tokensOutsideTheVocabularyAreNeverSaid() {
        float[] scores = run(List.of(TinyModels.EOS), List.of(), true, null).scores().getFirst();
        assertThat(scores[0]).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(scores[TinyModels.IMAGE]).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThatThrownBy(
                        () ->
                                new Sampler.Greedy()
                                        .next(new float[] {Float.NaN, Float.NEGATIVE_INFINITY}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("NaN");
    }
}
