package io.fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads of products: one inside of work that is in parallel itself, as many as before behind. */
class BlasTest {

    private int before;

    @BeforeEach
    void twoThreads() {
        before = Blas.threadsNow();
        Blas.setThreads(2);
    }

    @AfterEach
    void asBefore() {
        Blas.setThreads(before);
    }

    private static int now() {
        return Blas.threadsNow();
    }

    @Test
    void insideOneAndBehindAsBefore() {
        try (Scope scope = Scope.open()) {
            Tensor made =
                    Blas.singly(
                            () -> {
                                assertThat(now()).isEqualTo(1);
                                return Blas.singly(() -> Tensor.ones(2).mul(now()));
                            });
            assertThat(made.toFloats()).containsExactly(1, 1);
            assertThat(now()).isEqualTo(2);
        }
    }

    @Test
    void aFailureInsideChangesNothing() {
        assertThatThrownBy(
                        () ->
                                Blas.singly(
                                        () -> {
                                            throw new IllegalArgumentException("no");
                                        }))
                .hasMessage("no");
        assertThat(now()).isEqualTo(2);
    }

    @Test
    void whatIsSetInsideHoldsBehind() {
        try (Scope scope = Scope.open()) {
            Blas.singly(
                    () -> {
                        Blas.setThreads(1);
                        Blas.setThreads(2);
                        assertThat(now()).isEqualTo(1);
                        return Tensor.ones(1);
                    });
            assertThat(now()).isEqualTo(2);
        }
    }

    /** The last of several threads to leave restores the number, whoever came first. */
    @Test
    void severalThreadsAtATime() throws Exception {
        CyclicBarrier inside = new CyclicBarrier(3);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<Integer>> seen = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Callable<Integer> work =
                        () -> {
                            try (Scope scope = Scope.open()) {
                                return (int) Blas.singly(() -> met(inside)).item();
                            }
                        };
                seen.add(threads.submit(work));
            }
            for (Future<Integer> one : seen) {
                assertThat(one.get()).isEqualTo(1);
            }
        }
        assertThat(now()).isEqualTo(2);
    }

    private static Tensor met(CyclicBarrier inside) {
        try {
            inside.await();
            return Tensor.ones(1).mul(now());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void attentionLeavesTheNumber() {
        try (Scope scope = Scope.open()) {
            Tensor q = new Rng(1).normal(1, 1, 2, 70, 8);
            Ops.scaledDotProductAttention(q, q, q, null, true);
            assertThat(now()).isEqualTo(2);
        }
    }
}
