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

    private final Processor processor;
    private final RegionTargets targets;
    private final int maxTokens;

    /**
     * @param maxTokens longest row; exchanges that would make a row longer are an error, not cut
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
        return Packing.pack(samples.stream().map(this::row).toList(), targets, fill);
    }

    private Packing.Row row(Sample sample) {
        PreparedImage picture = sample.image() == null ? null : processor.prepare(sample.image());
        List<PreparedImage> pictures = picture == null ? List.of() : List.of(picture);
        List<Prompt> prompts = new ArrayList<>();
        int length = 0;
        for (Dialogue dialogue : sample.dialogues()) {
            Prompt prompt = prompt(withPicture(dialogue, sample), pictures, sample);
            check(prompt, prompts.isEmpty() ? prompt : prompts.getFirst(), sample);
            length += prompts.isEmpty() ? prompt.length() : prompt.length() - prompt.imageEnd();
            prompts.add(prompt);
        }
        if (prompts.isEmpty()) {
            throw new IllegalArgumentException("the sample '" + sample.id() + "' has no exchanges");
        }
        boolean placed = prompts.stream().anyMatch(prompt -> !prompt.places().isEmpty());
        if (picture == null && (placed || !sample.things().isEmpty())) {
            throw new IllegalArgumentException(
                    "the sample '" + sample.id() + "' has places but no picture that they are on");
        }
        if (length > maxTokens) {
            throw new IllegalArgumentException(
                    "the sample '"
                            + sample.id()
                            + "' needs "
                            + length
                            + " tokens, more than the "
                            + maxTokens
                            + " that a row may have; give it fewer exchanges");
        }
        List<Packing.Exchange> exchanges = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            Dialogue dialogue = sample.dialogues().get(i);
            exchanges.add(new Packing.Exchange(prompts.get(i), dialogue.kind(), dialogue.about()));
        }
        return new Packing.Row(exchanges, length, picture, sample.things());
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
