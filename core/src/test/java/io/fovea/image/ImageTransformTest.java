package io.fovea.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.geometry.Box;
import io.fovea.geometry.BoxFormat;
import io.fovea.geometry.Canvas;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

/**
 * Transforms that save work give the bytes of those that do not, and places find their way back.
 */
class ImageTransformTest {

    private static final List<Canvas> SIZES =
            List.of(
                    new Canvas(1, 1),
                    new Canvas(7, 3),
                    new Canvas(3, 200),
                    new Canvas(90, 61),
                    new Canvas(300, 2),
                    new Canvas(64, 64));

    private static Image noise(Canvas canvas) {
        byte[] rgb = new byte[(int) (3 * canvas.area())];
        new Random(canvas.hashCode()).nextBytes(rgb);
        return new Image(canvas, rgb);
    }

    private static void same(Transformed got, Transformed expected, String what) {
        assertThat(got.pixels().canvas()).as(what).isEqualTo(expected.pixels().canvas());
        assertThat(got.pixels().rgb()).as(what).containsExactly(expected.pixels().rgb());
        Box box = new Box(1, 2, 3, 5, got.geometry().original());
        assertThat(BoxFormat.XYXY.write(got.geometry().toModel(box)))
                .as(what)
                .containsExactly(
                        BoxFormat.XYXY.write(expected.geometry().toModel(box)), within(1e-9));
        assertThat(BoxFormat.XYXY.write(got.geometry().content()))
                .as(what)
                .containsExactly(BoxFormat.XYXY.write(expected.geometry().content()), within(1e-9));
    }

    @Test
    void aPartIsThatPartOfTheWhole() {
        for (Canvas from : SIZES) {
            for (Canvas to : List.of(new Canvas(40, 31), from, new Canvas(from.width(), 20))) {
                Canvas part = new Canvas((to.width() + 1) / 2, (to.height() + 2) / 3);
                int left = to.width() - part.width();
                int top = (to.height() - part.height()) / 2;
                Image image = noise(from);
                for (Resample resample : Resample.values()) {
                    Transformed expected =
                            ImageTransform.applyAll(
                                    new Image(from, image.rgb()),
                                    List.of(new ImageTransform.ResizeExact(to, resample)));
                    Transformed cut =
                            new Transformed(
                                    Placement.place(expected.pixels(), part, 0, -left, -top),
                                    expected.geometry().cropped(left, top, part));
                    same(
                            new ImageTransform.ResizePart(to, left, top, part, resample)
                                    .apply(image),
                            cut,
                            from + " to " + to + " by " + resample);
                }
            }
        }
    }

    @Test
    void aSquareThatIsNotMadeGivesTheSameBytes() {
        Canvas size = new Canvas(33, 21);
        int colour = 0x7a7468;
        for (Canvas from : SIZES) {
            for (Resample resample : Resample.values()) {
                same(
                        new ImageTransform.PadSquareResize(colour, size, resample)
                                .apply(noise(from)),
                        ImageTransform.applyAll(
                                noise(from),
                                List.of(
                                        new ImageTransform.PadSquare(colour),
                                        new ImageTransform.ResizeExact(size, resample))),
                        from + " by " + resample);
            }
        }
    }

    @Test
    void tilesAreThePictureAndPlacesComeBack() {
        Canvas canvas = new Canvas(12, 10);
        Canvas size = new Canvas(4, 5);
        Image image = noise(canvas);
        byte[] put = new byte[image.rgb().length];
        for (int row = 0; row < 2; row++) {
            for (int column = 0; column < 3; column++) {
                Transformed tile = new ImageTransform.Tile(size, row, column).apply(image);
                for (int y = 0; y < 5; y++) {
                    System.arraycopy(
                            tile.pixels().rgb(),
                            y * 12,
                            put,
                            ((row * 5 + y) * 12 + column * 4) * 3,
                            12);
                }
                Box seen = new Box(0, 1, 4, 3.5, size);
                Box there = tile.geometry().toOriginal(seen);
                assertThat(BoxFormat.XYXY.write(there))
                        .containsExactly(column * 4, row * 5 + 1, column * 4 + 4, row * 5 + 3.5);
                assertThat(tile.geometry().toModel(there)).isEqualTo(seen);
                assertThat(tile.geometry().content().area()).isEqualTo(20);
            }
        }
        assertThat(put).containsExactly(image.rgb());
    }

    @Test
    void aTileOutsideIsRefused() {
        assertThatThrownBy(
                        () ->
                                new ImageTransform.Tile(new Canvas(4, 5), 2, 0)
                                        .apply(noise(new Canvas(12, 10))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4 x 5 in row 2 and column 0")
                .hasMessageContaining("12 x 10");
    }
}
