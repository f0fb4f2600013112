package io.fovea.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.chat.Conversation;
import io.fovea.generate.GenerationRequest;
import io.fovea.generate.Generator;
import io.fovea.generate.PromptCache;
import io.fovea.generate.StopRule;
import io.fovea.generate.Vocabulary;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.ImageGeometry;
import io.fovea.geometry.Region;
import io.fovea.model.ModelFolder;
import io.fovea.model.Processor;
import io.fovea.model.Prompt;
import io.fovea.model.VisionLanguageModel;
import io.fovea.perception.PerceptionHead;
import io.fovea.perception.PerceptionHeads;
import io.fovea.perception.TokenReadout;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.Close;
import io.fovea.testkit.GoldenModels;
import io.fovea.testkit.TinyModels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The contract of the plug-in with every family: what is asked while the prompt is read equals the
 * plain computation that runs the language model as a whole, once more for each round; without
 * answers it equals the first run; taken off, the model gives the bits it gave before.
 */
class AskingTest {

    private static final double BOUND = 2e-4;

    @TempDir private Path folder = Path.of("");

    private Path model(String name) {
        return name.equals("fovea")
                ? TinyModels.folder(folder, TinyModels.Size.TINY, false, 5)
                : GoldenModels.folder(name);
    }

    private static ModelFolder.Opened open(Path folder) {
        return ModelFolder.open(folder, model -> {}, DType.FLOAT32, Device.CPU);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fovea",
                "llava15-fp32",
                "llava15-full-select-bf16",
                "bunny-llama3-fp32",
                "smolvlm-idefics3-fp32",
                "qwen2vl-fp32"
            })
    void thePlainComputationSaysTheSame(String name) {
        try (ModelFolder.Opened opened = open(model(name));
                Scope scope = Scope.open();
                Grad off = Grad.off()) {
            VisionLanguageModel model = opened.model();
            int size = opened.tokenizer().size();
            Conversation conversation = AskedPrompt.question("what is this?");
            AskedPrompt before = AskedPrompt.of(opened, opened.processor(), null, conversation);
            float[] untouched = before.scores(before.prefill().embeddings(model));
            List<Integer> plain = before.cached(null, null, size);
            for (int rounds = 1; rounds <= 2; rounds++) {
                try (InteractionNetwork loud = AskedPrompt.network(model, rounds, 1);
                        InteractionNetwork silent = AskedPrompt.network(model, rounds, 0)) {
                    Processor processor =
                            InteractionNetworks.asking(
                                    loud, opened.processor(), model.language().vocabulary());
                    AskedPrompt asked = AskedPrompt.of(opened, processor, loud, conversation);
                    standsBehindTheQuestion(asked.prompt(), before.prompt(), rounds);
                    Tensor filled = asked.filled(loud, rounds);
                    List<Integer> expected = asked.whole(filled, size);
                    assertThat(asked.cached(loud, null, size)).isEqualTo(expected);
                    keptPromptsAnswerAlike(asked, loud, size, expected);

                    AskedPrompt unanswered =
                            AskedPrompt.of(opened, processor, silent, conversation);
                    Tensor first = unanswered.prefill().embeddings(model);
                    Close.checkSame("inputs", unanswered.filled(silent, rounds), first);
                    List<Integer> once = unanswered.whole(first, size);
                    assertThat(unanswered.cached(silent, null, size)).isEqualTo(once);
                    Tensor change = asked.states(filled).sub(asked.states(first));
                    assertThat(change.abs().max().item()).isGreaterThan(1e-3);
                }
            }
            assertThat(before.scores(before.prefill().embeddings(model)))
                    .containsExactly(untouched);
            assertThat(before.cached(null, null, size)).isEqualTo(plain);
        }
    }

    private static void keptPromptsAnswerAlike(
            AskedPrompt asked, InteractionNetwork network, int size, List<Integer> expected) {
        try (PromptCache kept = new PromptCache(asked.model().language())) {
            assertThat(asked.cached(network, kept, size)).isEqualTo(expected);
            assertThat(asked.cached(network, kept, size)).isEqualTo(expected);
        }
    }

    /** Behind the question and before the header; every other token where it was. */
    private static void standsBehindTheQuestion(Prompt asked, Prompt before, int rounds) {
        int first = asked.asked().getFirst().position();
        int slots = rounds * 4;
        int more = asked.length() - before.length();
        int again = more - slots;
        assertThat(asked.asked()).hasSize(rounds);
        assertThat(again).isEqualTo(rounds == 1 ? 0 : first - asked.imageEnd());
        assertThat(Arrays.copyOfRange(asked.ids(), first + slots, first + more))
                .containsExactly(Arrays.copyOfRange(asked.ids(), first - again, first));
        assertThat(first).isGreaterThanOrEqualTo(asked.imageEnd());
        int[] ids = asked.ids();
        int[] others =
                IntStream.range(0, ids.length)
                        .filter(i -> i < first || i >= first + more)
                        .map(i -> ids[i])
                        .toArray();
        assertThat(others).containsExactly(before.ids());
        long[][] axes = asked.positions().axes();
        for (int axis = 0; axis < axes.length; axis++) {
            long[] was = before.positions().axes()[axis];
            long start = first < was.length ? was[first] : before.positions().next();
            for (int i = 0; i < more; i++) {
                assertThat(axes[axis][first + i]).isEqualTo(start + i);
            }
            assertThat(Arrays.copyOf(axes[axis], first)).containsExactly(Arrays.copyOf(was, first));
        }
        assertThat(asked.positions().next()).isEqualTo(before.positions().next() + more);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fovea", "llava15-fp32", "bunny-llama3-fp32", "qwen2vl-fp32"})
    void theTemplateStillOpensTheAnswer(String name) {
        try (ModelFolder.Opened opened = open(model(name));
                Scope scope = Scope.open();
                InteractionNetwork network = AskedPrompt.network(opened.model(), 1, 1)) {
            Processor processor =
                    InteractionNetworks.asking(
                            network, opened.processor(), opened.model().language().vocabulary());
            for (String words : List.of("what is this?", "find the apple.", "is there a cat")) {
                AskedPrompt asked =
                        AskedPrompt.of(opened, processor, network, AskedPrompt.question(words));
                Prompt.Asked at = asked.prompt().asked().getFirst();
                int[] ids = asked.prompt().ids();
                String header =
                        opened.tokenizer()
                                .decode(
                                        Arrays.copyOfRange(
                                                ids, at.position() + 1 + at.slots(), ids.length),
                                        false);
                if (name.equals("fovea")) {
                    assertThat(header).isEmpty();
                } else {
                    assertThat(header.toLowerCase(java.util.Locale.ROOT))
                            .contains("assistant")
                            .doesNotContain("this")
                            .doesNotContain("apple");
                }
            }
        }
    }

    @Test
    void scoresAgreeToRounding() {
        try (ModelFolder.Opened opened = open(model("llava15-fp32"));
                Scope scope = Scope.open();
                Grad off = Grad.off();
                InteractionNetwork network = AskedPrompt.network(opened.model(), 1, 1)) {
            Processor processor =
                    InteractionNetworks.asking(
                            network, opened.processor(), opened.model().language().vocabulary());
            AskedPrompt asked =
                    AskedPrompt.of(
                            opened, processor, network, AskedPrompt.question("what is this?"));
            float[] expected = asked.scores(asked.filled(network, 1));
            float[][] got = new float[1][];
            new Generator(opened.model(), new Vocabulary(expected.length, Set.of()))
                    .generate(
                            new GenerationRequest(
                                    asked.prefill(),
                                    List.of(new RequestReadout(network, asked.request())),
                                    scores -> {
                                        got[0] = scores.clone();
                                        return 0;
                                    },
                                    new StopRule(Set.of(), 1, () -> false),
                                    (token, probability, region) -> {}));
            Close.check(
                    "scores of the first token",
                    Tensor.of(got[0], expected.length),
                    Tensor.of(expected, expected.length),
                    BOUND);
        }
    }

    @Test
    void anAnswerMayAskFirstAndThenPointAtAPlace() {
        Path places = TinyModels.folder(folder, TinyModels.Size.TINY, 5);
        try (ModelFolder.Opened opened =
                        ModelFolder.open(
                                places, PerceptionHeads::attach, DType.FLOAT32, Device.CPU);
                Scope scope = Scope.open();
                InteractionNetwork network = AskedPrompt.network(opened.model(), 1, 1)) {
            Processor processor =
                    InteractionNetworks.asking(
                            network, opened.processor(), opened.model().language().vocabulary());
            AskedPrompt asked =
                    AskedPrompt.of(
                            opened, processor, network, AskedPrompt.question("find the apple"));
            RequestReadout requests = new RequestReadout(network, asked.request());
            TokenReadout readout =
                    new TokenReadout(
                            PerceptionHead.of(opened.model()),
                            TinyModels.VIS,
                            ImageGeometry.identity(new Canvas(64, 64)),
                            32);
            List<Region> found = new ArrayList<>();
            new Generator(opened.model(), new Vocabulary(opened.tokenizer().size(), Set.of()))
                    .generate(
                            new GenerationRequest(
                                    asked.prefill(),
                                    List.of(readout, requests),
                                    scores -> found.isEmpty() ? TinyModels.VIS : 90,
                                    new StopRule(Set.of(), 3, () -> false),
                                    (token, probability, region) -> {
                                        if (region != null) {
                                            found.add(region);
                                        }
                                    }));
            assertThat(found).hasSize(1);
            assertThat(requests.looked()).hasSize(1);
        }
    }
}
