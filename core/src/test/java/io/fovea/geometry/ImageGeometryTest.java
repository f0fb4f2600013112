package io.fovea.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;

/**
 * Places go to the model and come back where they were; grids agree with plain loops written from
 * the definition.
 */
class ImageGeometryTest {

    private static ImageGeometry random(Random random) {
        ImageGeometry g =
                ImageGeometry.identity(new Canvas(1 + random.nextInt(60), 1 + random.nextInt(60)));
        for (int step = random.nextInt(4); step > 0; step--) {
            Canvas next = new Canvas(1 + random.nextInt(60), 1 + random.nextInt(60));
            g =
                    random.nextBoolean()
                            ? g.resized(next)
                            : g.placed(random.nextInt(21) - 10, random.nextInt(21) - 10, next);
        }
        return g;
    }

    private static Mask randomMask(Canvas canvas, Random random) {
        boolean[] bits = new boolean[(int) canvas.area()];
        double density = random.nextDouble();
        for (int i = 0; i < bits.length; i++) {
            bits[i] = random.nextDouble() < density;
        }
        return Mask.fromBits(canvas, bits);
    }

    private static void assertSame(Box got, Box expected, String what) {
        assertThat(got.canvas()).as(what).isEqualTo(expected.canvas());
        assertThat(BoxFormat.XYXY.write(got))
                .as(what)
                .containsExactly(BoxFormat.XYXY.write(expected), within(1e-8));
    }

