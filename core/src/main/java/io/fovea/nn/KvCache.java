package io.fovea.nn;

import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Keys and values of a session, one pair a layer, in buffers of fixed capacity: appending copies
 * only the new rows. The session that opens it closes it.
 */
public final class KvCache implements AutoCloseable {

    private final @Nullable Tensor[] keys;
    private final @Nullable Tensor[] values;
    private long capacity;
    private long length;

    /**
     * An empty cache; buffers are made when the first tokens come.
     *
     * @param layers of the language model
     * @param capacity most tokens, prompt and answer together
     */
    public KvCache(int layers, long capacity) {
        if (layers < 1 || capacity < 1) {
            throw new IllegalArgumentException(
                    "a cache has at least one layer and room for one token, got "
                            + layers
                            + " and "
                            + capacity);
        }
        keys = new Tensor[layers];
        values = new Tensor[layers];
        this.capacity = capacity;
    }

    /** A layer's keys and values so far, {@code [B, K, T, E]} each. */
    public record Entry(Tensor keys, Tensor values) {}

    /** Tokens held, the same for all layers between steps. */
    public long length() {
        return length;
    }

    public long capacity() {
        return capacity;
    }

    /**
     * Adds rows {@code [B, K, S, E]} of a layer and returns all of its rows. Call {@link #advance}
     * after the last layer.
     */
    Entry append(int layer, Tensor k, Tensor v) {
        long added = k.size(2);
        if (length + added > capacity) {
            throw new IllegalStateException(
                    "the cache holds " + capacity + " tokens, " + (length + added) + " are needed");
        }
        Tensor keyBuffer = keys[layer];
        Tensor valueBuffer = values[layer];
        if (keyBuffer == null || valueBuffer == null) {
            keyBuffer = keys[layer] = allocate(k, k.size(0));
            valueBuffer = values[layer] = allocate(v, v.size(0));
        }
        keyBuffer.narrow(2, length, added).copy_(k);
        valueBuffer.narrow(2, length, added).copy_(v);
        return new Entry(
                keyBuffer.narrow(2, 0, length + added), valueBuffer.narrow(2, 0, length + added));
    }

    private Tensor allocate(Tensor like, long rows) {
        try (Scope scope = Scope.open()) {
            return Tensor.full(0, like.dtype(), rows, like.size(1), capacity, like.size(3))
                    .to(like.device())
                    .own();
        }
    }

    /** Counts rows that every layer has appended. */
    public void advance(long tokens) {
        length += tokens;
    }

    /** Makes room for {@code tokens} in all; what is held stays. */
    public void reserve(long tokens) {
        if (tokens <= capacity) {
            return;
        }
        capacity = tokens;
        for (int i = 0; i < keys.length; i++) {
            keys[i] = wider(keys[i]);
            values[i] = wider(values[i]);
        }
    }

    private @Nullable Tensor wider(@Nullable Tensor buffer) {
        if (buffer == null) {
            return null;
        }
        Tensor wide = allocate(buffer, buffer.size(0));
        try (Scope scope = Scope.open()) {
            wide.narrow(2, 0, length).copy_(buffer.narrow(2, 0, length));
        }
        buffer.close();
        return wide;
    }

    /**
     * Copies what a cache of one sequence holds into a row of a batch. What lies before it in the
     * row is padding, which a mask is to hide.
     *
     * @param rows of the batch
     * @param end where every row of the batch ends, which is then its {@link #length()}
     */
    public void fill(KvCache one, int row, int rows, long end) {
        if (one.length > end || end > capacity) {
            throw new IllegalArgumentException(
                    one.length + " tokens cannot end at " + end + " of " + capacity);
        }
        try (Scope scope = Scope.open()) {
            for (int i = 0; i < keys.length; i++) {
                keys[i] = filled(keys[i], one.held(one.keys[i]), row, rows, end);
                values[i] = filled(values[i], one.held(one.values[i]), row, rows, end);
            }
        }
        length = end;
    }

    /** What a buffer holds, {@code [B, K, length, E]}, of a cache that has read something. */
    private Tensor held(@Nullable Tensor buffer) {
        return Objects.requireNonNull(buffer).narrow(2, 0, length);
    }

    private Tensor filled(@Nullable Tensor buffer, Tensor held, int row, int rows, long end) {
        Tensor batch = buffer == null ? allocate(held, rows) : buffer;
        long tokens = held.size(2);
        batch.narrow(0, row, 1).narrow(2, end - tokens, tokens).copy_(held);
        return batch;
    }

    /**
     * Forgets the other rows of a batch.
     *
     * @param rows to keep, ascending
     */
    public void keepRows(List<Integer> rows) {
        for (int i = 0; i < keys.length; i++) {
            keys[i] = kept(keys[i], rows);
            values[i] = kept(values[i], rows);
        }
    }

    private @Nullable Tensor kept(@Nullable Tensor buffer, List<Integer> rows) {
        if (buffer == null) {
            return null;
        }
        try (Scope scope = Scope.open()) {
            Tensor held = held(buffer);
            for (int to = 0; to < rows.size(); to++) {
                if (rows.get(to) != to) {
                    held.narrow(0, to, 1).copy_(held.narrow(0, rows.get(to), 1));
                }
            }
            Tensor first = buffer.narrow(0, 0, rows.size()).own();
            buffer.close();
            return first;
        }
    }

    /** Forgets everything after the first {@code tokens} tokens. */
    public void truncate(long tokens) {
        if (tokens < 0 || tokens > length) {
            throw new IllegalArgumentException(
                    "cannot truncate " + length + " tokens to " + tokens);
        }
        length = tokens;
    }

    @Override
    public void close() {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != null && values[i] != null) {
                keys[i].close();
                values[i].close();
            }
        }
        Arrays.fill(keys, null);
        Arrays.fill(values, null);
        length = 0;
    }
}
