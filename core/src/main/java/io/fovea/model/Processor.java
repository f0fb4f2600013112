package io.fovea.model;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.image.Image;
import io.fovea.model.images.ImageProcessor;
import io.fovea.model.images.PreparedImage;
import io.fovea.tokenizer.SpecialTokens;
import io.fovea.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/**
 * Pictures to pixels and conversations to token ids: the chat template, the tokenizer, and as many
 * image tokens as the model has for a picture.
 */
public final class Processor {

    private final PromptWords words;
    private final ImageProcessor images;
    private final PromptEncoder asking;
    private final PromptEncoder answered;
    private final @Nullable Requests requests;

    /**
     * How prompts ask.
     *
     * @param header tokens that the template writes between a question and its answer
     */
    private record Requests(RequestTokens tokens, int header) {

        Prompt into(Prompt prompt, boolean answered) {
            int end = answered ? prompt.lastAnswer() : prompt.length();
            return tokens.into(prompt, end, header);
        }
    }

    /**
     * @param asking encodes conversations that end with a question
     * @param answered encodes those that end with an answer, and marks it
     */
    Processor(
            PromptWords words,
            ImageProcessor images,
            PromptEncoder asking,
            PromptEncoder answered) {
        this(words, images, asking, answered, null);
    }

    private Processor(
            PromptWords words,
            ImageProcessor images,
            PromptEncoder asking,
            PromptEncoder answered,
            @Nullable Requests requests) {
        this.words = words;
        this.images = images;
        this.asking = asking;
        this.answered = answered;
        this.requests = requests;
    }

    /** The same, whose prompts about pictures ask: a request and its slots end each question. */
    public Processor asking(RequestTokens tokens) {
        return new Processor(words, images, asking, answered, new Requests(tokens, header()));
    }

    /**
     * How many tokens the template writes behind a question, before the answer: what prompts of
     * different questions end alike with.
     */
    private int header() {
        int[] first = probe("a");
        int[] second = probe("b?");
        int[] third = probe("on.");
        int same = 0;
        int most = Math.min(first.length, Math.min(second.length, third.length));
        while (same < most
                && first[first.length - 1 - same] == second[second.length - 1 - same]
                && first[first.length - 1 - same] == third[third.length - 1 - same]) {
            same++;
        }
        return same;
    }

    private int[] probe(String question) {
        Conversation conversation = Conversation.of(Message.user(question));
        return asking.encode(words.format().rendered(conversation), List.of()).ids();
    }

    public Tokenizer tokenizer() {
        return words.tokenizer();
    }

    public SpecialTokens tokens() {
        return words.tokens();
    }

    /** Each of these tokens ends an answer. */
    public Set<Integer> ends() {
        return words.ends();
    }

    /** A picture as the tower reads it. */
    public PreparedImage prepare(Image image) {
        return images.prepare(image);
    }

    /** The pictures of a conversation, in order. */
    public static List<Image> pictures(Conversation conversation) {
        return conversation.messages().stream()
                .flatMap(message -> message.parts().stream())
                .<Image>mapMulti(
                        (part, sink) -> {
                            if (part instanceof ContentPart.Picture(Image image)) {
                                sink.accept(image);
                            }
                        })
                .toList();
    }

    /**
     * Token ids of a conversation; the last turn may be an answer (training) or not (asking).
     *
     * @param pictures those of the conversation, in order, prepared
     * @throws IllegalArgumentException when there are not as many pictures as the conversation has
     */
    public Prompt prompt(Conversation conversation, List<PreparedImage> pictures) {
        boolean said =
                !conversation.messages().isEmpty()
                        && conversation.messages().getLast().role() == Message.Role.ASSISTANT;
        PromptEncoder encoder = said ? answered : asking;
        Prompt prompt = encoder.encode(words.format().rendered(conversation), pictures);
        return requests == null || pictures.isEmpty() ? prompt : requests.into(prompt, said);
    }

    /** The prompt as text, with this for each picture. */
    public String text(Conversation conversation, String picture) {
        return words.format().rendered(conversation).text(picture, "<vis>");
    }

    /** Ids of a text that is not put into any template, the tokenizer's own tokens around it. */
    public Prompt plain(String text) {
        return Prompt.ofIds(tokenizer().encode(text, true));
    }
}
