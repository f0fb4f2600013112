package io.fovea.image;

import io.fovea.geometry.Canvas;

/** The eight ways a camera may have been held (EXIF tag 0x0112), and the turn that undoes each. */
final class Orientation {

    private Orientation() {}

    /** The picture turned and mirrored so that its top is up; unknown values leave it alone. */
    static Image upright(Image image, int exif) {
        if (exif < 2 || exif > 8) {
            return image;
        }
        boolean swapped = exif >= 5;
        int w = image.width();
        int h = image.height();
        Canvas canvas = swapped ? new Canvas(h, w) : image.canvas();
        boolean fromRight = exif == 2 || exif == 3 || exif == 7 || exif == 8;
        boolean fromBelow = exif == 3 || exif == 4 || exif == 6 || exif == 7;
        byte[] in = image.rgb();
        byte[] out = new byte[in.length];
        int to = 0;
        for (int y = 0; y < canvas.height(); y++) {
            for (int x = 0; x < canvas.width(); x++) {
                int column = swapped ? y : x;
                int row = swapped ? x : y;
                int from =
                        3
                                * ((fromBelow ? h - 1 - row : row) * w
                                        + (fromRight ? w - 1 - column : column));
                out[to++] = in[from];
                out[to++] = in[from + 1];
                out[to++] = in[from + 2];
            }
        }
        return new Image(canvas, out);
    }
}
