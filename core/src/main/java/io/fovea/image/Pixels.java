package io.fovea.image;

import io.fovea.geometry.Canvas;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Between the pixel layouts of Java2D and plain RGB bytes. Stored values are taken as they are,
 * without profiles.
 */
final class Pixels {

    private Pixels() {}

    static Image of(BufferedImage image) {
        ColorModel model = image.getColorModel();
        Raster raster = image.getRaster();
        Canvas canvas = new Canvas(image.getWidth(), image.getHeight());
        byte[] rgb = new byte[Math.toIntExact(3 * canvas.area())];
        int bands = raster.getNumBands();
        int[] row = new int[canvas.width() * bands];
        int[] eightBits =
                model instanceof IndexColorModel
                        ? new int[0]
                        : scaleTable(model.getComponentSize(0));
        int shift = Math.max(0, model.getComponentSize(0) - 8);
        int to = 0;
        for (int y = 0; y < canvas.height(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, canvas.width(), 1, row);
            for (int at = 0; at < row.length; at += bands) {
                if (model instanceof IndexColorModel palette) {
                    int colour = palette.getRGB(row[at]);
                    rgb[to++] = (byte) (colour >> 16);
                    rgb[to++] = (byte) (colour >> 8);
                    rgb[to++] = (byte) colour;
                } else {
                    int green = bands >= 3 ? 1 : 0;
                    int blue = bands >= 3 ? 2 : 0;
                    rgb[to++] = (byte) eightBits[row[at] >> shift];
                    rgb[to++] = (byte) eightBits[row[at + green] >> shift];
                    rgb[to++] = (byte) eightBits[row[at + blue] >> shift];
                }
            }
        }
        return new Image(canvas, rgb);
    }

    /** Values of up to 8 bits stretched to 0..255; wider ones are cut to their upper 8 before. */
    private static int[] scaleTable(int bits) {
        int most = (1 << Math.min(bits, 8)) - 1;
        int[] table = new int[most + 1];
        for (int v = 0; v <= most; v++) {
            table[v] = v * 255 / most;
        }
        return table;
    }

    /**
     * A four-channel JPEG's stored values, which are inks inverted, as light: {@code ink * black /
     * 255}.
     *
     * @param ycck whether the first three are luminance and chrominance
     */
    static Image ofCmyk(Raster raster, boolean ycck) {
        Canvas canvas = new Canvas(raster.getWidth(), raster.getHeight());
        byte[] rgb = new byte[Math.toIntExact(3 * canvas.area())];
        int[] row = new int[canvas.width() * 4];
        int to = 0;
        for (int y = 0; y < canvas.height(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, canvas.width(), 1, row);
            for (int at = 0; at < row.length; at += 4) {
                if (ycck) {
                    toInks(row, at);
                }
                for (int c = 0; c < 3; c++) {
                    rgb[to++] = (byte) ((row[at + c] * row[at + 3] + 127) / 255);
                }
            }
        }
        return new Image(canvas, rgb);
    }

    /**
     * ITU-R BT.601 luminance and chrominance to the three inks, which YCCK stores the other way
     * round.
     */
    private static void toInks(int[] row, int at) {
        int y = row[at];
        int cb = row[at + 1] - 128;
        int cr = row[at + 2] - 128;
        row[at] = 255 - byteOf(y + 1.402 * cr);
        row[at + 1] = 255 - byteOf(y - 0.344136 * cb - 0.714136 * cr);
        row[at + 2] = 255 - byteOf(y + 1.772 * cb);
    }

    private static int byteOf(double v) {
        return Math.clamp(Math.round(v), 0, 255);
    }

    static BufferedImage toBuffered(Image image) {
        BufferedImage buffered =
                new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
        int[] row = new int[image.width()];
        byte[] rgb = image.rgb();
        int from = 0;
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < row.length; x++) {
                row[x] =
                        (rgb[from] & 0xff) << 16
                                | (rgb[from + 1] & 0xff) << 8
                                | rgb[from + 2] & 0xff;
                from += 3;
            }
            buffered.setRGB(0, y, row.length, 1, row, 0, row.length);
        }
        return buffered;
    }
}
