package io.fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.testkit.Close;
import io.fovea.testkit.LeakCheck;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** Fast products against the same numbers multiplied in FLOAT64, and what they hold. */
class ProductsTest {

    /** A FLOAT64 product of numbers that were rounded to their types before. */
    private static Tensor exact(Tensor x, Tensor weight, @Nullable Tensor bias) {
        Tensor y = x.to(DType.FLOAT64).matmul(weight.to(DType.FLOAT64).transpose(0, 1));
        return bias == null ? y : y.add(bias.to(DType.FLOAT64));
    }

    /** One rounding to a type, half of the distance to the next number at most. */
    private static double rounding(DType dtype) {
        return dtype == DType.BFLOAT16 ? 1 / 256.0 : 1 / 2048.0;
    }

    @ParameterizedTest
    @CsvSource({
        "BFLOAT16, 7, 33, 17, true",
        "FLOAT16, 7, 33, 17, true",
        "BFLOAT16, 1, 5, 3, false",
        "BFLOAT16, 19, 9000, 131, true",
        "FLOAT16, 2, 1537, 801, false",
        "BFLOAT16, 6, 2048, 1025, true"
    })
    void widenedBlocksGiveTheProduct(DType dtype, int rows, int in, int out, boolean biased) {
        try (Scope scope = Scope.open()) {
            Rng rng = new Rng(rows + in);
            Tensor x = rng.normal(1, 1, rows, in).to(dtype);
            Tensor weight = rng.normal(1 / Math.sqrt(in), out, in).to(dtype);
            Tensor bias = biased ? rng.normal(1, out).to(dtype) : null;
            Tensor got = Products.widened(x, weight, bias);
            assertThat(got.dtype()).isEqualTo(dtype);
            Close.check("widened", got, exact(x, weight, bias), 1e-5, rounding(dtype));
        }
    }

    @Test
    void inputsOfAnyRankKeepTheirDimensions() {
        try (Scope scope = Scope.open()) {
            Rng rng = new Rng(5);
            Tensor weight = rng.normal(1, 6, 4).to(DType.BFLOAT16);
            for (long[] dims : List.of(new long[] {4}, new long[] {3, 4}, new long[] {2, 0, 4})) {
                Tensor x = Tensor.ones(dims).to(DType.BFLOAT16);
                long[] expected = dims.clone();
                expected[dims.length - 1] = 6;
                assertThat(Products.widened(x, weight, null).dims()).isEqualTo(expected);
            }
            Tensor turned = rng.normal(1, 4, 2, 9).to(DType.BFLOAT16).permute(2, 1, 0);
            Close.check(
                    "not contiguous",
                    Products.widened(turned, weight, null),
                    exact(turned, weight, null),
                    1e-5,
                    rounding(DType.BFLOAT16));
        }
    }

    /** Whatever way is chosen for a number of rows, results are those of the product. */
    @ParameterizedTest
    @CsvSource({"FLOAT32", "BFLOAT16", "FLOAT16"})
    void linearIsTheProductForAnyNumberOfRows(DType dtype) {
        try (Scope scope = Scope.open()) {
            Rng rng = new Rng(7);
            Tensor weight = rng.normal(0.1, 37, 65).to(dtype);
            Tensor bias = rng.normal(1, 37).to(dtype);
            for (int rows :
                    new int[] {
                        1,
                        2,
                        Products.VECTORS,
                        Products.VECTORS + 1,
                        Products.FEW,
                        Products.FEW + 1,
                        Products.COLUMNS,
                        Products.COLUMNS + 1
                    }) {
                Tensor x = rng.normal(1, 1, rows, 65).to(dtype);
                double relative = dtype == DType.FLOAT32 ? 1e-5 : 2 * rounding(dtype);
                for (boolean biased : new boolean[] {true, false}) {
                    Tensor used = biased ? bias : null;
                    Tensor got = Ops.linear(x, weight, used);
                    assertThat(got.dtype()).isEqualTo(dtype);
                    Close.check(rows + " rows", got, exact(x, weight, used), relative, relative);
                }
            }
        }
    }

