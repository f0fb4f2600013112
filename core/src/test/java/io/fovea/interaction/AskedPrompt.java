package io.fovea.interaction;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.generate.Generation;
import io.fovea.generate.GenerationRequest;
import io.fovea.generate.Generator;
import io.fovea.generate.Prefill;
import io.fovea.generate.PromptCache;
import io.fovea.generate.ReadoutHandler;
import io.fovea.generate.Sampler;
import io.fovea.generate.StopRule;
import io.fovea.generate.Vocabulary;
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
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;

/** A question ready to be read, by the system and by the plain computation. */
record AskedPrompt(VisionLanguageModel model, Prompt prompt, Prefill prefill) {

    /** Words of each answer. */
    static final int STEPS = 6;

    static AskedPrompt of(
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
                                                                one.position(), network.inputs()))
                                        .toList());
        return new AskedPrompt(opened.model(), prompt, prefill);
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
        Vocabulary vocabulary = new Vocabulary(size, silent);
        Generation made =
                new Generator(model, vocabulary, kept)
                        .generate(
                                new GenerationRequest(
                                        prefill,
                                        handlers,
                                        new Sampler.Greedy(),
                                        new StopRule(Set.of(), STEPS, () -> false),
                                        (token, probability, region) -> {}));
        return made.tokens().stream().map(Generation.Token::id).toList();
    }

    Tensor states(Tensor embeddings) {
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
                            network.config().request().at());
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

    /**
     * A network with drawn weights; its answers are nothing where {@code loud} is 0. With one round
     * there are slots behind the question alone, with two the question is read again behind them.
     */
    static InteractionNetwork network(VisionLanguageModel model, int rounds, double loud) {
        InteractionConfig config =
                new InteractionOptions(
                                null,
                                3,
                                rounds,
                                InteractionOptions.Request.STATE,
                                false,
                                rounds == 2)
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

    static Conversation question(String words) {
        byte[] rgb = new byte[3 * 50 * 40];
        new Random(3).nextBytes(rgb);
        return Conversation.of(
                Message.user(
                        new ContentPart.Picture(new Image(new Canvas(50, 40), rgb)),
                        new ContentPart.Text(words)));
    }
}
