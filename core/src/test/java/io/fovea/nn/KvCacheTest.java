package io.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Torch;
import io.fovea.testkit.Close;

import org.junit.jupiter.api.Test;

import java.util.List;

class KvCacheTest {

    private static Tensor rows(long seed, long tokens) {
        return new Rng(seed).normal(1, 2, 3, tokens, 4);
    }

    @Test
    void holdsWhatWasAppendedInOrder() {
        try (Scope scope = Scope.open();
                KvCache cache = new KvCache(2, 6)) {
            Tensor first = rows(1, 2);
            Tensor second = rows(2, 3);
            cache.append(0, first, first.neg());
            cache.append(1, first, first);
            cache.advance(2);
            KvCache.Entry entry = cache.append(0, second, second.neg());
            Tensor expected = Tensor.cat(List.of(first, second), 2);
            Close.checkSame("keys", entry.keys(), expected);
            Close.checkSame("values", entry.values(), expected.neg());
            assertThat(cache.length()).as("only advance counts").isEqualTo(2);
            cache.append(1, second, second);
            cache.advance(3);
            assertThat(cache.length()).isEqualTo(5);
        }
    }

    @Test
    void truncationForgetsTheEnd() {
        try (Scope scope = Scope.open();
                KvCache cache = new KvCache(1, 6)) {
            Tensor first = rows(1, 4);
            cache.append(0, first, first);
            cache.advance(4);
            cache.truncate(1);
            Tensor second = rows(2, 2);
            Close.checkSame(
                    "keys",
                    cache.append(0, second, second).keys(),
                    Tensor.cat(List.of(first.narrow(2, 0, 1), second), 2));
            assertThatThrownBy(() -> cache.truncate(2)).hasMessage("cannot truncate 1 tokens to 2");
            assertThatThrownBy(() -> cache.truncate(-1))
                    .hasMessage("cannot truncate 1 tokens to -1");
        }
    }

    @Test
    void fullCachesSayHowMuchTheyHold() {
        try (Scope scope = Scope.open();
                KvCache cache = new KvCache(1, 4)) {
            cache.append(0, rows(1, 3), rows(1, 3));
            cache.advance(3);
            assertThatThrownBy(() -> cache.append(0, rows(2, 2), rows(2, 2)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the cache holds 4 tokens, 5 are needed");
            assertThat(cache.append(0, rows(2, 1), rows(2, 1)).keys().dims())
                    .containsExactly(2, 3, 4, 4);
        }
        assertThatThrownBy(() -> new KvCache(0, 4)).hasMessageContaining("0 and 4");
    }

    @Test
    void closingFreesTheBuffers() {
        try (Scope scope = Scope.open()) {
            Tensor x = rows(1, 1);
            long before = Torch.liveObjects();
            try (Scope inner = Scope.open();
                    KvCache cache = new KvCache(3, 4)) {
                cache.append(0, x, x);
                cache.append(2, x, x);
            }
            assertThat(Torch.liveObjects()).isEqualTo(before);
        }
    }
}
