package io.fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What a scope frees, and what it does not. */
class ScopeTest {

    @Test
    void whatIsNotKeptEndsWithItsScope() {
        Tensor lost;
        try (Scope scope = Scope.open()) {
            lost = Tensor.of(new float[] {1, 2}, 2);
        }
        assertThat(lost.torch.isNull()).isTrue();
        assertThatThrownBy(lost::dims).isInstanceOf(NullPointerException.class);
    }

    @Test
    void whatIsKeptLivesAsLongAsTheScopeAround() {
        Tensor kept;
        try (Scope outer = Scope.open()) {
            try (Scope inner = Scope.open()) {
                kept = inner.keep(Tensor.of(new float[] {1, 2}, 2).mul(3));
            }
            assertThat(kept.toFloats()).containsExactly(3, 6);
        }
        assertThat(kept.torch.isNull()).isTrue();
    }

    @Test
    void whatIsKeptThroughTwoScopesReachesTheThird() {
        try (Scope outer = Scope.open()) {
            Tensor kept;
            try (Scope middle = Scope.open()) {
                try (Scope inner = Scope.open()) {
                    kept = inner.keep(Tensor.of(new float[] {7}, 1));
                }
                middle.keep(kept);
            }
            assertThat(kept.toFloats()).containsExactly(7);
        }
    }

    @Test
    void keptWithoutAScopeAroundBelongsToTheCaller() {
        Tensor kept;
        try (Scope scope = Scope.open()) {
            kept = scope.keep(Tensor.of(new float[] {5}, 1));
        }
        assertThat(kept.toFloats()).containsExactly(5);
        kept.close();
        assertThat(kept.torch.isNull()).isTrue();
    }

    @Test
    void ownedTensorsOutliveAllScopesUntilClosed() {
        Tensor owned;
        try (Scope outer = Scope.open();
                Scope inner = Scope.open()) {
            owned = Tensor.ones(3).own();
        }
        assertThat(owned.toFloats()).containsExactly(1, 1, 1);
        owned.close();
        assertThat(owned.torch.isNull()).isTrue();
    }

    @Test
    void aScopeOfAThreadLeavesTensorsOfAnotherAlone() throws InterruptedException {
        try (Scope scope = Scope.open()) {
            Tensor here = Tensor.ones(2);
            Thread other =
                    new Thread(
                            () -> {
                                try (Scope there = Scope.open()) {
                                    here.mul(2);
                                }
                            });
            other.start();
            other.join();
            assertThat(here.toFloats()).containsExactly(1, 1);
        }
    }

    @Test
    void nothingStaysBehindAfterThousandRounds() {
        for (int i = 0; i < 50; i++) {
            round();
        }
        long before = Torch.liveObjects();
        for (int i = 0; i < 1000; i++) {
            round();
        }
        assertThat(Torch.liveObjects()).isEqualTo(before);
    }

    private static void round() {
        try (Scope outer = Scope.open()) {
            Tensor weight = Tensor.ones(4, 4).requiresGrad(true);
            Tensor kept;
            try (Scope inner = Scope.open()) {
                kept = inner.keep(weight.matmul(Tensor.ones(4, 4)).softmax(-1).narrow(0, 0, 2));
            }
            kept.sum().backward();
            weight.grad();
            weight.clearGrad();
            kept.toFloats();
            kept.device();
        }
    }
}
