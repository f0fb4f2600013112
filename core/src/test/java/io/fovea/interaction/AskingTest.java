package io.fovea.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.generate.Generation;
import io.fovea.generate.Generator;
import io.fovea.generate.Prefill;
import io.fovea.generate.PromptCache;
import io.fovea.generate.ReadoutHandler;
import io.fovea.generate.Sampler;
import io.fovea.generate.StopRule;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.language.LanguageInput;
import io.fovea.model.ModelFolder;
import io.fovea.model.Placeholders;
import io.fovea.model.Processor;
import io.fovea.model.Prompt;
import io.fovea.model.Readouts;
import io.fovea.model.VisionLanguageModel;
import io.fovea.model.VisualFeatures;
import io.fovea.model.images.PreparedImage;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;
import io.fovea.testkit.Close;
import io.fovea.testkit.GoldenModels;
import io.fovea.testkit.TinyModels;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The contract of the plug-in with every family: what is asked while the prompt is read equals the
 * plain computation that runs the language model as a whole, once more for each round; without
 * answers it equals the first run; taken off, the model gives the bits it gave before.
 */
class AskingTest {

    private static final int STEPS = 6;
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

    /** A network with drawn weights; its answers are nothing where {@code loud} is 0. */
    static InteractionNetwork network(VisionLanguageModel model, int rounds, double loud) {
        InteractionConfig config =
                new InteractionOptions(null, 3, rounds, InteractionOptions.Request.STATE, false)
                        .sized(
                                model.language().width(),
                                model.vision().form().width(),
                                model.vision().featureLayers());
        InteractionNetwork network = new InteractionNetwork(config);
        network.initialize(new Rng(8));
        try (Scope scope = Scope.open()) {
            Weights weights = new Weights();
            network.weights()
                    .asMap()
                    .forEach(
                            (name, tensor) ->
                                    weights.put(
                                            name,
                                            name.equals("network.out.weight")
                                                    ? new Rng(6).normal(loud, tensor.dims())
                                                    : tensor.copy()));
            network.loadCopies(weights, DType.FLOAT32, Device.CPU).orThrow("the test");
        }
        return network;
    }

    private static Conversation question(String words) {
        byte[] rgb = new byte[3 * 50 * 40];
        new Random(3).nextBytes(rgb);
        return Conversation.of(
                Message.user(
                        new ContentPart.Picture(new Image(new Canvas(50, 40), rgb)),
                        new ContentPart.Text(words)));
    }

    /** A question ready to be read. */
    private record Asked(VisionLanguageModel model, Prompt prompt, Prefill prefill) {

        static Asked of(
                ModelFolder.Opened opened,
                Processor processor,
                @Nullable InteractionNetwork network,
                Conversation conversation) {
            PreparedImage image = processor.prepare(Processor.pictures(conversation).getFirst());
            VisualFeatures seen =
                    opened.model().vision().see(Tensor.of(image.pixels(), image.shape()), image);
            Prompt prompt = processor.prompt(conversation, List.of(image));
            Integer token = processor.tokens().image();
            Prefill prefill =
                    new Prefill(
                            prompt.ids(),
                            prompt.positions(),
                            List.of(seen),
                            token == null ? -1 : token,
                            new long[0],
                            null,
                            network == null
                                    ? List.of()
                                    : prompt.asked().stream()
                                            .map(
                                                    one ->
                                                            new Prefill.Asked(
                                                                    one.position(),
                                                                    network.inputs()))
                                            .toList());
            return new Asked(opened.model(), prompt, prefill);
        }

        int request() {
            return prompt.ids()[prompt.asked().getFirst().position()];
        }

        /** As the system does it: slots are filled while the prompt is read. */
        List<Integer> cached(
                @Nullable InteractionNetwork network, @Nullable PromptCache kept, int size) {
            List<ReadoutHandler> handlers =
                    network == null ? List.of() : List.of(new RequestReadout(network, request()));
            Set<Integer> silent = network == null ? Set.of() : Set.of(request(), request() + 1);
            Generator.Vocabulary vocabulary = new Generator.Vocabulary(size, silent);
            Generator generator =
                    kept == null
                            ? new Generator(model, handlers, vocabulary)
                            : new Generator(model, handlers, vocabulary, kept);
            Generation made =
                    generator.generate(
                            prefill,
                            new Sampler.Greedy(),
                            new StopRule(Set.of(), STEPS, () -> false),
                            (token, probability, region) -> {});
            return made.tokens().stream().map(Generation.Token::id).toList();
        }

        private Tensor states(Tensor embeddings) {
            int length = (int) embeddings.size(1);
            return model.language()
                    .forward(
                            new LanguageInput(
                                    embeddings,
                                    prompt.positions().tensor(0, length),
                                    null,
                                    null,
                                    Map.of()))
                    .last();
        }

