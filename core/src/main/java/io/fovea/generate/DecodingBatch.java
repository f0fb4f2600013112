package io.fovea.generate;

import io.fovea.language.LanguageInput;
import io.fovea.language.LanguageModel;
import io.fovea.model.PromptPositions;
import io.fovea.nn.DotProductAttention;
import io.fovea.nn.KvCache;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Answers that are made together: one input of each is read at a step. Their prompts end in the
 * same column of one cache, with padding before the shorter ones; an answer that has ended leaves
 * the batch.
 */
final class DecodingBatch implements AutoCloseable {

    /** Columns that are made at a time: most answers end long before they must. */
    static final int GROWTH = 64;

    private final LanguageModel language;
    private final KvCache cache;
    private final List<Row> rows;
    private List<Row> going;
    private Tensor states;
    private Tensor mask;

    /** An answer of the batch. */
    private static final class Row {

        private final Decoding decoding;
        private final long prefillNanos;
        private final Deque<Tensor> unread = new ArrayDeque<>();
        private long decodeNanos;
        private long behind;

        Row(Decoding decoding, long prefillNanos) {
            this.decoding = decoding;
            this.prefillNanos = prefillNanos;
        }

        /** Its next input {@code [1, 1, Dl]}; null at the end. */
        @Nullable Tensor next(Tensor state, float[] scores) {
            if (!unread.isEmpty()) {
                try (Tensor kept = unread.remove()) {
                    return kept.copy();
                }
            }
            Tensor inputs = decoding.next(state, scores);
            if (inputs == null) {
                return null;
            }
            for (long i = 1; i < inputs.size(1); i++) {
                unread.add(inputs.narrow(1, i, 1).copy().own());
            }
            return inputs.narrow(1, 0, 1);
        }
    }

    private DecodingBatch(
            LanguageModel language, KvCache cache, List<Row> rows, Tensor states, Tensor mask) {
        this.language = language;
        this.cache = cache;
        this.rows = rows;
        this.states = states;
        this.mask = mask;
        going = rows;
    }

    /**
     * Reads all prompts, one after the other.
     *
     * @param passes opens a pass for a prompt of so many tokens
     */
    static DecodingBatch read(
            LanguageModel language, List<Decoding> decodings, IntFunction<LanguagePass> passes) {
        int width = decodings.stream().mapToInt(Decoding::length).max().orElseThrow();
        int room = decodings.stream().mapToInt(Decoding::room).max().orElseThrow();
        KvCache cache = new KvCache(language.layers(), width + Math.min(room, GROWTH));
        try (Scope scope = Scope.open()) {
            List<Row> rows = new ArrayList<>();
            List<Tensor> states = new ArrayList<>();
            for (Decoding decoding : decodings) {
                long start = System.nanoTime();
                try (LanguagePass pass = passes.apply(decoding.length())) {
                    states.add(decoding.read(pass).copy());
                    pass.into(cache, rows.size(), decodings.size(), width);
                }
                rows.add(new Row(decoding, System.nanoTime() - start));
            }
            Tensor last = Tensor.cat(states, 0).own();
            Tensor padding = padding(decodings, width, width + room);
            Tensor mask = padding.to(last.dtype()).to(last.device()).own();
            return new DecodingBatch(language, cache, List.copyOf(rows), last, mask);
        } catch (RuntimeException e) {
            cache.close();
            throw e;
        }
    }

    /** Blocks the columns before each prompt, {@code [N, 1, 1, columns]}. */
    private static Tensor padding(List<Decoding> decodings, int width, int columns) {
        float[] blocked = new float[Math.multiplyExact(decodings.size(), columns)];
        for (int row = 0; row < decodings.size(); row++) {
            int from = row * columns;
            int to = from + width - decodings.get(row).length();
            Arrays.fill(blocked, from, to, (float) DotProductAttention.BLOCKED);
        }
        return Tensor.of(blocked, decodings.size(), 1, 1, columns);
    }

    boolean isDone() {
        return going.isEmpty();
    }

    /** Has every answer say a token, and reads what they want to be read. */
    void step() {
        long start = System.nanoTime();
        List<Row> before = going;
        try (Scope scope = Scope.open()) {
            float[] scores = language.logits(states).toFloats();
            int vocabulary = scores.length / before.size();
            List<Tensor> inputs = new ArrayList<>();
            List<Integer> kept = new ArrayList<>();
            for (int i = 0; i < before.size(); i++) {
                float[] own = Arrays.copyOfRange(scores, i * vocabulary, (i + 1) * vocabulary);
                Tensor next = before.get(i).next(states.narrow(0, i, 1), own);
                if (next != null) {
                    inputs.add(next);
                    kept.add(i);
                }
            }
            keep(kept);
            if (!isDone()) {
                append(Tensor.cat(inputs, 0));
            }
        }
        long share = (System.nanoTime() - start) / before.size();
        before.forEach(row -> row.decodeNanos += share);
    }

    private void keep(List<Integer> kept) {
        if (kept.size() == going.size()) {
            return;
        }
        going = kept.stream().map(going::get).toList();
        if (!isDone()) {
            cache.keepRows(kept);
            long[] index = kept.stream().mapToLong(Integer::longValue).toArray();
            mask =
                    replaced(
                            mask,
                            mask.indexSelect(0, Tensor.of(index, index.length).to(mask.device())));
        }
    }

    /** Reads an input of each, {@code [N, 1, Dl]}. */
    private void append(Tensor inputs) {
        if (cache.length() == cache.capacity()) {
            cache.reserve(cache.capacity() + GROWTH);
        }
        List<PromptPositions> prompts =
                going.stream().map(row -> row.decoding.positions()).toList();
        long[] more = going.stream().mapToLong(row -> row.behind++).toArray();
        LanguageInput input =
                new LanguageInput(
                        inputs,
                        PromptPositions.behind(prompts, more).to(inputs.device()),
                        mask.narrow(3, 0, cache.length() + 1),
                        cache,
                        Map.of());
        states = replaced(states, language.forward(input.only(-1)).last().select(1, 0));
    }

    private static Tensor replaced(Tensor old, Tensor by) {
        Tensor owned = by.own();
        old.close();
        return owned;
    }

    /** What was said, in the order of the prompts. */
    List<Generation> made() {
        return rows.stream()
                .map(row -> row.decoding.made(row.prefillNanos, row.decodeNanos))
                .toList();
    }

    @Override
    public void close() {
        rows.forEach(row -> row.unread.forEach(Tensor::close));
        states.close();
        mask.close();
        cache.close();
    }
}
