package io.fovea.nn;

import io.fovea.tensor.DType;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.Close;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;

/** The short ways for one query or one key are the long way. */
class CrossAttentionTest {

    private static CrossAttention attention() {
        CrossAttention attention = new CrossAttention(12, 6, 3);
        attention
                .parameters()
                .values()
                .forEach(
                        parameter -> {
                            try (Scope scope = Scope.open()) {
                                parameter.set(
                                        new Rng(parameter.shape().elements())
                                                .normal(0.5, parameter.shape().dims()));
                            }
                        });
        attention.load(attention.weights(), DType.FLOAT64).orThrow("the test");
        return attention;
    }

    private static Tensor leaf(long seed, long... dims) {
        return new Rng(seed).normal(1, dims).to(DType.FLOAT64).requiresGrad(true);
    }

    @Test
    void oneQueryIsAsAmongMany() {
        try (Scope scope = Scope.open();
                var attention = attention()) {
            Tensor q = leaf(1, 4, 2, 12);
            Tensor k = leaf(2, 4, 7, 12);
            Tensor v = leaf(3, 4, 7, 12);
            Tensor probe = leaf(4, 4, 1, 12).detach();
            Tensor many = attention.forward(q, k, v).narrow(1, 1, 1);
            many.mul(probe).sum().backward();
            List<Tensor> expected = List.of(gradient(q), gradient(k), gradient(v));
            List.of(q, k, v).forEach(Tensor::clearGrad);
            Tensor one = attention.forward(q.narrow(1, 1, 1), k, v);
            one.mul(probe).sum().backward();
            Close.check("one query", one, many, 1e-12);
            Close.check("gradient of q", gradient(q), expected.get(0), 1e-12);
            Close.check("gradient of k", gradient(k), expected.get(1), 1e-12);
            Close.check("gradient of v", gradient(v), expected.get(2), 1e-12);
        }
    }

    private static Tensor gradient(Tensor leaf) {
        return Objects.requireNonNull(leaf.grad()).copy();
    }

    @Test
    void oneKeyIsAsTwoEqualKeys() {
        try (Scope scope = Scope.open();
                var attention = attention()) {
            Tensor q = leaf(1, 4, 5, 12);
            Tensor k = leaf(2, 4, 1, 12);
            Tensor v = leaf(3, 4, 1, 12);
            Tensor twice = attention.forward(q, k.expand(4, 2, 12), v.expand(4, 2, 12));
            Close.check("one key", attention.forward(q, k, v), twice, 1e-12);
            Tensor single = q.narrow(1, 0, 1);
            Close.check(
                    "one of each", attention.forward(single, k, v), twice.narrow(1, 0, 1), 1e-12);
        }
    }
}