        /** Inputs after so many rounds, each computed by a whole pass. */
        Tensor filled(InteractionNetwork network, int rounds) {
            Tensor embeddings = prefill.embeddings(model);
            for (Prompt.Asked one : prompt.asked().subList(0, rounds)) {
                Tensor state =
                        Readouts.gather(
                                states(embeddings),
                                new long[] {one.position()},
                                Readouts.At.ITSELF);
                Tensor answers =
                        network.answer(state, prefill.pictures().getLast(), new long[] {0}, null);
                embeddings =
                        Placeholders.write(
                                embeddings,
                                LongStream.rangeClosed(
                                                one.position() + 1L, one.position() + one.slots())
                                        .toArray(),
                                network.written(answers).select(0, 0),
                                "answers");
            }
            return embeddings;
        }

        /** Greedy words after inputs, everything read anew at each step. */
        List<Integer> whole(Tensor inputs, int size) {
            List<Integer> said = new ArrayList<>();
            Tensor embeddings = inputs;
            for (int step = 0; step < STEPS; step++) {
                float[] scores = scores(embeddings);
                int best = 0;
                for (int i = 0; i < size; i++) {
                    boolean silent = i == request() || i == request() + 1;
                    best = scores[i] > scores[best] && !silent ? i : best;
                }
                said.add(best);
                Tensor next = model.language().embed(Tensor.of(new long[] {best}, 1, 1));
                embeddings = Tensor.cat(List.of(embeddings, next), 1);
            }
            return said;
        }

        float[] scores(Tensor embeddings) {
            Tensor states = states(embeddings);
            Tensor last = states.select(1, (int) states.size(1) - 1);
            return model.language().logits(last).toFloats();
        }
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
            Conversation conversation = question("what is this?");
            Asked before = Asked.of(opened, opened.processor(), null, conversation);
            float[] untouched = before.scores(before.prefill().embeddings(model));
            List<Integer> plain = before.cached(null, null, size);
            for (int rounds = 1; rounds <= 2; rounds++) {
                try (InteractionNetwork loud = network(model, rounds, 1);
                        InteractionNetwork silent = network(model, rounds, 0)) {
                    Processor processor =
                            InteractionNetworks.asking(
                                    loud, opened.processor(), model.language().vocabulary());
                    Asked asked = Asked.of(opened, processor, loud, conversation);
                    standsBehindTheQuestion(asked.prompt(), before.prompt(), rounds);
                    Tensor filled = asked.filled(loud, rounds);
                    List<Integer> expected = asked.whole(filled, size);
                    assertThat(asked.cached(loud, null, size)).isEqualTo(expected);
                    keptPromptsAnswerAlike(asked, loud, size, expected);

                    Asked unanswered = Asked.of(opened, processor, silent, conversation);
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
            Asked asked, InteractionNetwork network, int size, List<Integer> expected) {
        try (PromptCache kept = new PromptCache(asked.model().language())) {
            assertThat(asked.cached(network, kept, size)).isEqualTo(expected);
            assertThat(asked.cached(network, kept, size)).isEqualTo(expected);
        }
    }

    /** Behind the question and before the header; every other token where it was. */
    private static void standsBehindTheQuestion(Prompt asked, Prompt before, int rounds) {
        int first = asked.asked().getFirst().position();
        int more = rounds * 4;
        assertThat(asked.asked()).hasSize(rounds);
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
                InteractionNetwork network = network(opened.model(), 1, 1)) {
            Processor processor =
                    InteractionNetworks.asking(
                            network, opened.processor(), opened.model().language().vocabulary());
            for (String words : List.of("what is this?", "find the apple.", "is there a cat")) {
                Asked asked = Asked.of(opened, processor, network, question(words));
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
                InteractionNetwork network = network(opened.model(), 1, 1)) {
            Processor processor =
                    InteractionNetworks.asking(
                            network, opened.processor(), opened.model().language().vocabulary());
            Asked asked = Asked.of(opened, processor, network, question("what is this?"));
            float[] expected = asked.scores(asked.filled(network, 1));
            float[][] got = new float[1][];
            new Generator(
                            opened.model(),
                            List.of(new RequestReadout(network, asked.request())),
                            new Generator.Vocabulary(expected.length, Set.of()))
                    .generate(
                            asked.prefill(),
                            scores -> {
                                got[0] = scores.clone();
                                return 0;
                            },
                            new StopRule(Set.of(), 1, () -> false),
                            (token, probability, region) -> {});
            Close.check(
                    "scores of the first token",
                    Tensor.of(got[0], expected.length),
                    Tensor.of(expected, expected.length),
                    BOUND);
        }
    }
}
