package io.fovea.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.chat.Answer;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.ImageGeometry;
import io.fovea.geometry.Region;
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
import io.fovea.testkit.Close;
import io.fovea.testkit.LeakCheck;
import io.fovea.testkit.TinyModels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Several answers in the steps of one batch are those of one after the other. */
class TogetherTest {

    private static final Vocabulary VOCABULARY = new Vocabulary(320, Set.of(0, TinyModels.IMAGE));
    private static final int ASKS = 75;
    private static final int MOST = DecodingBatch.GROWTH + 7;

    @TempDir private Path folder = Path.of("");

    /** Words of a prompt behind a picture, and what is said whatever the scores are. */
    private record Question(long picture, List<Integer> words, List<Integer> said) {}

    private static final List<Question> QUESTIONS =
            List.of(
                    new Question(1, List.of(60, 70), List.of(70, 71, 72, TinyModels.EOS)),
                    new Question(
                            1,
                            List.of(60, 70, 80, 81, 82),
                            List.of(TinyModels.VIS, 71, TinyModels.VIS, TinyModels.EOS)),
                    new Question(2, List.of(61), List.of(TinyModels.EOS)),
                    new Question(
                            2,
                            List.of(61, 62, 63),
                            IntStream.range(0, MOST).map(i -> 80 + i).boxed().toList()),
                    new Question(
                            1,
                            List.of(60, 64),
                            List.of(ASKS, 71, TinyModels.VIS, ASKS, 73, 74, TinyModels.EOS)));

    private ModelFolder.Opened open() {
        return ModelFolder.open(
                TinyModels.folder(folder, TinyModels.Size.TINY, 5),
                PerceptionHeads::attach,
                DType.FLOAT32,
                Device.CPU);
    }

    /** What an answer was made of. */
    private static final class Heard implements Sampler {

        private final List<Integer> dictated;
        private final List<float[]> scores = new ArrayList<>();
        private final List<Region> regions = new ArrayList<>();

        Heard(List<Integer> dictated) {
            this.dictated = dictated;
        }

        @Override
        public int next(float[] now) {
            scores.add(now.clone());
            return dictated.get(scores.size() - 1);
        }
    }

    private static List<VisualFeatures> pictures(ModelFolder.Opened opened) {
        return List.of(see(opened, 1), see(opened, 2));
    }

    private static VisualFeatures see(ModelFolder.Opened opened, long seed) {
        return opened.model().vision().seeAll(new Rng(seed).normal(1, 1, 3, 64, 64));
    }

    private static List<GenerationRequest> requests(
            ModelFolder.Opened opened, List<VisualFeatures> pictures, List<Heard> heard) {
        List<GenerationRequest> requests = new ArrayList<>();
        for (Question question : QUESTIONS) {
            Heard one = new Heard(question.said());
            heard.add(one);
            requests.add(
                    new GenerationRequest(
                            prompt(pictures.get((int) question.picture() - 1), question.words()),
                            List.of(
                                    new WritingHandler(ASKS),
                                    new TokenReadout(
                                            PerceptionHead.of(opened.model()),
                                            TinyModels.VIS,
                                            ImageGeometry.identity(new Canvas(64, 64)),
                                            32)),
                            one,
                            new StopRule(Set.of(TinyModels.EOS), MOST, () -> false),
                            (token, logProbability, region) -> {
                                if (region != null) {
                                    one.regions.add(region);
                                }
                            }));
        }
        return requests;
    }

    private static Prefill prompt(VisualFeatures seen, List<Integer> words) {
        int[] ids = new int[16 + words.size()];
        Arrays.fill(ids, 0, 16, TinyModels.IMAGE);
        for (int i = 0; i < words.size(); i++) {
            ids[16 + i] = words.get(i);
        }
        return new Prefill(
                ids,
                PromptPositions.counting(ids.length),
                List.of(seen),
                TinyModels.IMAGE,
                new long[0],
                null);
    }

    @Test
    void answersMadeTogetherAreThoseMadeAlone() {
        check(false);
    }

    @Test
    void answersMadeTogetherFromWhatIsKeptAreThoseMadeAlone() {
        check(true);
    }

