package io.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.Close;

import org.junit.jupiter.api.Test;

import java.util.Objects;

/** Placeholders and readouts. */
class SeamsTest {

    private static Tensor numbered(long... dims) {
        long count = new io.fovea.tensor.Shape(dims).elements();
        return Tensor.arange(count).to(io.fovea.tensor.DType.FLOAT32).reshape(dims);
    }

    @Test
    void findsATokenInEveryRowInOrder() {
        assertThat(Placeholders.find(new long[] {7, 1, 7, 2, 2, 7}, 7)).containsExactly(0, 2, 5);
        assertThat(Placeholders.find(new long[] {1, 2}, 7)).isEmpty();
    }

    @Test
    void writesRowsInOrderAndLeavesTheRest() {
        try (Scope scope = Scope.open()) {
            Tensor embeddings = numbered(2, 3, 2);
            Tensor values = Tensor.of(new float[] {-1, -2, -3, -4, -5, -6}, 3, 2);
            Tensor written =
                    Placeholders.write(embeddings, new long[] {0, 2, 4}, values, "patches");
            assertThat(written.toFloats())
                    .containsExactly(-1, -2, 2, 3, -3, -4, 6, 7, -5, -6, 10, 11);
            Close.checkSame("the input", embeddings, numbered(2, 3, 2));
        }
    }

    @Test
    void gradientsReachWhatWasWrittenAndNotWhatWasReplaced() {
        try (Scope scope = Scope.open()) {
            Tensor embeddings = numbered(1, 3, 2).requiresGrad(true);
            Tensor values = Tensor.ones(1, 2).requiresGrad(true);
            Placeholders.write(embeddings, new long[] {1}, values, "places").sum().backward();
            assertThat(Objects.requireNonNull(embeddings.grad()).toFloats())
                    .containsExactly(1, 1, 0, 0, 1, 1);
            assertThat(Objects.requireNonNull(values.grad()).toFloats()).containsExactly(1, 1);
        }
    }

    @Test
    void aMismatchNamesBothCounts() {
        try (Scope scope = Scope.open()) {
            assertThatThrownBy(
                            () ->
                                    Placeholders.write(
                                            numbered(1, 4, 2),
                                            new long[] {0, 1, 2},
                                            Tensor.ones(2, 2),
                                            "image patches"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("3", "2", "image patches");
            assertThatThrownBy(
                            () ->
                                    Placeholders.write(
                                            numbered(1, 4, 2),
                                            new long[0],
                                            Tensor.ones(1, 2),
                                            "image patches"))
                    .hasMessageContainingAll("0", "1");
        }
    }

    @Test
    void readsTheStateAtATokenOrBeforeIt() {
        try (Scope scope = Scope.open()) {
            Tensor states = numbered(2, 3, 2);
            assertThat(Readouts.gather(states, new long[] {5, 1}, Readouts.At.ITSELF).toFloats())
                    .containsExactly(10, 11, 2, 3);
            assertThat(
                            Readouts.gather(states, new long[] {5, 1}, Readouts.At.PREDICTING)
                                    .toFloats())
                    .containsExactly(8, 9, 0, 1);
            assertThat(Readouts.gather(states, new long[0], Readouts.At.ITSELF).dims())
                    .containsExactly(0, 2);
        }
    }

    @Test
    void theFirstTokenOfAnyRowHasNothingBeforeIt() {
        try (Scope scope = Scope.open()) {
            Tensor states = numbered(2, 3, 2);
            assertThatThrownBy(
                            () -> Readouts.gather(states, new long[] {3}, Readouts.At.PREDICTING))
                    .hasMessageContaining("very start");
            assertThat(Readouts.gather(states, new long[] {3}, Readouts.At.ITSELF).toFloats())
                    .containsExactly(6, 7);
        }
    }
}
