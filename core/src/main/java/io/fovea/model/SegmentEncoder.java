package io.fovea.model;

import io.fovea.chat.Rendered;
import io.fovea.chat.Segment;
import io.fovea.model.images.PreparedImage;
import io.fovea.tokenizer.Piece;
import io.fovea.tokenizer.SpecialTokens;
import io.fovea.tokenizer.Tokenizer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Encodes segment by segment, so that no token reaches across the border between what is asked and
 * what is said, and marks what the model is to say.
 */
final class SegmentEncoder implements PromptEncoder {

    private final PromptWords words;
    private final PictureTokens pictureTokens;
    private final PositionRule positions;

    SegmentEncoder(PromptWords words, PictureTokens pictureTokens, PositionRule positions) {
        this.words = words;
        this.pictureTokens = pictureTokens;
        this.positions = positions;
    }

    @Override
    public Prompt encode(Rendered rendered, List<PreparedImage> pictures) {
        Building building = new Building(pictures);
        if (rendered.tokenizerOpens()) {
            for (int id : words.tokenizer().opening()) {
                building.add(id, false);
            }
        }
        for (Segment segment : ended(rendered.segments())) {
            switch (segment) {
                case Segment.Words(String text, boolean answer) -> building.words(text, answer);
                case Segment.Control(String token, boolean answer) ->
                        building.add(PromptPieces.id(token, words.tokenizer()), answer);
                case Segment.Image(int index) -> building.image(index);
                case Segment.Place place -> building.place(place);
            }
        }
        return building.finish();
    }

    /**
     * The last answer ends in a token that ends answers, whether the template writes one or not
     * (LLaVA-1.5's does not): a model that never saw its end would not stop.
     */
    private List<Segment> ended(List<Segment> segments) {
        int last = segments.size() - 1;
        while (last >= 0
                && segments.get(last) instanceof Segment.Words(String text, boolean answer)
                && !answer
                && text.isBlank()) {
            last--;
        }
        Integer eos = words.tokens().eos();
        if (last < 0 || eos == null || !segments.get(last).answer() || ends(segments.get(last))) {
            return segments;
        }
        List<Segment> ended = new ArrayList<>(segments.subList(0, last + 1));
        ended.add(new Segment.Control(words.tokenizer().tokenOf(eos), true));
        return ended;
    }

    private boolean ends(Segment segment) {
        return segment instanceof Segment.Control(String token, boolean ignored)
                && words.ends().contains(PromptPieces.id(token, words.tokenizer()));
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
            for (int id : words.tokenizer().encodeText(text, after)) {
                add(id, answer);
            }
            after = Tokenizer.After.WORDS;
        }

        void image(int index) {
            shown++;
            if (index >= pictures.size()) {
                PromptEncoder.requirePictures(shown, pictures);
            }
            StringBuilder plain = new StringBuilder();
            for (Piece piece : pictureTokens.of(pictures.get(index))) {
                switch (piece) {
                    case Piece.Special(int id) -> {
                        flush(plain);
                        add(id, false);
                    }
                    case Piece.Plain(String text) -> plain.append(text);
                }
            }
            flush(plain);
            imageEnd = length;
        }

        /** Words side by side are read as one text. */
        private void flush(StringBuilder plain) {
            if (!plain.isEmpty()) {
                words(plain.toString(), false);
                plain.setLength(0);
            }
        }

        void place(Segment.Place place) {
            places.add(new Prompt.PlaceToken(length, place.region(), place.told(), place.answer()));
            add(SpecialTokens.need(words.tokens().vis(), "vis"), place.answer());
        }

        Prompt finish() {
            PromptEncoder.requirePictures(shown, pictures);
            boolean[] flags = new boolean[length];
            for (int i = 0; i < length; i++) {
                flags[i] = answers.get(i);
            }
            int[] all = ids.build().toArray();
            return new Prompt(all, flags, places, positions.of(all, pictures), imageEnd);
        }
    }
}
