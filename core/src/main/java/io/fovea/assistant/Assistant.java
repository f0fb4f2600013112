package io.fovea.assistant;

import io.fovea.chat.Answer;
import io.fovea.chat.AnswerListener;
import io.fovea.chat.Conversation;
import io.fovea.generate.GenerationConfig;
import io.fovea.geometry.Region;
import io.fovea.image.Image;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * A model that can be asked. Any thread may call it; the work is done on one thread that the
 * assistant owns, one call after the other. Close it to free the model.
 */
public final class Assistant implements AutoCloseable {

    /** Answers that are made together where nothing else is said. */
    public static final int TOGETHER = 8;

    private final ModelThread thread = new ModelThread();
    private final AnsweringModel model;
    private final AssistantInfo info;
    private final Request.Limits limits;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Assistant(AssistantConfig config) {
        try {
            model = thread.call(() -> AnsweringModel.open(config), () -> {});
            info = Facts.of(config, model);
            limits = new Request.Limits(model.knowsPlaces(), model.description().pictures());
        } catch (RuntimeException e) {
            thread.close();
            throw e;
        }
    }

    /** Opens a model folder on the processor. */
    public static Assistant open(Path folder) {
        return open(AssistantConfig.of(folder));
    }

    /**
     * Opens a model folder.
     *
     * @throws io.fovea.checkpoint.CheckpointError when files are missing or weights do not fit,
     *     saying everything
     */
    public static Assistant open(AssistantConfig config) {
        return new Assistant(config);
    }

    /**
     * Opens the small model of the module {@code fovea-mini}.
     *
     * @throws AssistantError when that module is not on the class path
     */
    public static Assistant openEmbedded() {
        return openEmbedded(config -> config);
    }

    /**
     * Opens the small model of the module {@code fovea-mini} on another device or with other
     * threads.
     *
     * @param settings from the usual configuration to the one wanted
     * @throws AssistantError when that module is not on the class path
     */
    public static Assistant openEmbedded(UnaryOperator<AssistantConfig> settings) {
        return open(settings.apply(AssistantConfig.of(EmbeddedModel.folder())));
    }

    /**
     * The folder of the small model of the module {@code fovea-mini}, to go on training from.
     *
     * @throws AssistantError when that module is not on the class path
     */
    public static Path embeddedFolder() {
        return EmbeddedModel.folder();
    }

    /** What this model is. */
    public AssistantInfo info() {
        return info;
    }

    /** The likeliest answer to the last turn of a conversation. */
    public Answer answer(Conversation conversation) {
        return answer(conversation, GenerationConfig.GREEDY);
    }

    /** The answer to the last turn of a conversation. */
    public Answer answer(Conversation conversation, GenerationConfig generation) {
        return answer(conversation, generation, AnswerListener.NONE);
    }

    /** As above, heard while it is made. */
    public Answer answer(
            Conversation conversation, GenerationConfig generation, AnswerListener listener) {
        return reply(conversation, generation, listener).answer();
    }

    /**
     * The answer and what it cost.
     *
     * @param conversation as many pictures as the model can be shown, in turns of the user; the
     *     last turn is the user's, and places are on the last picture
     * @param listener called on the model's thread
     * @throws AssistantError when it cannot be answered: no words, too many tokens, a place that is
     *     not on the picture
     * @throws IllegalStateException after {@link #close()}
     */
    public Reply reply(
            Conversation conversation, GenerationConfig generation, AnswerListener listener) {
        return replies(List.of(conversation), generation, listener).getFirst();
    }

    private List<Reply> replies(
            List<Conversation> conversations,
            GenerationConfig generation,
            AnswerListener listener) {
        List<Request> requests =
                conversations.stream().map(one -> Request.of(one, limits)).toList();
        AtomicBoolean abandoned = new AtomicBoolean();
        return thread.call(
                () ->
                        model.replies(
                                requests,
                                generation,
                                listener,
                                () -> abandoned.get() || listener.cancelled()),
                () -> abandoned.set(true));
    }

    /**
     * How likely the model finds each of these answers to the last turn of a conversation, which
     * needs no picture.
     *
     * @param answers in words; each has at least one token
     * @throws AssistantError when the conversation cannot be answered, or the model's template does
     *     not write an answer behind its question
     * @throws IllegalStateException after {@link #close()}
     */
    public List<Likelihood> likelihoods(Conversation conversation, List<String> answers) {
        Request request = Request.of(conversation, limits.ofWords());
        return thread.call(
                () -> answers.stream().map(answer -> model.likelihood(request, answer)).toList(),
                () -> {});
    }

    /** The likeliest answers to several conversations, in order, {@value #TOGETHER} at a time. */
    public List<Answer> answers(List<Conversation> conversations) {
        return answers(conversations, GenerationConfig.GREEDY, TOGETHER);
    }

    /**
     * Answers to several conversations, in order. Answers that are made together say their tokens
     * in the same steps, which is faster the more of the time goes into saying them; each says what
     * it would say alone, up to the rounding of products of another shape.
     *
     * @param together how many are made together, each with keys and values of its own in memory
     * @throws AssistantError when one cannot be answered
     */
    public List<Answer> answers(
            List<Conversation> conversations, GenerationConfig generation, int together) {
        if (together < 1) {
            throw new IllegalArgumentException(
                    "at least 1 answer is made at a time, got " + together);
        }
        List<Answer> answers = new ArrayList<>();
        for (int from = 0; from < conversations.size(); from += together) {
            int to = Math.min(from + together, conversations.size());
            replies(conversations.subList(from, to), generation, AnswerListener.NONE)
                    .forEach(reply -> answers.add(reply.answer()));
        }
        return answers;
    }

    /** The answer to a question about a picture. */
    public Answer ask(Image image, String question) {
        return answer(Questions.ask(image, question));
    }

    /**
     * Where the thing (or things) of a phrase are: places in pixels of the picture, each with a
     * score; none when the model sees no such thing.
     *
     * @throws AssistantError when the model knows no places
     */
    public List<Region> ground(Image image, String phrase) {
        if (!info.supportsPlaces()) {
            throw new AssistantError(
                    "the model '"
                            + info.name()
                            + "' knows no places: it has no perception head; ask in"
                            + " words, or take a model that was taught places");
        }
        return answer(Questions.find(image, phrase)).regions();
    }

    /** What is in the picture, or at a place of it. */
    public Answer describe(Image image, @Nullable Region region) {
        return answer(Questions.describe(image, region));
    }

    /** Waits for the answer that is being made, then frees the model. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            thread.call(
                    () -> {
                        model.close();
                        return true;
                    },
                    () -> {});
            thread.close();
        }
    }
}