    private void check(boolean keeps) {
        try (ModelFolder.Opened opened = open();
                Scope scope = Scope.open();
                Grad off = Grad.off();
                PromptCache kept = new PromptCache(opened.model().language())) {
            List<VisualFeatures> pictures = pictures(opened);
            List<Heard> alone = new ArrayList<>();
            Generator single = new Generator(opened.model(), VOCABULARY);
            List<Generation> expected =
                    requests(opened, pictures, alone).stream().map(single::generate).toList();
            List<Heard> together = new ArrayList<>();
            List<Generation> got =
                    new Generator(opened.model(), VOCABULARY, keeps ? kept : null)
                            .generate(requests(opened, pictures, together));
            assertThat(got).hasSameSizeAs(expected);
            for (int i = 0; i < got.size(); i++) {
                same("question " + i, got.get(i), expected.get(i));
                same("question " + i, together.get(i), alone.get(i));
            }
            assertThat(got.get(2).tokens()).isEmpty();
            assertThat(got.get(3).finish()).isEqualTo(Answer.Finish.LENGTH);
            assertThat(together.get(1).regions).hasSize(2);
            assertThat(together.get(4).regions).hasSize(1);
        }
    }

    private static void same(String what, Generation got, Generation expected) {
        assertThat(got.finish()).as(what).isEqualTo(expected.finish());
        assertThat(got.tokens()).as(what).hasSameSizeAs(expected.tokens());
        for (int i = 0; i < got.tokens().size(); i++) {
            Generation.Token token = expected.tokens().get(i);
            assertThat(got.tokens().get(i).id()).as(what).isEqualTo(token.id());
            assertThat(got.tokens().get(i).logProbability())
                    .as(what)
                    .isCloseTo(token.logProbability(), within(1e-5));
        }
    }

    private static void same(String what, Heard got, Heard expected) {
        assertThat(got.scores).as(what).hasSameSizeAs(expected.scores);
        for (int step = 0; step < got.scores.size(); step++) {
            Close.check(
                    what + ", step " + step,
                    sayable(got.scores.get(step)),
                    sayable(expected.scores.get(step)),
                    1e-5,
                    1e-5);
        }
        for (int i = 0; i < expected.regions.size(); i++) {
            Region region = expected.regions.get(i);
            assertThat(got.regions.get(i).box().iou(region.box())).as(what).isGreaterThan(0.9999);
            assertThat(got.regions.get(i).score()).isCloseTo(region.score(), within(1e-5));
        }
    }

    private static double[] sayable(float[] scores) {
        double[] all = new double[scores.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = Float.isInfinite(scores[i]) ? 0 : scores[i];
        }
        return all;
    }

    @Test
    void whatABatchHoldsIsFreedAlsoWhereAnAnswerFails() {
        try (ModelFolder.Opened opened = open();
                Scope scope = Scope.open()) {
            List<VisualFeatures> pictures = pictures(opened);
            Generator generator = new Generator(opened.model(), VOCABULARY);
            LeakCheck.flat(
                    5, () -> generator.generate(requests(opened, pictures, new ArrayList<>())));
            LeakCheck.flat(
                    5,
                    () -> {
                        List<GenerationRequest> failing =
                                new ArrayList<>(requests(opened, pictures, new ArrayList<>()));
                        failing.set(1, failing(failing.get(1)));
                        assertThatThrownBy(() -> generator.generate(failing))
                                .hasMessage("no more scores");
                    });
        }
    }

    private static GenerationRequest failing(GenerationRequest request) {
        return new GenerationRequest(
                request.prefill(),
                scores -> {
                    throw new IllegalStateException("no more scores");
                },
                request.stop());
    }

    @Test
    void aBatchOfOneIsAnAnswerAlone() {
        try (ModelFolder.Opened opened = open();
                Scope scope = Scope.open()) {
            Generator generator = new Generator(opened.model(), VOCABULARY);
            List<VisualFeatures> pictures = pictures(opened);
            List<Heard> heard = new ArrayList<>();
            GenerationRequest first = requests(opened, pictures, heard).getFirst();
            assertThat(generator.generate(List.of(first)).getFirst().tokens()).hasSize(3);
        }
    }
}
