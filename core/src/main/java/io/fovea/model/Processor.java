package io.fovea.model;

import io.fovea.chat.ChatTemplate;
import io.fovea.chat.ChatTemplates;
import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Segment;
import io.fovea.image.Image;
import io.fovea.tokenizer.SpecialTokens;
import io.fovea.tokenizer.Tokenizer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Conversations to token ids: the chat template, the tokenizer, and as many image tokens as the
 * model has patches.
 */
public final class Processor {

    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final SpecialTokens tokens;
    private final int imageTokens;

    public Processor(ModelConfig config, Tokenizer tokenizer, int imageTokens) {
        this.tokenizer = tokenizer;
        this.template = ChatTemplates.named(config.chatTemplate());
        this.tokens = SpecialTokens.of(config.tokens(), tokenizer);
        this.imageTokens = imageTokens;
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    public SpecialTokens tokens() {
        return tokens;
    }

    /** Token ids of a conversation; the last turn may be an answer (training) or not (asking). */
    public Prompt prompt(Conversation conversation) {
        Building building = new Building();
        if (template.tokenizerOpens()) {
            for (int id : tokenizer.opening()) {
                building.add(id, false);
            }
        }
        for (Segment segment : template.render(conversation)) {
            switch (segment) {
                case Segment.Words(String text, boolean answer) -> building.words(text, answer);
                case Segment.Control(String token, boolean answer) ->
                        building.add(control(token), answer);
                case Segment.Image ignored -> building.image();
                case Segment.Place place -> building.place(place);
            }
        }
        return building.finish(pictures(conversation));
    }

    private int control(String token) {
        return tokenizer
                .idOf(token)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "the chat template '"
                                                + template.name()
                                                + "' uses the token "
                                                + token
                                                + ", which the tokenizer does not have"));
    }

    private static List<Image> pictures(Conversation conversation) {
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

    /** Ids in the making. */
    private final class Building {

        private final IntStream.Builder ids = IntStream.builder();
        private final BitSet answers = new BitSet();
        private final List<Prompt.PlaceToken> places = new ArrayList<>();
        private int length;
        private int imageEnd;
        private Tokenizer.After after = Tokenizer.After.NOTHING;

        void add(int id, boolean answer) {
            ids.add(id);
            answers.set(length++, answer);
            after = Tokenizer.After.SPECIAL;
        }

        void words(String text, boolean answer) {
            for (int id : tokenizer.encodeText(text, after)) {
                add(id, answer);
            }
            after = Tokenizer.After.WORDS;
        }

        void image() {
            int id = SpecialTokens.need(tokens.image(), "image");
            for (int i = 0; i < imageTokens; i++) {
                add(id, false);
            }
            imageEnd = length;
        }

        void place(Segment.Place place) {
            places.add(new Prompt.PlaceToken(length, place.region(), place.told(), place.answer()));
            add(SpecialTokens.need(tokens.vis(), "vis"), place.answer());
        }

        Prompt finish(List<Image> pictures) {
            boolean[] flags = new boolean[length];
            for (int i = 0; i < length; i++) {
                flags[i] = answers.get(i);
            }
            return new Prompt(ids.build().toArray(), flags, places, pictures, imageEnd);
        }
    }
}
