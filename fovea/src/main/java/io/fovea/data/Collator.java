package io.fovea.data;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.geometry.ImageGeometry;
import io.fovea.geometry.Region;
import io.fovea.image.Transformed;
import io.fovea.model.Preprocessing;
import io.fovea.model.Processor;
import io.fovea.model.Prompt;
import io.fovea.tokenizer.SpecialTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Samples to a {@link Batch}: the only code that packs and pads. */
public final class Collator {

    private final Processor processor;
    private final Preprocessing preprocessing;
    private final RegionTargets targets;
    private final int maxTokens;

    /**
     * @param maxTokens longest row; exchanges that would make a row longer are an error, not cut
     */
    public Collator(Processor processor, Preprocessing preprocessing, RegionTargets targets, int maxTokens) {
        this.processor = processor;
        this.preprocessing = preprocessing;
        this.targets = targets;
        this.maxTokens = maxTokens;
    }

    /** One row before padding. */
    private record Row(List<Prompt> prompts, List<String> kinds, int length, float[] pixels, ImageGeometry geometry, List<Region> things) {}

    public Batch collate(List<Sample> samples) {
        List<Row> rows = samples.stream().map(this::row).toList();
        int length = rows.stream().mapToInt(Row::length).max().orElseThrow();
        return new Filling(rows, length).batch();
    }

    private Row row(Sample sample) {
        Transformed fitted = preprocessing.fit(sample.image());
        List<Prompt> prompts = new ArrayList<>();
        int length = 0;
        for (Dialogue dialogue : sample.dialogues()) {
            Prompt prompt = processor.prompt(withPicture(dialogue, sample));
            length += prompts.isEmpty() ? prompt.length() : prompt.length() - prompt.imageEnd();
            prompts.add(prompt);
        }
        if (prompts.isEmpty()) {
            throw new IllegalArgumentException("the sample '" + sample.id() + "' has no exchanges");
        }
        if (length > maxTokens) {
            throw new IllegalArgumentException("the sample '" + sample.id() + "' needs " + length
                    + " tokens, more than the " + maxTokens + " that a row may have; give it fewer exchanges");
        }
        float[] pixels = preprocessing.normalize(fitted.pixels());
        List<String> kinds = sample.dialogues().stream().map(Dialogue::kind).toList();
        return new Row(prompts, kinds, length, pixels, fitted.geometry(), sample.things());
    }

    /** The exchange with the picture at the start of its first user turn. */
    private static Conversation withPicture(Dialogue dialogue, Sample sample) {
        List<Message> messages = new ArrayList<>(dialogue.messages());
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).role() == Message.Role.USER) {
                List<ContentPart> parts = new ArrayList<>(List.of(new ContentPart.Picture(sample.image())));
                parts.addAll(messages.get(i).parts());
                messages.set(i, new Message(Message.Role.USER, parts));
                return new Conversation(messages);
            }
        }
        throw new IllegalArgumentException("an exchange of the sample '" + sample.id() + "' has no user turn");
    }

    /** The arrays of a batch while they are written. */
    private final class Filling {

        private final List<Row> rows;
        private final int length;
        private final int prefix;
        private final long[] ids;
        private final long[] positions;
        private final float[] mask;
        private final float[] pixels;
        private final List<Long> predicting = new ArrayList<>();
        private final List<Long> answers = new ArrayList<>();
        private final List<Integer> openings = new ArrayList<>();
        private final List<String> kinds = new ArrayList<>();
        private final List<Batch.Place> places = new ArrayList<>();
        private final List<Batch.Thing> things = new ArrayList<>();

        Filling(List<Row> rows, int length) {
            this.rows = rows;
            this.length = length;
            prefix = rows.getFirst().prompts().getFirst().imageEnd();
            ids = new long[rows.size() * length];
            Arrays.fill(ids, SpecialTokens.need(processor.tokens().pad(), "pad"));
            positions = new long[rows.size() * length];
            mask = new float[rows.size() * length * length];
            Arrays.fill(mask, Batch.BLOCKED);
            pixels = new float[rows.size() * 3 * preprocessing.size() * preprocessing.size()];
        }

        Batch batch() {
            for (int r = 0; r < rows.size(); r++) {
                fill(r, rows.get(r));
            }
            return new Batch(
                    rows.size(), length, prefix, ids, positions, mask, pixels,
                    predicting.stream().mapToLong(Long::longValue).toArray(),
                    answers.stream().mapToLong(Long::longValue).toArray(),
                    openings.stream().mapToInt(Integer::intValue).toArray(), kinds,
                    places, things);
        }

        private void fill(int r, Row row) {
            System.arraycopy(row.pixels(), 0, pixels, r * row.pixels().length, row.pixels().length);
            row.things().forEach(thing -> things.add(
                    new Batch.Thing(r, String.valueOf(thing.label()), targets.of(thing, row.geometry()))));
            int next = 0;
            for (int i = 0; i < row.prompts().size(); i++) {
                openings.add(answers.size());
                kinds.add(row.kinds().get(i));
                next = exchange(r, row, i, next);
            }
            for (int i = next; i < length; i++) {
                allow(r, i, i, i + 1);
            }
        }

        /** Writes an exchange at column {@code start}, without the prefix unless it is the first. */
        private int exchange(int r, Row row, int index, int start) {
            Prompt prompt = row.prompts().get(index);
            if (prompt.imageEnd() != prefix) {
                throw new IllegalArgumentException("exchanges packed together must begin alike: one has its picture end at "
                        + prompt.imageEnd() + ", another at " + prefix);
            }
            int from = start == 0 ? 0 : prefix;
            int shift = start - from;
            for (int i = from; i < prompt.length(); i++) {
                int column = i + shift;
                ids[r * length + column] = prompt.ids()[i];
                positions[r * length + column] = i;
                allow(r, column, 0, Math.min(i + 1, prefix));
                allow(r, column, Math.max(prefix, prefix + shift), column + 1);
                if (prompt.answer()[i]) {
                    predicting.add((long) r * length + column - 1);
                    answers.add((long) prompt.ids()[i]);
                }
            }
            for (Prompt.PlaceToken place : prompt.places()) {
                places.add(new Batch.Place(
                        r, (long) r * length + place.position() + shift, place.answer(), row.kinds().get(index),
                        targets.of(place.region(), row.geometry())));
            }
            return prompt.length() + shift;
        }

        private void allow(int r, int query, int from, int to) {
            int base = (r * length + query) * length;
            for (int i = from; i < to; i++) {
                mask[base + i] = 0;
            }
        }
    }
}
