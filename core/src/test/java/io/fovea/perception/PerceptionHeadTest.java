package io.fovea.perception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.chat.PlaceInput;
import io.fovea.config.StrictJson;
import io.fovea.tensor.DType;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.Close;
import io.fovea.testkit.Gradients;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;

class PerceptionHeadTest {

    private static final SkipConfig SKIP = new SkipConfig(5, 1);

    private static PerceptionHead head(SkipConfig skip) {
        PerceptionHead head = PerceptionHeads.create(PerceptionConfig.small(24, 20, skip));
        head.initialize(new Rng(11));
        return head;
    }

    private static ImageFeatures pictures(long count) {
        Rng rng = new Rng(12);
        return new ImageFeatures(
                rng.normal(1, count, 12, 20), 4, 3, rng.normal(1, count, 5, 16, 12));
    }

    @Test
    void firstBoxesAreTheMiddle() {
        try (Scope scope = Scope.open();
                var head = head(SKIP)) {
            Tensor hidden = new Rng(1).normal(3, 4, 24);
            Decoded decoded = head.decode(hidden, pictures(2), new long[] {0, 1, 1, 0});
            assertThat(decoded.boxesCxcywh().toFloats()).containsOnly(0.5f);
            assertThat(decoded.maskLogits().dims()).containsExactly(4, 16, 12);
        }
    }

