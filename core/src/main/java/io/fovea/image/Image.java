package io.fovea.image;

import io.fovea.geometry.Canvas;

/**
 * A picture as RGB bytes, row by row, three bytes a pixel. The array is not copied: who makes an
 * Image gives it away.
 *
 * @param canvas size
 * @param rgb {@code 3 * width * height} bytes
 */
public record Image(Canvas canvas, byte[] rgb) {

    public Image {
        if (rgb.length != 3 * canvas.area()) {
            throw new IllegalArgumentException(
                    "a picture of "
                            + canvas
                            + " needs "
                            + 3 * canvas.area()
                            + " bytes, got "
                            + rgb.length);
        }
    }

    public int width() {
        return canvas.width();
    }

    public int height() {
        return canvas.height();
    }

    @Override
    public String toString() {
        return "Image[" + canvas + "]";
    }
}
