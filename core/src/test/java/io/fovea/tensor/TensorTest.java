package io.fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.testkit.Close;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;

class TensorTest {

    private Scope scope = Scope.open();

    @BeforeEach
    void open() {
        scope.close();
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void arraysComeBackAsTheyWent() {
        float[] floats = {
            0f, -1.5f, Float.MIN_VALUE, Float.MAX_VALUE, Float.POSITIVE_INFINITY, 3e-8f
        };
        assertThat(Tensor.of(floats, 2, 3).toFloats()).containsExactly(floats);
        double[] doubles = {Math.PI, -0.1, 1e300};
        assertThat(Tensor.of(doubles, 3).toDoubles()).containsExactly(doubles);
        long[] longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE};
        assertThat(Tensor.of(longs, 4).toLongs()).containsExactly(longs);
        assertThat(Tensor.of(new boolean[] {true, false}, 2).toLongs()).containsExactly(1, 0);
        assertThat(Tensor.of(new float[0], 0, 5).toFloats()).isEmpty();
    }

    @Test
    void aTransposedTensorComesBackInItsOwnOrder() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).transpose(0, 1);
        assertThat(x.toFloats()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThatThrownBy(x::bytes)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("contiguous");
    }

    @Test
    void aWrongCountOfElementsNamesBoth() {
        assertThatThrownBy(() -> Tensor.of(new float[5], 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shape [2, 3] holds 6 elements, got 5");
    }

    @Test
    void aViewSeesTheMemoryAndRefusesTooLittle() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(16, 4);
            memory.set(ValueLayout.JAVA_FLOAT, 8, 2.5f);
            Tensor view = Tensor.view(memory, DType.FLOAT32, 4);
            assertThat(view.toFloats()).containsExactly(0, 0, 2.5f, 0);
            memory.set(ValueLayout.JAVA_FLOAT, 0, 9f);
            assertThat(view.toFloats()[0]).isEqualTo(9f);
            assertThatThrownBy(() -> Tensor.view(memory, DType.FLOAT64, 4))
                    .hasMessageContaining("32 bytes")
                    .hasMessageContaining("16");
        }
    }

    @Test
    void typesHaveTheirWidths() {
        for (DType type : DType.values()) {
            Tensor one = Tensor.full(1, type, 2, 2);
            assertThat(one.dtype()).isEqualTo(type);
            assertThat(one.bytes().byteSize()).isEqualTo(4L * type.bytes());
            assertThat(one.toDoubles()).containsExactly(1, 1, 1, 1);
        }
    }

    @Test
    void shapesCountFromBothEnds() {
        Shape shape = Tensor.zeros(2, 3, 5).shape();
        assertThat(shape.dim(-1)).isEqualTo(5);
        assertThat(shape.elements()).isEqualTo(30);
        assertThat(shape).isEqualTo(new Shape(2, 3, 5)).hasToString("[2, 3, 5]");
    }

    @Test
    void addGradStartsAndGoesOn() {
        Tensor leaf = Tensor.zeros(2).requiresGrad(true);
        assertThat(leaf.grad()).isNull();
        leaf.addGrad(Tensor.of(new float[] {1, 2}, 2));
        leaf.addGrad(Tensor.of(new float[] {10, 20}, 2));
        assertThat(Objects.requireNonNull(leaf.grad()).toFloats()).containsExactly(11, 22);
        leaf.clearGrad();
        assertThat(leaf.grad()).isNull();
    }

    @Test
    void indexCopyWritesACopy() {
        Tensor x = Tensor.zeros(3, 2);
        Tensor y =
                x.indexCopy(
                        0,
                        Tensor.of(new long[] {2, 0}, 2),
                        Tensor.of(new float[] {1, 2, 3, 4}, 2, 2));
        assertThat(y.toFloats()).containsExactly(3, 4, 0, 0, 1, 2);
        assertThat(x.toFloats()).containsOnly(0);
    }

    @Test
    void lossesEqualPlainSums() {
        Tensor logits = Tensor.of(new double[] {1, 2, 3, -1, 0, 4}, 2, 3);
        Tensor targets = Tensor.of(new long[] {0, 2}, 2);
        double[] expected = {
            Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3)) - 1,
            Math.log(Math.exp(-1) + Math.exp(0) + Math.exp(4)) - 4
        };
        Close.check(
                "cross entropy", Ops.crossEntropy(logits, targets).toDoubles(), expected, 1e-12, 0);
        Tensor one = Ops.crossEntropy(logits, Tensor.of(new long[] {0, -100}, 2), -100);
        Close.check("ignored", one.toDoubles(), new double[] {expected[0], 0}, 1e-12, 0);
    }

    @Test
    void oneSeedGivesOneSequence() {
        float[] first = new Rng(3).normal(2, 4, 5).toFloats();
        assertThat(new Rng(3).normal(2, 4, 5).toFloats()).containsExactly(first);
        assertThat(new Rng(4).normal(2, 4, 5).toFloats()).isNotEqualTo(first);
        float[] uniform = new Rng(5).uniform(0.5, 10_000).toFloats();
        double sum = 0;
        for (float value : uniform) {
            assertThat(value).isBetween(-0.5f, 0.5f);
            sum += value;
        }
        assertThat(sum / uniform.length).isBetween(-0.02, 0.02);
    }

    @Test
    void gradientsAreRecordedOnlyWhereTheyAreOn() {
        Tensor leaf = Tensor.ones(2).requiresGrad(true);
        try (Grad off = Grad.off()) {
            assertThat(leaf.mul(2).requiresGrad()).isFalse();
            try (Grad on = Grad.on()) {
                assertThat(leaf.mul(2).requiresGrad()).isTrue();
            }
            assertThat(Grad.isOn()).isFalse();
        }
        assertThat(leaf.mul(2).requiresGrad()).isTrue();
    }

    @Test
    void weightsRefuseASecondTensorOfAName() {
        Weights weights = new Weights().put("a", Tensor.ones(1)).put("b", Tensor.ones(2));
        assertThat(List.copyOf(weights.names())).containsExactly("a", "b");
        assertThatThrownBy(() -> weights.put("a", Tensor.ones(1))).hasMessageContaining("'a'");
        assertThatThrownBy(() -> weights.get("c")).hasMessageContaining("'c'");
    }

    @Test
    void aDeviceOfAnotherNameIsRefused() {
        assertThatThrownBy(() -> new Device("gpu"))
                .hasMessageContaining("'gpu'")
                .hasMessageContaining("cuda:N");
        assertThat(Tensor.ones(1).device()).isEqualTo(Device.CPU);
    }
}
