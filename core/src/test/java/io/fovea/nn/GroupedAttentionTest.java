package io.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.tensor.DType;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.Close;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Shared key heads against keys and values that are repeated for every head. */
class GroupedAttentionTest {

    private static final int WIDTH = 6;

    private static Tensor rows(long seed, long heads, long length) {
        return new Rng(seed).normal(1, 2, heads, length, WIDTH).to(DType.FLOAT64);
    }

    /** Blocks the future and some keys of the first row of the batch. */
    private static Tensor mask(int rows, int keys) {
        double[] mask = new double[2 * rows * keys];
        for (int b = 0; b < 2; b++) {
            for (int s = 0; s < rows; s++) {
                for (int t = 0; t < keys; t++) {
                    boolean blocked = t > keys - rows + s || (b == 0 && t == 1);
                    mask[(b * rows + s) * keys + t] = blocked ? -1e9 : 0;
                }
            }
        }
        return Tensor.of(mask, 2, 1, rows, keys);
    }

    private static Tensor repeated(Tensor q, Tensor k, Tensor v, @Nullable Tensor mask) {
        long group = q.size(1) / k.size(1);
        Tensor keys = k.repeatInterleave(group, 1);
        Tensor scores = q.matmul(keys.transpose(-2, -1)).mul(1 / Math.sqrt(WIDTH));
        return (mask == null ? scores : scores.add(mask))
                .softmax(-1)
                .matmul(v.repeatInterleave(group, 1));
    }

    @ParameterizedTest(name = "{0} heads, {1} key heads, {2} queries, {3} keys, mask {4}")
    @CsvSource({
        "4, 2, 1, 7, false",
        "4, 2, 1, 7, true",
        "6, 1, 3, 7, true",
        "6, 3, 5, 5, false",
        "3, 3, 4, 7, true"
    })
    void bothPathsAreAttentionWithRepeatedKeys(
            int heads, int keyHeads, int queries, int keys, boolean masked) {
        try (Scope scope = Scope.open()) {
            Tensor mask = masked ? mask(queries, keys) : null;
            Tensor q = rows(1, heads, queries);
            Tensor k = rows(2, keyHeads, keys);
            Tensor v = rows(3, keyHeads, keys);
            Tensor expected = repeated(q, k, v, mask);
            try (Grad off = Grad.off()) {
                Close.check(
                        "fused", DotProductAttention.attend(q, k, v, mask, null), expected, 1e-12);
            }
            List<Tensor> seen = new ArrayList<>();
            Close.check(
                    "written out",
                    DotProductAttention.attend(q, k, v, mask, seen::add),
                    expected,
                    1e-12);
            assertThat(seen.getFirst().dims()).containsExactly(2, heads, queries, keys);
            Tensor weight = rows(4, heads, queries);
            List<Tensor> got = gradients(q, k, v, weight, mask, false);
            List<Tensor> wanted = gradients(q, k, v, weight, mask, true);
            for (int i = 0; i < 3; i++) {
                Close.check("gradient " + i, got.get(i), wanted.get(i), 1e-12);
            }
        }
    }

    private static List<Tensor> gradients(
            Tensor q, Tensor k, Tensor v, Tensor weight, @Nullable Tensor mask, boolean repeated) {
        List<Tensor> leaves = new ArrayList<>();
        for (Tensor x : List.of(q, k, v)) {
            leaves.add(x.copy().requiresGrad(true));
        }
        Tensor y =
                repeated
                        ? repeated(leaves.get(0), leaves.get(1), leaves.get(2), mask)
                        : DotProductAttention.attend(
                                leaves.get(0), leaves.get(1), leaves.get(2), mask, null);
        y.mul(weight).sum().backward();
        return leaves.stream().map(leaf -> Objects.requireNonNull(leaf.grad())).toList();
    }

    @ParameterizedTest(name = "{0} heads, {1} key heads")
    @CsvSource({"4, 4", "4, 2", "4, 1"})
    void sightsAreMasks(int heads, int keyHeads) {
        try (Scope scope = Scope.open()) {
            Tensor q = rows(1, heads, 5);
            Tensor k = rows(2, keyHeads, 5);
            Tensor v = rows(3, keyHeads, 5);
            Tensor mask = mask(5, 5).narrow(0, 1, 1);
            Tensor causal = repeated(q, k, v, mask);
            Tensor last = q.narrow(2, 4, 1);
            Tensor newest = repeated(last, k.narrow(2, 2, 3), v.narrow(2, 2, 3), null);
            Close.check(
                    "causal, recorded",
                    DotProductAttention.attendWithin(
                            Sight.CAUSAL, q.copy().requiresGrad(true), k, v, null),
                    causal,
                    1e-12);
            try (Grad off = Grad.off()) {
                Close.check(
                        "causal",
                        DotProductAttention.attendWithin(Sight.CAUSAL, q, k, v, null),
                        causal,
                        1e-12);
                Close.check(
                        "newest",
                        DotProductAttention.attendWithin(
                                new Sight.Newest(3, null), last, k, v, null),
                        newest,
                        1e-12);
            }
        }
    }
}
