package io.fovea.data;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.image.Image;
import io.fovea.model.Processor;
import io.fovea.model.Prompt;
import io.fovea.model.images.PreparedImage;
import io.fovea.tokenizer.SpecialTokens;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Samples to a {@link Batch}: the only code that packs and pads. */
public final class Collator {

    /**
     * Tokens of exchanges, the picture not counted, that share a row at most: attention costs the
     * square of a row's length, so long exchanges about a picture (places as text) are cheaper
     * beside each other than behind each other. One that is longer has a row of its own.
     */
    private static final int PACKED = 512;

    private final Processor processor;
    private final RegionTargets targets;
    private final int maxTokens;

    /**
     * @param maxTokens longest row; an exchange that would make a row longer is an error, not cut
     */
    public Collator(Processor processor, RegionTargets targets, int maxTokens) {
        this.processor = processor;
        this.targets = targets;
        this.maxTokens = maxTokens;
    }

    /**
     * Packs and pads.
     *
     * @throws IllegalArgumentException naming the sample that has no exchange, an exchange that
     *     cannot be learned from or cannot be packed with the others, or more tokens than a row may
     *     have
     */
    public Batch collate(List<Sample> samples) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("a batch needs at least one sample");
        }
        int pad = SpecialTokens.need(processor.tokens().pad(), "pad");
        Packing.Fill fill = new Packing.Fill(pad, processor.tokens().image());
        return Packing.pack(
                samples.stream().flatMap(s -> rows(s).stream()).toList(), targets, fill);
    }

    /**
     * The rows of a sample: as many of its exchanges in one as {@link #PACKED} allows, the picture
     * again in each.
     */
    private List<Packing.Row> rows(Sample sample) {
        PreparedImage picture = sample.image() == null ? null : processor.prepare(sample.image());
        List<PreparedImage> pictures = picture == null ? List.of() : List.of(picture);
        List<Packing.Row> rows = new ArrayList<>();
        List<Packing.Exchange> packed = new ArrayList<>();
        Prompt first = null;
        int length = 0;
        for (Dialogue dialogue : sample.dialogues()) {
            Prompt prompt = prompt(withPicture(dialogue, sample), pictures, sample);
            first = first == null ? prompt : first;
            check(prompt, first, sample);
            int own = prompt.length() - prompt.imageEnd();
            if (!packed.isEmpty() && length - prompt.imageEnd() + own > PACKED) {
                rows.add(new Packing.Row(packed, length, picture, sample.things()));
                packed = new ArrayList<>();
            }
            length = packed.isEmpty() ? prompt.length() : length + own;
            packed.add(new Packing.Exchange(prompt, dialogue.kind(), dialogue.about()));
            requireFit(length, sample);
        }
        if (first == null) {
            throw new IllegalArgumentException("the sample '" + sample.id() + "' has no exchanges");
        }
        rows.add(new Packing.Row(packed, length, picture, sample.things()));
        requirePicture(sample, rows);
        return rows;
    }

    private void requireFit(int length, Sample sample) {
        if (length > maxTokens) {
            throw new IllegalArgumentException(
                    "the sample '"
                            + sample.id()
                            + "' needs "
                            + length
                            + " tokens, more than the "
                            + maxTokens
                            + " that a row may have; give it shorter exchanges");
        }
    }

    private static void requirePicture(Sample sample, List<Packing.Row> rows) {
        boolean placed =
                rows.stream()
                        .flatMap(row -> row.exchanges().stream())
                        .anyMatch(exchange -> !exchange.prompt().places().isEmpty());
        if (sample.image() == null && (placed || !sample.things().isEmpty())) {
            throw new IllegalArgumentException(
                    "the sample '" + sample.id() + "' has places but no picture that they are on");
        }
    }

    private Prompt prompt(Conversation conversation, List<PreparedImage> pictures, Sample sample) {
        int more = Processor.pictures(conversation).size() - pictures.size();
        if (more > 0) {
            throw new IllegalArgumentException(
                    "an exchange of the sample '"
                            + sample.id()
                            + "' has "
                            + more
                            + " pictures of its own; a row is about one picture");
        }
        return processor.prompt(conversation, pictures);
    }

    /** What would otherwise give wrong numbers without a word. */
    private static void check(Prompt prompt, Prompt first, Sample sample) {
        int prefix = first.imageEnd();
        int firstAnswer = 0;
        while (firstAnswer < prompt.length() && !prompt.answer()[firstAnswer]) {
            firstAnswer++;
        }
        String problem = null;
        if (firstAnswer == prompt.length()) {
            problem = "has no answer, so there is nothing to learn from it";
        } else if (!Arrays.equals(prompt.ids(), 0, prompt.imageEnd(), first.ids(), 0, prefix)) {
            problem =
                    "begins otherwise than the first one up to the end of the picture ("
                            + prompt.imageEnd()
                            + " and "
                            + prefix
                            + " tokens); exchanges packed together share that part";
        } else if (firstAnswer == prefix && prompt != first) {
            problem =
                    "has its answer right behind the picture; among packed exchanges a question"
                            + " must stand between";
        }
        if (problem != null) {
            throw new IllegalArgumentException(
                    "an exchange of the sample '" + sample.id() + "' " + problem);
        }
    }

    /** The exchange with the picture at the start of its first user turn. */
    private static Conversation withPicture(Dialogue dialogue, Sample sample) {
        Image image = sample.image();
        List<Message> messages = new ArrayList<>(dialogue.messages());
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).role() == Message.Role.USER) {
                List<ContentPart> parts =
                        new ArrayList<>(
                                image == null
                                        ? List.of()
                                        : List.of(new ContentPart.Picture(image)));
                parts.addAll(messages.get(i).parts());
                messages.set(i, new Message(Message.Role.USER, parts));
                return new Conversation(messages);
            }
        }
        throw new IllegalArgumentException(
                "an exchange of the sample '" + sample.id() + "' has no user turn");
    }
}
