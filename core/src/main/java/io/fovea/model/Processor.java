package io.fovea.model;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.PromptFormat;
import io.fovea.chat.Rendered;
import io.fovea.chat.Segment;
import io.fovea.image.Image;
import io.fovea.model.images.ImageProcessor;
import io.fovea.model.images.PreparedImage;
import io.fovea.tokenizer.SpecialTokens;
import io.fovea.tokenizer.Tokenizer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pictures to pixels and conversations to token ids: the chat template, the tokenizer, and as many
 * image tokens as the model has patches.
 */
public final class Processor {

    private final Tokenizer tokenizer;
    private final SpecialTokens tokens;
    private final PromptFormat format;
    private final ImageProcessor images;
    private final PictureTokens pictureTokens;
    private final PositionRule positions;

    /**
     * @param format how conversations are written
     * @param pictureTokens which ids stand for a picture
     * @param positions where tokens are
     */
    public Processor(
            Tokenizer tokenizer,
            SpecialTokens tokens,
            PromptFormat format,
            ImageProcessor images,
            PictureTokens pictureTokens,
            PositionRule positions) {
        this.tokenizer = tokenizer;
        this.tokens = tokens;
        this.format = format;
        this.images = images;
        this.pictureTokens = pictureTokens;
        this.positions = positions;
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    public SpecialTokens tokens() {
        return tokens;
    }

    /** A picture as the tower reads it. */
    public PreparedImage prepare(Image image) {
        return images.prepare(image);
    }

    /** The pictures of a conversation, in order, as the tower reads them. */
    public List<PreparedImage> prepare(Conversation conversation) {
        return pictures(conversation).stream().map(images::prepare).toList();
    }

    /**
     * Token ids of a conversation; the last turn may be an answer (training) or not (asking).
     *
     * @param pictures those of the conversation, in order, prepared
     * @throws IllegalArgumentException when there are not as many pictures as the conversation has
     */
    public Prompt prompt(Conversation conversation, List<PreparedImage> pictures) {
        Building building = new Building(pictures);
        Rendered rendered = format.rendered(conversation);
        if (rendered.tokenizerOpens()) {
            for (int id : tokenizer.opening()) {
                building.add(id, false);
            }
        }
        for (Segment segment : rendered.segments()) {
            switch (segment) {
                case Segment.Words(String text, boolean answer) -> building.words(text, answer);
                case Segment.Control(String token, boolean answer) ->
                        building.add(control(token), answer);
                case Segment.Image(int index) -> building.image(index);
                case Segment.Place place -> building.place(place);
            }
        }
        return building.finish();
    }

    private int control(String token) {
        return tokenizer
                .idOf(token)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "the chat template uses the token "
                                                + token
                                                + ", which the tokenizer does not have"));
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

    /** Ids in the making. */
    private final class Building {

        private final List<PreparedImage> pictures;
        private final IntStream.Builder ids = IntStream.builder();
        private final BitSet answers = new BitSet();
        private final List<Prompt.PlaceToken> places = new ArrayList<>();
        private int length;
        private int imageEnd;
        private int shown;
        private Tokenizer.After after = Tokenizer.After.NOTHING;

        Building(List<PreparedImage> pictures) {
            this.pictures = pictures;
        }

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

        void image(int index) {
            if (index >= pictures.size()) {
                throw mismatch(index + 1);
            }
            for (int id : pictureTokens.of(pictures.get(index))) {
                add(id, false);
            }
            imageEnd = length;
            shown++;
        }

        private IllegalArgumentException mismatch(int wanted) {
            return new IllegalArgumentException(
                    "the conversation shows "
                            + wanted
                            + " pictures or more, but "
                            + pictures.size()
                            + " were prepared");
        }

        void place(Segment.Place place) {
            places.add(new Prompt.PlaceToken(length, place.region(), place.told(), place.answer()));
            add(SpecialTokens.need(tokens.vis(), "vis"), place.answer());
        }

        Prompt finish() {
            if (shown != pictures.size()) {
                throw mismatch(shown);
            }
            boolean[] flags = new boolean[length];
            for (int i = 0; i < length; i++) {
                flags[i] = answers.get(i);
            }
            int[] all = ids.build().toArray();
            return new Prompt(all, flags, places, positions.of(all, pictures), imageEnd);
        }
    }
}
