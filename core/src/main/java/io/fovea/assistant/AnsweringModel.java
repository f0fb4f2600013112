package io.fovea.assistant;

import io.fovea.chat.Answer;
import io.fovea.chat.AnswerListener;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.config.StrictJson;
import io.fovea.config.UnknownKeys;
import io.fovea.data.Batch;
import io.fovea.data.RegionTargets;
import io.fovea.generate.Generation;
import io.fovea.generate.GenerationConfig;
import io.fovea.generate.Generator;
import io.fovea.generate.Prefill;
import io.fovea.generate.ReadoutHandler;
import io.fovea.generate.Sampler;
import io.fovea.generate.StopRule;
import io.fovea.geometry.ImageGeometry;
import io.fovea.image.Image;
import io.fovea.interaction.InteractionNetworks;
import io.fovea.interaction.RequestReadout;
import io.fovea.model.ModelDescription;
import io.fovea.model.ModelFolder;
import io.fovea.model.Prompt;
import io.fovea.model.VisionLanguageModel;
import io.fovea.model.images.PreparedImage;
import io.fovea.perception.PerceptionConfig;
import io.fovea.perception.PerceptionHead;
import io.fovea.perception.PerceptionHeads;
import io.fovea.perception.TokenReadout;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Torch;
import io.fovea.tokenizer.SpecialTokens;
import io.fovea.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** An opened model that turns requests into answers; lives on one {@link ModelThread}. */
final class AnsweringModel implements AutoCloseable {

    /** Parameters below which one thread answers soonest. */
    private static final long SMALL = 50_000_000;

    private static final int NO_TOKEN = -1;

    private final ModelFolder.Opened opened;
    private final VisionLanguageModel model;
    private final SpecialTokens tokens;
    private final Device device;
    private final DType dtype;
    private final @Nullable Places places;
    private final LastPictures last;
    private final Asking asking;

    /** What places need: the head and the side of its coverage grid. */
    private record Places(PerceptionHead head, int grid) {

        static @Nullable Places of(VisionLanguageModel model) {
            if (model.extension(PerceptionHead.EXTENSION, PerceptionHead.class).isEmpty()) {
                return null;
            }
            PerceptionConfig config =
                    StrictJson.from(
                            model.description().extensions().get(PerceptionHead.EXTENSION),
                            "config.json, extensions.perception",
                            PerceptionConfig.class,
                            UnknownKeys.REFUSE);
            return new Places(PerceptionHead.of(model), config.maskEncoder().grid());
        }
    }

    private AnsweringModel(ModelFolder.Opened opened, Asking asking, Device device, DType dtype) {
        this.opened = opened;
        this.asking = asking;
        this.device = device;
        this.dtype = dtype;
        model = opened.model();
        tokens = opened.processor().tokens();
        places = tokens.vis() == null ? null : Places.of(model);
        last = new LastPictures(model.language());
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
            return new AnsweringModel(opened, asking, device, dtype);
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
        return places != null;
    }

    Reply reply(
            Request request,
            GenerationConfig generation,
            AnswerListener listener,
            BooleanSupplier cancelled) {
        long start = System.nanoTime();
        AnswerParts parts =
                new AnswerParts(
                        opened.tokenizer().streamingDecoder(true),
                        tokens,
                        Questions.phrase(request.words()),
                        listener);
        try (Scope scope = Scope.open();
                Grad off = Grad.off()) {
            List<LastPictures.Seen> pictures = last.see(request.pictures(), this::look);
            Prompt prompt =
                    asking.processor()
                            .prompt(
                                    request.conversation(),
                                    pictures.stream().map(LastPictures.Seen::image).toList());
            RequestReadout readout = asking.readout(prompt);
            int room = room(prompt);
            Prefill prefill = prefill(prompt, pictures);
            StopRule stop =
                    new StopRule(
                            opened.processor().ends(),
                            Math.min(generation.maxTokens(), room),
                            cancelled);
            long seen = System.nanoTime();
            Generation made =
                    new Generator(model, handlers(pictures, readout), vocabulary(), last.read())
                            .generate(
                                    prefill,
                                    Sampler.of(generation),
                                    stop,
                                    (token, ignored, region) -> parts.add(token, region));
            Answer answer =
                    new Answer(
                            parts.finish(),
                            new Answer.Usage(prompt.length(), made.tokens().size()),
                            made.finish());
            return new Reply(
                    answer,
                    new Timing(
                            (seen - start + made.prefillNanos()) / 1e6,
                            made.decodeNanos() / 1e6,
                            (System.nanoTime() - start) / 1e6,
                            made.tokens().size()),
                    readout == null
                            ? List.of()
                            : Asking.looked(
                                    readout, pictures.getLast().features(), geometry(pictures)));
        }
    }

