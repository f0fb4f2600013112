package io.fovea.assistant;

import io.fovea.chat.Answer;
import io.fovea.chat.AnswerListener;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.generate.Generation;
import io.fovea.generate.GenerationConfig;
import io.fovea.generate.GenerationRequest;
import io.fovea.generate.Generator;
import io.fovea.generate.ReadoutHandler;
import io.fovea.generate.Sampler;
import io.fovea.generate.StopRule;
import io.fovea.generate.Vocabulary;
import io.fovea.image.Image;
import io.fovea.interaction.InteractionNetworks;
import io.fovea.model.ModelDescription;
import io.fovea.model.ModelFolder;
import io.fovea.model.Prompt;
import io.fovea.model.VisionLanguageModel;
import io.fovea.perception.PerceptionHeads;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Torch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** An opened model that turns requests into answers; lives on one {@link ModelThread}. */
final class AnsweringModel implements AutoCloseable {

    /** Parameters below which one thread answers soonest. */
    private static final long SMALL = 50_000_000;

    private final ModelFolder.Opened opened;
    private final VisionLanguageModel model;
    private final Prompting prompting;
    private final Generator generator;

    private AnsweringModel(ModelFolder.Opened opened, Prompting prompting) {
        this.opened = opened;
        this.prompting = prompting;
        model = opened.model();
        generator =
                new Generator(
                        model,
                        AnswerVocabulary.of(opened, prompting.knowsPlaces()),
                        prompting.read());
    }

    /** Loads a model; call it on the thread that will own it. */
    static AnsweringModel open(AssistantConfig config) {
        Device device = new Device(config.device());
        if (!device.isCpu() && !Torch.hasCuda()) {
            throw new AssistantError(
                    "device '"
                            + config.device()
                            + "' was asked for, but there is no CUDA device, or the libraries on"
                            + " the class path are those for processors only; use 'cpu'");
        }
        DType dtype =
                switch (config.precision()) {
                    case FLOAT32 -> DType.FLOAT32;
                    case BFLOAT16 -> DType.BFLOAT16;
                };
        ModelFolder.Opened opened =
                ModelFolder.openInPlace(
                        config.folder(),
                        InteractionNetworks.after(PerceptionHeads::attach),
                        dtype,
                        device);
        try {
            Torch.setThreads(
                    config.threads() == 0
                            ? worthwhile(opened.model().parameterCount())
                            : config.threads());
            Path network = AdapterKinds.attach(opened.model(), config.adapters(), dtype, device);
            Asking asking = Asking.of(opened, config, network, dtype);
            return new AnsweringModel(opened, new Prompting(opened, asking, dtype));
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /**
     * Threads that pay for a model of a size. An operation of a small one is over before a second
     * thread has woken up, and on a busy machine each operation would wait for the slower of two.
     */
    private static int worthwhile(long parameters) {
        int cores = Runtime.getRuntime().availableProcessors();
        return parameters < SMALL ? 1 : Math.max(1, cores / 2);
    }

    VisionLanguageModel model() {
        return model;
    }

    ModelDescription description() {
        return model.description();
    }

    boolean knowsPlaces() {
        return prompting.knowsPlaces();
    }

    /**
     * Answers requests together.
     *
     * @param listener hears them all
     */
    List<Reply> replies(
            List<Request> requests,
            GenerationConfig generation,
            AnswerListener listener,
            BooleanSupplier cancelled) {
        long start = System.nanoTime();
        try (Scope scope = Scope.open();
                Grad off = Grad.off()) {
            List<AnswerParts> parts = new ArrayList<>();
            List<GenerationRequest> asked = new ArrayList<>();
            List<Prompting.Posed> posed = posed(requests);
            for (int i = 0; i < posed.size(); i++) {
                AnswerParts heard = parts(requests.get(i), listener);
                parts.add(heard);
                asked.add(request(posed.get(i), generation, heard, cancelled));
            }
            double share = (System.nanoTime() - start) / 1e6 / requests.size();
            List<Generation> made = generator.generate(asked);
            List<Reply> replies = new ArrayList<>();
            for (int i = 0; i < made.size(); i++) {
                replies.add(reply(posed.get(i), parts.get(i).finish(), made.get(i), share));
            }
            return replies;
        }
    }

    private List<Prompting.Posed> posed(List<Request> requests) {
        Map<Image, LastPictures.Seen> seen =
                prompting.see(
                        requests.stream().flatMap(request -> request.pictures().stream()).toList());
        return requests.stream()
                .map(
                        request ->
                                prompting.pose(
                                        request.conversation(),
                                        request.pictures().stream().map(seen::get).toList()))
                .toList();
    }

    private AnswerParts parts(Request request, AnswerListener listener) {
        return new AnswerParts(
                opened.tokenizer().streamingDecoder(true),
                opened.processor().tokens(),
                Questions.phrase(request.words()),
                listener);
    }

    private GenerationRequest request(
            Prompting.Posed posed,
            GenerationConfig generation,
            AnswerParts parts,
            BooleanSupplier cancelled) {
        int most = Math.min(generation.maxTokens(), prompting.room(posed.prompt()));
        return new GenerationRequest(
                posed.prefill(),
                prompting.handlers(posed),
                Sampler.of(generation),
                new StopRule(opened.processor().ends(), most, cancelled),
                (token, ignored, region) -> parts.add(token, region));
    }

    /**
     * @param share milliseconds of looking and of writing the prompt
     */
    private static Reply reply(
            Prompting.Posed posed, List<Answer.Part> parts, Generation made, double share) {
        int tokens = made.tokens().size();
        double prefill = share + made.prefillNanos() / 1e6;
        double decode = made.decodeNanos() / 1e6;
        return new Reply(
                new Answer(parts, new Answer.Usage(posed.prompt().length(), tokens), made.finish()),
                new Timing(prefill, decode, prefill + decode, tokens),
                posed.looked());
    }

    /** How likely an answer in words is; nothing is added to the scores of its first token. */
    Likelihood likelihood(Request request, String answer) {
        try (Scope scope = Scope.open();
                Grad off = Grad.off()) {
            Prompting.Posed posed = posed(List.of(request)).getFirst();
            List<Message> turns = new ArrayList<>(request.conversation().messages());
            turns.add(Message.assistant(answer));
            Prompt whole = prompting.prompt(new Conversation(turns), posed.pictures());
            prompting.room(whole);
            ForcedAnswer forced =
                    new ForcedAnswer(posed.prompt(), whole, opened.processor().ends());
            var every = new Vocabulary(Integer.MAX_VALUE, Set.of());
            List<ReadoutHandler> handlers =
                    posed.readout() == null ? List.of() : List.of(posed.readout());
            return forced.likelihood(
                    new Generator(model, every, prompting.read())
                            .generate(
                                    new GenerationRequest(
                                            posed.prefill(),
                                            handlers,
                                            forced,
                                            new StopRule(Set.of(), forced.length(), () -> false),
                                            (token, probability, region) -> {})));
        }
    }

    @Override
    public void close() {
        prompting.close();
        opened.close();
    }
}