    @Test
    void regionsTogetherAreAsOneByOne() {
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                var head = head(SKIP)) {
            Tensor hidden = new Rng(2).normal(1, 5, 24);
            long[] imageOf = {2, 0, 1, 1, 2};
            ImageFeatures pictures = pictures(3);
            Tensor together = head.decode(hidden, pictures, imageOf).maskLogits();
            for (int i = 0; i < imageOf.length; i++) {
                ImageFeatures one =
                        new ImageFeatures(
                                pictures.features().narrow(0, imageOf[i], 1),
                                4,
                                3,
                                Objects.requireNonNull(pictures.skip()).narrow(0, imageOf[i], 1));
                Tensor alone =
                        head.decode(hidden.narrow(0, i, 1), one, new long[] {0}).maskLogits();
                Close.check("region " + i, alone, together.narrow(0, i, 1), 1e-5);
            }
            Tensor coverage = new Rng(3).uniform(1, 3, 1, 32, 32).abs();
            Tensor boxes = new Rng(4).uniform(1, 3, 4).abs();
            Tensor encoded = head.encode(boxes, coverage, PlaceInput.BOTH);
            for (int i = 0; i < 3; i++) {
                Tensor alone =
                        head.encode(
                                boxes.narrow(0, i, 1), coverage.narrow(0, i, 1), PlaceInput.BOTH);
                Close.check("embedding " + i, alone, encoded.narrow(0, i, 1), 1e-5);
            }
        }
    }

    @Test
    void aRegionSeesOnlyItsOwnPicture() {
        try (Scope scope = Scope.open();
                var head = head(SKIP)) {
            Tensor features = pictures(2).features().copy().requiresGrad(true);
            Tensor skip = Objects.requireNonNull(pictures(2).skip()).copy().requiresGrad(true);
            Tensor hidden = new Rng(5).normal(1, 2, 24);
            Decoded decoded =
                    head.decode(hidden, new ImageFeatures(features, 4, 3, skip), new long[] {1, 1});
            decoded.maskLogits().pow(2).sum().backward();
            Tensor gradient = Objects.requireNonNull(features.grad());
            assertThat(gradient.select(0, 0).toFloats()).containsOnly(0);
            assertThat(gradient.select(0, 1).abs().sum().item()).isPositive();
            Tensor skipGradient = Objects.requireNonNull(skip.grad());
            assertThat(skipGradient.select(0, 0).toFloats()).containsOnly(0);
            assertThat(skipGradient.select(0, 1).abs().sum().item()).isPositive();
        }
    }

    @Test
    void bothIsTheSumAndEachFollowsItsInput() {
        try (Scope scope = Scope.open();
                var head = head(null)) {
            Tensor boxes = new Rng(4).uniform(1, 2, 4).abs();
            Tensor coverage = new Rng(3).uniform(1, 2, 1, 32, 32).abs();
            Tensor box = head.encode(boxes, null, PlaceInput.BOX);
            Tensor mask = head.encode(boxes, coverage, PlaceInput.MASK);
            Close.check("both", head.encode(boxes, coverage, PlaceInput.BOTH), box.add(mask), 1e-6);
            assertThatThrownBy(() -> head.encode(boxes, null, PlaceInput.BOTH))
                    .hasMessageContaining("coverage");
        }
    }

    @Test
    void noRegionsAreNoTrouble() {
        try (Scope scope = Scope.open();
                var head = head(SKIP)) {
            Tensor hidden = Tensor.zeros(0, 24).requiresGrad(true);
            Decoded decoded = head.decode(hidden, pictures(2), new long[0]);
            assertThat(decoded.boxesCxcywh().dims()).containsExactly(0, 4);
            assertThat(decoded.maskLogits().dims()).containsExactly(0, 16, 12);
            Tensor encoded =
                    head.encode(Tensor.zeros(0, 4), Tensor.zeros(0, 1, 32, 32), PlaceInput.BOTH);
            assertThat(encoded.dims()).containsExactly(0, 24);
            assertThat(PerceptionHead.score(decoded.maskLogits()).dims()).containsExactly(0);
            decoded.boxesCxcywh()
                    .sum()
                    .add(decoded.maskLogits().sum())
                    .add(encoded.sum())
                    .backward();
            assertThat(Objects.requireNonNull(hidden.grad()).dims()).containsExactly(0, 24);
            head.parameters()
                    .forEach(
                            (name, parameter) -> {
                                Tensor gradient = parameter.value().grad();
                                if (gradient != null) {
                                    assertThat(gradient.abs().sum().item()).as(name).isZero();
                                }
                            });
        }
    }

    @Test
    void gradientsEqualSmallDifferences() {
        try (Scope scope = Scope.open();
                var head = PerceptionHeads.create(PerceptionConfig.small(6, 20, null))) {
            head.initialize(new Rng(11));
            head.load(head.weights(), DType.FLOAT64).orThrow("the head");
            ImageFeatures one =
                    new ImageFeatures(pictures(2).features().to(DType.FLOAT64), 4, 3, null);
            Tensor probe = new Rng(9).normal(1, 2, 16, 12).to(DType.FLOAT64);
            double[] at = new Rng(8).normal(1, 12).toDoubles();
            long[] imageOf = {1, 0};
            Function<Tensor, Tensor> loss =
                    x -> head.decode(x, one, imageOf).maskLogits().mul(probe).sum();
            double[] byBackward = Gradients.backward(loss, at, 2, 6);
            double[] byDifferences =
                    Gradients.differences(
                            x -> {
                                try (Scope inner = Scope.open();
                                        Grad off = Grad.off()) {
                                    return loss.apply(Tensor.of(x, 2, 6)).item();
                                }
                            },
                            at);
            Close.check("gradient", byBackward, byDifferences, 1e-5, 1e-4);
        }
    }

    @Test
    void aMasksScoreIsItsMeanProbabilityInside() {
        try (Scope scope = Scope.open()) {
            Tensor logits = Tensor.of(new float[] {2, -1, 1, -5, -1, -1, -1, -1}, 2, 2, 2);
            double expected = (1 / (1 + Math.exp(-2)) + 1 / (1 + Math.exp(-1))) / 2;
            double[] scores = PerceptionHead.score(logits).toDoubles();
            Close.check("scores", scores, new double[] {expected, 0}, 1e-6, 0);
        }
    }

    @Test
    void wrongInputsAreNamed() {
        try (Scope scope = Scope.open();
                var head = head(SKIP)) {
            Tensor hidden = Tensor.zeros(1, 24);
            ImageFeatures good = pictures(2);
            assertThatThrownBy(() -> head.decode(hidden, good, new long[] {2}))
                    .hasMessageContaining("picture 2, but there are 2");
            assertThatThrownBy(() -> head.decode(hidden, good, new long[] {0, 1}))
                    .hasMessageContaining("[2, 24]");
            assertThatThrownBy(
                            () ->
                                    head.decode(
                                            hidden,
                                            new ImageFeatures(good.features(), 4, 4, good.skip()),
                                            new long[] {0}))
                    .hasMessageContaining("[any, 16, 20]");
            assertThatThrownBy(
                            () ->
                                    head.decode(
                                            hidden,
                                            new ImageFeatures(good.features(), 4, 3, null),
                                            new long[] {0}))
                    .hasMessageContaining("no finer features");
            Tensor coarse = Tensor.zeros(2, 5, 8, 6);
            assertThatThrownBy(
                            () ->
                                    head.decode(
                                            hidden,
                                            new ImageFeatures(good.features(), 4, 3, coarse),
                                            new long[] {0}))
                    .hasMessageContaining("skip.stage");
        }
    }

    @Test
    void configsAreJsonAndThePapersSizesAreThePapers() {
        PerceptionConfig small = PerceptionConfig.small(24, 20, SKIP);
        assertThat(StrictJson.parse(StrictJson.write(small), "test", PerceptionConfig.class))
                .isEqualTo(small);
        PerceptionConfig paper = PerceptionConfig.paper();
        assertThat(StrictJson.parse(StrictJson.write(paper), "test", PerceptionConfig.class))
                .isEqualTo(paper);
        assertThat(new BoxEncoder(512, 4096).parameterCount()).isEqualTo(2_366_464);
        assertThat(new BoxDecoder(4096, 512, false).parameterCount()).isEqualTo(2_362_372);
        assertThat(new TwoWayTransformer(paper.maskDecoder().transformer()).parameterCount())
                .isBetween(27_200_000L, 27_400_000L);
        assertThat(new MaskUpsampler(1024, paper.maskDecoder().upsampler()).parameterCount())
                .isBetween(2_750_000L, 2_850_000L);
        assertThatThrownBy(() -> new MaskEncoderConfig(30, 8, 3, false, List.of(8, 8), 1, 8))
                .hasMessageContaining("multiple of 4");
        assertThatThrownBy(() -> new TwoWayConfig(1, 30, 4, 8, 2)).hasMessageContaining("4 heads");
    }

    @Test
    void largeAndSmallMasksAndBilinearStagesWork() {
        var encoder = new MaskEncoderConfig(64, 4, 7, true, List.of(4, 6), 2, 16);
        var upsampler =
                new UpsamplerConfig(
                        List.of(UpsamplerStage.bilinear(8), UpsamplerStage.bilinear(6)),
                        4,
                        new SkipConfig(5, 1));
        var decoder =
                new MaskDecoderConfig(
                        new TwoWayConfig(1, 16, 2, 16, 2), Positions.FOURIER, upsampler);
        try (Scope scope = Scope.open();
                var head =
                        PerceptionHeads.create(
                                new PerceptionConfig(
                                        "token", 24, 20, 8, false, encoder, decoder))) {
            head.initialize(new Rng(1));
            assertThat(
                            head.encode(
                                            Tensor.zeros(2, 4),
                                            Tensor.ones(2, 1, 64, 64),
                                            PlaceInput.MASK)
                                    .dims())
                    .containsExactly(2, 24);
            Tensor logits =
                    head.decode(Tensor.ones(3, 24), pictures(2), new long[] {0, 1, 1}).maskLogits();
            assertThat(logits.dims()).containsExactly(3, 16, 12);
            assertThat(logits.allFinite()).isTrue();
        }
    }

    @Test
    void positionsTellEveryCellApart() {
        try (Scope scope = Scope.open();
                var positions = new PositionEncoding2d(Positions.SINUSOID, 16)) {
            float[] values = positions.forward(6, 5).toFloats();
            long different =
                    IntStream.range(0, 30)
                            .mapToObj(
                                    i ->
                                            Arrays.toString(
                                                    Arrays.copyOfRange(
                                                            values, i * 16, i * 16 + 16)))
                            .distinct()
                            .count();
            assertThat(different).isEqualTo(30);
            // one row shares its y half, one column its x half
            assertThat(Arrays.copyOfRange(values, 0, 8))
                    .isEqualTo(Arrays.copyOfRange(values, 16, 24));
            assertThat(Arrays.copyOfRange(values, 8, 16))
                    .isEqualTo(Arrays.copyOfRange(values, 88, 96));
        }
    }
}
