package io.fovea.data.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Turning, scaling and stretching never reads beyond a cut-out and never loses it. */
class PatchTest {

    private static final ThingPlan.Look AS_DRAWN = new ThingPlan.Look(1, 1, 1, 0);

    @Test
    void samplesOnTheBorderStayInsideThePicture() {
        for (int side : new int[] {5, 31, 48, 63, 64, 95, 96}) {
            CutOut cutOut = filled(side, side);
            for (int quarter = 13; quarter < 260; quarter += 2) {
                for (double past : new double[] {1e-5, 3e-6, 1e-6, 3e-7, 1e-7, 1e-8, 1e-10}) {
                    // A sample at this distance from the middle falls just short of the border.
                    double fromMiddle = quarter / 4.0;
                    double scale = (fromMiddle + past) / ((side + 1) / 2.0);
                    check(Patch.of(plan(cutOut, scale * side, 0, 1)));
                }
            }
        }
    }

    @Test
    void anyPlanGivesAThingWithinItsPatch() {
        Random random = new Random(5);
        for (int i = 0; i < 4000; i++) {
            CutOut cutOut = filled(1 + random.nextInt(96), 1 + random.nextInt(96));
            double stretch = Math.exp(random.nextDouble(-0.2, 0.2));
            double radians =
                    i % 4 == 0
                            ? random.nextInt(8) * Math.PI / 4
                            : random.nextDouble(-Math.PI, Math.PI);
            check(Patch.of(plan(cutOut, random.nextDouble(6, 70), radians, stretch)));
        }
    }

    private static void check(Patch patch) {
        String as = patch.width + " x " + patch.height;
        double alpha = 0;
        for (int at = 0; at < patch.rgba.length; at += 4) {
            alpha += patch.rgba[at + 3];
            for (int c = 0; c < 4; c++) {
                float value = patch.rgba[at + c];
                if (!(value >= 0 && value <= 1.0001f)) {
                    throw new AssertionError(as + ": value " + value + " at " + at);
                }
            }
        }
        assertThat(alpha).as(as).isPositive();
        assertThat(border(patch)).as("opaque pixels on the border of " + as).isZero();
    }

    private static int border(Patch patch) {
        int opaque = 0;
        for (int y = 0, at = 3; y < patch.height; y++) {
            for (int x = 0; x < patch.width; x++, at += 4) {
                boolean edge = x == 0 || y == 0 || x == patch.width - 1 || y == patch.height - 1;
                opaque += edge && patch.rgba[at] >= Patch.OPAQUE ? 1 : 0;
            }
        }
        return opaque;
    }

    private static ThingPlan plan(CutOut cutOut, double pixels, double radians, double stretch) {
        ThingKind kind = new ThingKind("box", "box", "boxes", "a", "shape", null, false, List.of());
        return new ThingPlan(kind, cutOut, null, pixels, radians, false, stretch, AS_DRAWN);
    }

    private static CutOut filled(int width, int height) {
        byte[] rgba = new byte[4 * width * height];
        Arrays.fill(rgba, (byte) 255);
        return CutOut.of(new CutOut.Label("box", "filled", false, List.of()), width, height, rgba);
    }
}
