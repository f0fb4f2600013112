package io.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.ImageGeometry;
import io.fovea.geometry.Mask;
import io.fovea.geometry.Region;
import io.fovea.image.Image;
import io.fovea.model.Preprocessing;
import io.fovea.testkit.Close;

import org.junit.jupiter.api.Test;

import java.util.List;

class RegionTargetsTest {

    private static final List<Double> HALF = List.of(0.5, 0.5, 0.5);

    private static ImageGeometry letterbox(Canvas canvas, int size) {
        Image image = new Image(canvas, new byte[3 * (int) canvas.area()]);
        return new Preprocessing(size, Preprocessing.Fit.LETTERBOX, 0, HALF, HALF)
                .fit(image)
                .geometry();
    }

    private static double[] doubles(float[] values) {
        double[] all = new double[values.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = values[i];
        }
        return all;
    }

    @Test
    void aWidePictureIsLetterboxedAndItsBoxesWithIt() {
        Canvas canvas = new Canvas(128, 64);
        ImageGeometry geometry = letterbox(canvas, 64);
        Box all = geometry.toModel(new Box(0, 0, 128, 64, canvas));
        assertThat(all.height()).isEqualTo(32);
        Batch.Target target =
                new RegionTargets(8, 4).of(Region.of(new Box(64, 0, 128, 64, canvas)), geometry);
        double top = all.y1() / 64;
        Close.check(
                "box",
                doubles(target.boxCxcywh()),
                new double[] {0.75, top + 0.25, 0.5, 0.5},
                1e-6,
                0);
        assertThat(target.hasMask()).isFalse();
        double inside = 0;
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                inside += target.coverage()[y * 8 + x];
                if (x < 4) {
                    assertThat(target.coverage()[y * 8 + x]).isZero();
                }
            }
        }
        assertThat(inside).as("a quarter of the cells").isBetween(15.999, 16.001);
        assertThat(target.patchCoverage()).hasSize(16);
    }

    @Test
    void aBoxThatCutsCellsCoversShares() {
        Canvas canvas = new Canvas(8, 8);
        ImageGeometry geometry = letterbox(canvas, 8);
        Batch.Target target =
                new RegionTargets(4, 2).of(Region.of(new Box(1, 0, 4, 3, canvas)), geometry);
        double[] expected = new double[16];
        expected[0] = 0.5;
        expected[1] = 1;
        expected[4] = 0.25;
        expected[5] = 0.5;
        Close.check("coverage", doubles(target.coverage()), expected, 1e-6, 0);
        Close.check(
                "patches",
                doubles(target.patchCoverage()),
                new double[] {9 / 16.0, 0, 0, 0},
                1e-6,
                0);
    }

    @Test
    void aMaskCountsItsPixels() {
        Canvas canvas = new Canvas(8, 8);
        boolean[] pixels = new boolean[64];
        pixels[0] = true;
        pixels[9] = true;
        pixels[63] = true;
        Mask mask = Mask.fromBits(canvas, pixels);
        Region region = new Region(new Box(0, 0, 8, 8, canvas), mask, "thing", 1);
        Batch.Target target = new RegionTargets(4, 2).of(region, letterbox(canvas, 8));
        double[] expected = new double[16];
        expected[0] = 0.5;
        expected[15] = 0.25;
        Close.check("coverage", doubles(target.coverage()), expected, 1e-6, 0);
        assertThat(target.hasMask()).isTrue();
    }

    @Test
    void aBoxBeyondThePictureIsCutAtItsEdge() {
        Canvas canvas = new Canvas(8, 8);
        Batch.Target target =
                new RegionTargets(4, 2)
                        .of(Region.of(new Box(-4, 4, 4, 20, canvas)), letterbox(canvas, 8));
        Close.check(
                "box", doubles(target.boxCxcywh()), new double[] {0.25, 0.75, 0.5, 0.5}, 1e-6, 0);
    }

    @Test
    void anotherGridShowsTheSameCells() {
        Canvas canvas = new Canvas(8, 8);
        RegionTargets targets = new RegionTargets(8, 1);
        ImageGeometry geometry = letterbox(canvas, 64);
        List<Batch.Target> two =
                List.of(
                        targets.of(Region.of(new Box(0, 0, 4, 4, canvas)), geometry),
                        targets.of(Region.of(new Box(6, 7, 7, 8, canvas)), geometry));
        assertThat(RegionTargets.shown(two, 4, 4))
                .as("the cells of the first, and where the second has most")
                .containsExactly(1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
        assertThat(RegionTargets.shown(two, 2, 4))
                .as("patches of other sides")
                .containsExactly(1, 1, 0, 0, 0, 0, 0, 1);
        assertThat(RegionTargets.shown(two.subList(0, 1), 16, 16))
                .as("finer than the cells")
                .satisfies(all -> assertThat(sum(all)).isEqualTo(64));
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
