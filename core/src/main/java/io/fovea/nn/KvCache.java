package io.fovea.nn;

import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

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
            keyBuffer = keys[layer] = allocate(k);
            valueBuffer = values[layer] = allocate(v);
        }
        keyBuffer.narrow(2, length, added).copy_(k);
        valueBuffer.narrow(2, length, added).copy_(v);
        return new Entry(
                keyBuffer.narrow(2, 0, length + added), valueBuffer.narrow(2, 0, length + added));
    }

    private Tensor allocate(Tensor like) {
        try (Scope scope = Scope.open()) {
            return Tensor.full(0, like.dtype(), like.size(0), like.size(1), capacity, like.size(3))
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
        Tensor wide = allocate(buffer);
        try (Scope scope = Scope.open()) {
            wide.narrow(2, 0, length).copy_(buffer.narrow(2, 0, length));
        }
        buffer.close();
        return wide;
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