    @Test
    void gradientsFlowThroughOneRowAndThroughSixteenBits() {
        try (Scope scope = Scope.open();
                Grad on = Grad.on()) {
            Rng rng = new Rng(9);
            for (DType dtype : List.of(DType.FLOAT32, DType.BFLOAT16)) {
                Tensor weight = rng.normal(1, 3, 4).to(dtype).requiresGrad(true);
                for (int rows : new int[] {1, 8}) {
                    Tensor x = Tensor.ones(rows, 4).to(dtype);
                    weight.clearGrad();
                    Ops.linear(x, weight, null).to(DType.FLOAT32).sum().backward();
                    Tensor gradient = weight.grad();
                    assertThat(gradient).isNotNull();
                    assertThat(gradient.toFloats()).containsOnly((float) rows);
                }
            }
        }
    }

    @Test
    void attentionAndConvolutionKeepTheirTypeAndNumbers() {
        try (Scope scope = Scope.open()) {
            Rng rng = new Rng(3);
            Tensor q = rng.normal(1, 1, 2, 9, 8).to(DType.BFLOAT16);
            Tensor k = rng.normal(1, 1, 2, 9, 8).to(DType.BFLOAT16);
            Tensor v = rng.normal(1, 1, 2, 9, 8).to(DType.BFLOAT16);
            Tensor attended = Ops.scaledDotProductAttention(q, k, v, null, true);
            assertThat(attended.dtype()).isEqualTo(DType.BFLOAT16);
            Tensor wide =
                    Ops.scaledDotProductAttention(
                            q.to(DType.FLOAT32),
                            k.to(DType.FLOAT32),
                            v.to(DType.FLOAT32),
                            null,
                            true);
            Close.check("attention", attended, wide, 0.02, rounding(DType.BFLOAT16));
            Tensor pixels = rng.normal(1, 1, 3, 8, 8).to(DType.BFLOAT16);
            Tensor weight = rng.normal(0.2, 5, 3, 4, 4).to(DType.BFLOAT16);
            Tensor bias = rng.normal(1, 5).to(DType.BFLOAT16);
            Tensor seen = Ops.conv2d(pixels, weight, bias, 4, 0);
            assertThat(seen.dtype()).isEqualTo(DType.BFLOAT16);
            Tensor seenWide =
                    Ops.conv2d(
                            pixels.to(DType.FLOAT32),
                            weight.to(DType.FLOAT32),
                            bias.to(DType.FLOAT32),
                            4,
                            0);
            Close.check("convolution", seen, seenWide, 0.02, rounding(DType.BFLOAT16));
        }
    }

    @Test
    void aThousandStepsHoldNothing() {
        try (Scope model = Scope.open()) {
            Rng rng = new Rng(1);
            Tensor half = rng.normal(1, 40, 24).to(DType.BFLOAT16);
            Tensor full = rng.normal(1, 40, 24);
            Tensor rows = rng.normal(1, 8, 24);
            Tensor halfRows = rows.to(DType.BFLOAT16);
            Tensor row = rng.normal(1, 1, 1, 24);
            LeakCheck.flat(
                    1000,
                    () -> {
                        try (Scope step = Scope.open()) {
                            Products.widened(halfRows, half, null);
                            Ops.linear(halfRows, half, null);
                            Ops.linear(row, full, null);
                            Ops.linear(row.to(DType.BFLOAT16), half, null);
                        }
                    });
        }
    }

    @Test
    void flagsOfTheProcessorSayWhatItMultiplies() {
        HalfUnits none = new HalfUnits(List.of());
        HalfUnits zen3 = new HalfUnits(List.of("model name\t: x", "flags\t\t: fpu f16c avx2 "));
        HalfUnits newer =
                new HalfUnits(
                        List.of("flags\t\t: avx512f avx512_bf16 amx_tile", "bugs\t: amx_fp16"));
        for (HalfUnits units : List.of(none, zen3)) {
            assertThat(units.multiply(DType.BFLOAT16)).isFalse();
            assertThat(units.multiply(DType.FLOAT16)).isFalse();
            assertThat(units.multiply(DType.FLOAT32)).isTrue();
        }
        assertThat(newer.multiply(DType.BFLOAT16)).isTrue();
        assertThat(newer.multiply(DType.FLOAT16)).isFalse();
    }
}