    /** How likely an answer in words is; nothing is added to the scores of its first token. */
    Likelihood likelihood(Request request, String answer) {
        try (Scope scope = Scope.open();
                Grad off = Grad.off()) {
            List<LastPictures.Seen> pictures = last.see(request.pictures(), this::look);
            List<PreparedImage> prepared = pictures.stream().map(LastPictures.Seen::image).toList();
            Prompt asked = asking.processor().prompt(request.conversation(), prepared);
            List<Message> turns = new ArrayList<>(request.conversation().messages());
            turns.add(Message.assistant(answer));
            Prompt whole = asking.processor().prompt(new Conversation(turns), prepared);
            ForcedAnswer forced = new ForcedAnswer(asked, whole, opened.processor().ends());
            room(whole);
            RequestReadout readout = asking.readout(asked);
            List<ReadoutHandler> handlers = readout == null ? List.of() : List.of(readout);
            var every = new Generator.Vocabulary(Integer.MAX_VALUE, Set.of());
            return forced.likelihood(
                    new Generator(model, handlers, every, last.read())
                            .generate(
                                    prefill(asked, pictures),
                                    forced,
                                    new StopRule(Set.of(), forced.length(), () -> false),
                                    (token, probability, region) -> {}));
        }
    }

    private int room(Prompt prompt) {
        int longest = description().longestSequence();
        if (prompt.length() >= longest) {
            throw new AssistantError(
                    "the question is too long: picture and words are "
                            + prompt.length()
                            + " tokens, and the model reads "
                            + longest
                            + " (max_position_embeddings) with the answer; the pictures"
                            + " end at token "
                            + prompt.imageEnd()
                            + ", so say it in fewer words");
        }
        return longest - prompt.length();
    }

    private LastPictures.Seen look(Image image) {
        PreparedImage prepared = opened.processor().prepare(image);
        try (Scope scope = Scope.open()) {
            return new LastPictures.Seen(
                    model.vision().see(pixels(prepared), prepared).own(), prepared.withoutPixels());
        }
    }

    private Tensor pixels(PreparedImage prepared) {
        try (Scope scope = Scope.open()) {
            return scope.keep(onDevice(Tensor.of(prepared.pixels(), prepared.shape())));
        }
    }

    private Prefill prefill(Prompt prompt, List<LastPictures.Seen> pictures) {
        long[] positions =
                prompt.places().stream().mapToLong(Prompt.PlaceToken::position).toArray();
        return new Prefill(
                prompt.ids(),
                prompt.positions(),
                pictures.stream().map(LastPictures.Seen::features).toList(),
                pictures.isEmpty() ? NO_TOKEN : SpecialTokens.need(tokens.image(), "image"),
                positions,
                positions.length == 0 ? null : told(prompt, geometry(pictures)),
                asking.asked(prompt));
    }

    /**
     * Embeddings {@code [N, Dl]} of the places in the conversation, each written as it says, as
     * training writes them.
     */
    private Tensor told(Prompt prompt, ImageGeometry geometry) {
        if (places == null) {
            throw new AssistantError("this model knows no places");
        }
        int grid = places.grid();
        RegionTargets targets = new RegionTargets(grid, 1);
        List<Tensor> written = new ArrayList<>();
        for (Prompt.PlaceToken place : prompt.places()) {
            Batch.Target target = targets.of(place.region(), geometry);
            written.add(
                    places.head()
                            .encode(
                                    onDevice(Tensor.of(target.boxCxcywh(), 1, 4)),
                                    onDevice(Tensor.of(target.coverage(), 1, 1, grid, grid)),
                                    place.told()));
        }
        return Tensor.cat(written, 0);
    }

    private Tensor onDevice(Tensor tensor) {
        return (device.isCpu() ? tensor : tensor.to(device)).to(dtype);
    }

    /** Places are those of the last picture. */
    private static ImageGeometry geometry(List<LastPictures.Seen> pictures) {
        return pictures.getLast().image().geometry();
    }

    private List<ReadoutHandler> handlers(
            List<LastPictures.Seen> pictures, @Nullable RequestReadout requests) {
        List<ReadoutHandler> handlers = new ArrayList<>();
        if (places != null && !pictures.isEmpty()) {
            handlers.add(
                    new TokenReadout(
                            places.head(),
                            SpecialTokens.need(tokens.vis(), "vis"),
                            geometry(pictures),
                            places.grid()));
        }
        if (requests != null) {
            handlers.add(requests);
        }
        return handlers;
    }

    /**
     * Padding and image tokens (where they are in the vocabulary) mean nothing in an answer, nor do
     * requests and their slots, which only prompts hold; nor do places to a model that cannot read
     * them.
     */
    private Generator.Vocabulary vocabulary() {
        Set<Integer> silent = new HashSet<>();
        if (tokens.image() != null && tokens.image() >= 0) {
            silent.add(tokens.image());
        }
        if (tokens.pad() != null && !tokens.pad().equals(tokens.eos())) {
            silent.add(tokens.pad());
        }
        if (tokens.vis() != null && places == null) {
            silent.add(tokens.vis());
        }
        if (tokens.request() != null) {
            silent.add(tokens.request());
        }
        if (tokens.answer() != null) {
            silent.add(tokens.answer());
        }
        return new Generator.Vocabulary(opened.tokenizer().size(), silent, openings());
    }

    private Map<Integer, Double> openings() {
        Map<Integer, Double> openings = new HashMap<>();
        description()
                .answerBiases()
                .forEach(
                        (word, bias) -> {
                            int[] ids = opened.tokenizer().encodeText(word, Tokenizer.After.WORDS);
                            if (ids.length != 1) {
                                throw new AssistantError(
                                        "answer_bias names '"
                                                + word
                                                + "', which is "
                                                + ids.length
                                                + " tokens; it can name words of one token");
                            }
                            openings.put(ids[0], bias);
                        });
        return openings;
    }

    @Override
    public void close() {
        last.close();
        asking.close();
        opened.close();
    }
}
