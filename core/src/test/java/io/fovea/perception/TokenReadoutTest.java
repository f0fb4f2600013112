package io.fovea.perception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fovea.chat.PlaceInput;
import io.fovea.generate.ReadoutHandler.Readout;
import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.ImageGeometry;
import io.fovea.geometry.Mask;
import io.fovea.geometry.Region;
import io.fovea.image.Image;
import io.fovea.model.Preprocessing;
import io.fovea.model.VisualFeatures;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.Close;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;

class TokenReadoutTest {

    private static final int GRID = 8;

    /** Finds a given box and mask whatever it reads, and keeps what it is to write. */
    private static final class Fixed extends PerceptionHead {

        private final float[] box;
        private final float[] logits;
        private final int side;
        private double[] written = {};

        Fixed(float[] box, float[] logits) {
            this.box = box;
            this.logits = logits;
            this.side = (int) Math.sqrt(logits.length);
        }

        @Override
        public Tensor encode(Tensor boxesCxcywh, @Nullable Tensor coverage, PlaceInput input) {
            assertThat(input).isEqualTo(PlaceInput.BOTH);
            written = Objects.requireNonNull(coverage).reshape(GRID * GRID).toDoubles();
            return boxesCxcywh.mul(2);
        }

        @Override
        public Tensor decodeBoxes(Tensor hidden) {
            return Tensor.of(box, 1, 4);
        }

        @Override
        public Tensor decodeMasks(Tensor hidden, ImageFeatures image, long[] imageOf) {
            return Tensor.of(logits, 1, side, side);
        }
    }

    /** Logits of a square inside a grid. */
    private static float[] square(int side, int from, int to, float inside) {
        float[] logits = new float[side * side];
        for (int i = 0; i < logits.length; i++) {
            int x = i % side;
            int y = i / side;
            logits[i] = x >= from && x < to && y >= from && y < to ? inside : -inside;
        }
        return logits;
    }

    private static ImageGeometry letterboxed(Canvas canvas) {
        Image image = new Image(canvas, new byte[(int) (3 * canvas.area())]);
        return new Preprocessing(
                        64,
                        Preprocessing.Fit.LETTERBOX,
                        0,
                        List.of(0.5, 0.5, 0.5),
                        List.of(0.5, 0.5, 0.5))
                .fit(image)
                .geometry();
    }

    private static Readout read(Fixed head, ImageGeometry geometry, double probability) {
        VisualFeatures seen =
                new VisualFeatures(Tensor.zeros(1, 4, 4), Tensor.zeros(1, 4, 4), 2, 2, null);
        return new TokenReadout(head, 3, geometry, GRID)
                .read(Tensor.zeros(1, 4), seen, probability);
    }

    private static void same(Box got, double x1, double y1, double x2, double y2) {
        Close.check(
                "box",
                new double[] {got.x1(), got.y1(), got.x2(), got.y2()},
                new double[] {x1, y1, x2, y2},
                1e-3,
                0);
    }

    @Test
    void aPlaceGoesBackToTheOriginalPicture() {
        try (Scope scope = Scope.open()) {
            Fixed head = new Fixed(new float[] {0.5f, 0.5f, 0.25f, 0.25f}, square(8, 3, 5, 4));
            Region region =
                    Objects.requireNonNull(
                            read(head, letterboxed(new Canvas(256, 128)), 0.5).region());
            assertThat(region.box().canvas()).isEqualTo(new Canvas(256, 128));
            same(region.box(), 96, 32, 160, 96);
            Mask mask = Objects.requireNonNull(region.mask());
            Box bounds = mask.bounds().orElseThrow();
            same(bounds, 96, 32, 160, 96);
            double sure = PerceptionHead.score(Tensor.of(head.logits, 1, 8, 8)).item();
            assertThat(region.score()).isCloseTo(0.5 * sure, within(1e-6));
        }
    }

    @Test
    void aTallPictureToo() {
        try (Scope scope = Scope.open()) {
            Fixed head = new Fixed(new float[] {0.5f, 0.25f, 0.25f, 0.25f}, square(16, 6, 10, 4));
            Region region =
                    Objects.requireNonNull(
                            read(head, letterboxed(new Canvas(50, 100)), 1).region());
            same(region.box(), 12.5, 12.5, 37.5, 37.5);
            assertThat(Objects.requireNonNull(region.mask()).canvas())
                    .isEqualTo(new Canvas(50, 100));
        }
    }

    @Test
    void aBoxThatReachesIntoThePaddingIsClipped() {
        try (Scope scope = Scope.open()) {
            Fixed head = new Fixed(new float[] {0.5f, 0.5f, 1, 1}, square(8, 0, 8, 4));
            Region region =
                    Objects.requireNonNull(
                            read(head, letterboxed(new Canvas(256, 128)), 1).region());
            same(region.box(), 0, 0, 256, 128);
            assertThat(Objects.requireNonNull(region.mask()).area()).isEqualTo(256L * 128);
        }
    }

    @Test
    void theWrittenCoverageIsTheMaskAtTheEncodersGrid() {
        try (Scope scope = Scope.open()) {
            Fixed exact = new Fixed(new float[] {0.5f, 0.5f, 0.5f, 0.5f}, square(8, 2, 6, 3));
            Readout readout = read(exact, ImageGeometry.identity(new Canvas(64, 64)), 1);
            double[] expected = new double[64];
            for (int i = 0; i < 64; i++) {
                expected[i] = i % 8 >= 2 && i % 8 < 6 && i / 8 >= 2 && i / 8 < 6 ? 1 : 0;
            }
            Close.check("coverage", exact.written, expected, 0, 0);
            Close.check(
                    "embedding",
                    Objects.requireNonNull(readout.embeddings()),
                    Tensor.of(new float[] {1, 1, 1, 1}, 1, 4),
                    0);
            Fixed finer = new Fixed(new float[] {0.5f, 0.5f, 0.5f, 0.5f}, square(16, 4, 12, 3));
            read(finer, ImageGeometry.identity(new Canvas(64, 64)), 1);
            Close.check("coverage of a finer mask", finer.written, expected, 0, 0);
        }
    }

    @Test
    void anEmptyMaskIsLeftOutAndTheBoxIsWrittenAsItsCoverage() {
        try (Scope scope = Scope.open()) {
            Fixed head = new Fixed(new float[] {0.5f, 0.5f, 0.5f, 0.5f}, square(8, 0, 0, 3));
            Region region =
                    Objects.requireNonNull(
                            read(head, ImageGeometry.identity(new Canvas(64, 64)), 0.8).region());
            assertThat(region.mask()).isNull();
            assertThat(region.score()).isCloseTo(0.4, within(1e-9));
            double sum = java.util.Arrays.stream(head.written).sum();
            assertThat(sum).isCloseTo(16, within(1e-3));
        }
    }
}