    @Test
    void boxesComeBackWhereTheyWere() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            ImageGeometry g = random(random);
            double x = random.nextDouble() * 50;
            double y = random.nextDouble() * 50;
            Box box =
                    new Box(
                            x,
                            y,
                            x + random.nextDouble() * 50,
                            y + random.nextDouble() * 50,
                            g.original());
            assertSame(g.toOriginal(g.toModel(box)), box, "seed " + seed);
            Box whole = new Box(0, 0, g.original().width(), g.original().height(), g.original());
            Box content = g.content();
            if (content.area() > 0) {
                Box seen = g.toModel(whole);
                assertThat(seen.x1()).as("seed " + seed).isLessThanOrEqualTo(content.x1() + 1e-9);
                assertThat(seen.y2())
                        .as("seed " + seed)
                        .isGreaterThanOrEqualTo(content.y2() - 1e-9);
            }
            assertThat(content.clipped()).isEqualTo(content);
        }
    }

    @Test
    void mapsCompose() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            ImageGeometry a = random(random);
            ImageGeometry b =
                    ImageGeometry.identity(a.model())
                            .resized(new Canvas(1 + random.nextInt(40), 1 + random.nextInt(40)))
                            .placed(3, -2, new Canvas(20, 30));
            ImageGeometry ab = a.then(b);
            Box box = new Box(1, 2, 9.5, 7.25, a.original());
            assertSame(ab.toModel(box), b.toModel(a.toModel(box)), "seed " + seed);
        }
    }

    @Test
    void readingAGridIsTorchsBilinearThenThreshold() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            ImageGeometry g = random(random);
            int w = 1 + random.nextInt(9);
            int h = 1 + random.nextInt(9);
            float[] grid = new float[w * h];
            for (int i = 0; i < grid.length; i++) {
                grid[i] = (float) random.nextGaussian();
            }
            boolean[] got = g.toOriginal(grid, w, h, 0.1f).toBits();
            for (int y = 0; y < g.original().height(); y++) {
                for (int x = 0; x < g.original().width(); x++) {
                    double mx = (x + 0.5) * g.scaleX() + g.offsetX();
                    double my = (y + 0.5) * g.scaleY() + g.offsetY();
                    Box c = g.content();
                    boolean seen = mx >= c.x1() && mx < c.x2() && my >= c.y1() && my < c.y2();
                    double value =
                            seen
                                    ? sample(
                                            grid,
                                            w,
                                            h,
                                            mx * w / g.model().width(),
                                            my * h / g.model().height())
                                    : Double.NEGATIVE_INFINITY;
                    if (Math.abs(value - 0.1f) > 1e-5) {
                        assertThat(got[y * g.original().width() + x])
                                .as("seed %d, pixel %d,%d, value %f", seed, x, y, value)
                                .isEqualTo(value > 0.1f);
                    }
                }
            }
        }
    }

    private static double sample(float[] grid, int w, int h, double atX, double atY) {
        double x = Math.max(0, atX - 0.5);
        double y = Math.max(0, atY - 0.5);
        int x0 = Math.min((int) x, w - 1);
        int y0 = Math.min((int) y, h - 1);
        int x1 = Math.min(x0 + 1, w - 1);
        int y1 = Math.min(y0 + 1, h - 1);
        double fx = x - (int) x;
        double fy = y - (int) y;
        double top = grid[y0 * w + x0] * (1 - fx) + grid[y0 * w + x1] * fx;
        double bottom = grid[y1 * w + x0] * (1 - fx) + grid[y1 * w + x1] * fx;
        return top * (1 - fy) + bottom * fy;
    }

    @Test
    void coverageIsTheExactArea() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            ImageGeometry g = random(random);
            Mask mask = randomMask(g.original(), random);
            int w = 1 + random.nextInt(12);
            int h = 1 + random.nextInt(12);
            float[] got = g.toModelGrid(mask, w, h);
            double[] expected = slowCoverage(g, mask.toBits(), w, h);
            for (int i = 0; i < got.length; i++) {
                assertThat((double) got[i])
                        .as("seed %d, cell %d", seed, i)
                        .isCloseTo(expected[i], within(1e-6));
            }
        }
    }

    private static double[] slowCoverage(ImageGeometry g, boolean[] bits, int w, int h) {
        double[] cells = new double[w * h];
        double kx = (double) w / g.model().width();
        double ky = (double) h / g.model().height();
        Box c = g.content();
        for (int p = 0; p < bits.length; p++) {
            if (bits[p]) {
                int px = p % g.original().width();
                int py = p / g.original().width();
                double x1 = Math.max(px * g.scaleX() + g.offsetX(), c.x1()) * kx;
                double x2 = Math.min((px + 1) * g.scaleX() + g.offsetX(), c.x2()) * kx;
                double y1 = Math.max(py * g.scaleY() + g.offsetY(), c.y1()) * ky;
                double y2 = Math.min((py + 1) * g.scaleY() + g.offsetY(), c.y2()) * ky;
                for (int i = 0; i < cells.length; i++) {
                    double ox = Math.min(x2, i % w + 1) - Math.max(x1, i % w);
                    double oy = Math.min(y2, i / w + 1) - Math.max(y1, i / w);
                    cells[i] += Math.max(0, ox) * Math.max(0, oy);
                }
            }
        }
        return cells;
    }

    @Test
    void masksComeBackWhenTheModelSeesThemLargerAndWhole() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            Canvas canvas = new Canvas(1 + random.nextInt(30), 1 + random.nextInt(30));
            Mask mask = randomMask(canvas, random);
            ImageGeometry g =
                    ImageGeometry.identity(canvas)
                            .resized(new Canvas(canvas.width() * 3, canvas.height() * 2))
                            .placed(random.nextInt(9), random.nextInt(9), new Canvas(120, 100));
            assertThat(g.toOriginal(g.toModel(mask))).as("seed " + seed).isEqualTo(mask);
        }
    }

    @Test
    void whatTheModelDidNotSeeIsBackground() {
        ImageGeometry g = ImageGeometry.identity(new Canvas(10, 8)).cropped(2, 3, new Canvas(4, 4));
        float[] all = new float[16];
        Arrays.fill(all, 5);
        Mask expected = Mask.fromBox(new Box(2, 3, 6, 7, g.original()));
        assertThat(g.toOriginal(all, 4, 4, 0)).isEqualTo(expected);
        assertThat(g.toOriginal(Mask.fromBox(new Box(0, 0, 4, 4, g.model())))).isEqualTo(expected);
    }

    @Test
    void aLargePictureIsFast() {
        ImageGeometry g =
                ImageGeometry.identity(new Canvas(4000, 3000))
                        .resized(new Canvas(336, 252))
                        .placed(0, 42, new Canvas(336, 336));
        float[] grid = new float[256 * 256];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = (float) Math.sin(i % 256 / 20.0) + (float) Math.cos(i / 256 / 15.0);
        }
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 6; i++) {
            long start = System.nanoTime();
            Mask mask = g.toOriginal(grid, 256, 256, 0);
            g.toModelGrid(mask, 256, 256);
            best = Math.min(best, System.nanoTime() - start);
        }
        assertThat(best / 1_000_000).as("milliseconds there and back").isLessThan(300);
    }

    @Test
    void mistakesAreNamed() {
        ImageGeometry g = ImageGeometry.identity(new Canvas(10, 8)).resized(new Canvas(5, 4));
        assertThatThrownBy(() -> g.toModel(new Box(0, 0, 1, 1, new Canvas(5, 4))))
                .hasMessageContaining("5 x 4")
                .hasMessageContaining("10 x 8");
        assertThatThrownBy(() -> g.toOriginal(new float[7], 2, 4, 0))
                .hasMessageContaining("7 values");
        assertThatThrownBy(() -> new Polygon(new double[] {1, 2, 3, 4}))
                .hasMessageContaining("3 points");
        assertThatThrownBy(() -> new Polygon(new double[] {1, 2, 3, Double.NaN, 5, 6}))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> RunLength.decode("5{")).hasMessageContaining("'{'");
        assertThatThrownBy(() -> RunLength.decode("P")).hasMessageContaining("the end");
        assertThatThrownBy(() -> Mask.fromCoco(new Canvas(2, 2), "5"))
                .hasMessageContaining("sum to 5");
    }
}
