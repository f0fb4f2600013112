package io.fovea.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

/** Outlines lose nothing: filled by the even-odd rule they are the mask again. */
class OutlineTest {

    /** Whether a ray to the left from a pixel's centre crosses the rings an odd number of times. */
    private static boolean inside(List<Polygon> rings, double x, double y) {
        boolean inside = false;
        for (Polygon ring : rings) {
            double[] xy = ring.xy();
            for (int i = 0; i < xy.length; i += 2) {
                int j = (i + 2) % xy.length;
                boolean upright = xy[i] == xy[j];
                if (upright
                        && xy[i] < x
                        && y > Math.min(xy[i + 1], xy[j + 1])
                        && y < Math.max(xy[i + 1], xy[j + 1])) {
                    inside = !inside;
                }
            }
        }
        return inside;
    }

    @Test
    void filledOutlinesAreTheMask() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Canvas canvas = new Canvas(1 + random.nextInt(12), 1 + random.nextInt(12));
            boolean[] bits = new boolean[(int) canvas.area()];
            double density = random.nextDouble();
            for (int i = 0; i < bits.length; i++) {
                bits[i] = random.nextDouble() < density;
            }
            List<Polygon> rings = Mask.fromBits(canvas, bits).outlines();
            for (int i = 0; i < bits.length; i++) {
                assertThat(inside(rings, i % canvas.width() + 0.5, i / canvas.width() + 0.5))
                        .as("seed %d, pixel %d of %s", seed, i, canvas)
                        .isEqualTo(bits[i]);
            }
        }
    }

    @Test
    void aBoxHasFourCorners() {
        Canvas canvas = new Canvas(9, 7);
        List<Polygon> rings = Mask.fromBox(new Box(2, 1, 6, 5, canvas)).outlines();
        assertThat(rings).containsExactly(new Polygon(new double[] {2, 1, 6, 1, 6, 5, 2, 5}));
        assertThat(Mask.empty(canvas).outlines()).isEmpty();
        assertThat(Mask.empty(canvas).bounds()).isEmpty();
    }
}
