package io.fovea.cli;

import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Mask;
import io.fovea.geometry.Region;
import io.fovea.image.Image;
import io.fovea.image.ImageReader;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

import java.nio.file.Path;
import java.util.Arrays;

/** Words and places as users give them, checked. */
final class Given {

    private static final int BRIGHT = 3 * 127;

    private Given() {}

    /** Refuses words without a letter to read. */
    static void words(CommandSpec spec, String what, String words) {
        if (words.isBlank()) {
            throw new ParameterException(
                    spec.commandLine(), what + " is empty; say something like \"the red apple\"");
        }
    }

    /** The four numbers of {@code x1,y1,x2,y2}. */
    static double[] box(CommandSpec spec, String text) {
        try {
            return corners(text.split(",", -1));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--box: " + e.getMessage());
        }
    }

    private static double[] corners(String[] parts) {
        double[] corners = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            try {
                corners[i] = Double.parseDouble(parts[i].strip());
            } catch (NumberFormatException e) {
                corners[i] = Double.NaN;
            }
        }
        return corners(corners, String.join(",", parts));
    }

    /**
     * Checks four numbers.
     *
     * @throws IllegalArgumentException when they are no box
     */
    static double[] corners(double[] corners, String text) {
        boolean finite = Arrays.stream(corners).allMatch(Double::isFinite);
        if (corners.length != 4
                || !finite
                || corners[0] >= corners[2]
                || corners[1] >= corners[3]) {
            throw new IllegalArgumentException(
                    "a box is x1,y1,x2,y2 in pixels with x1 < x2 and y1 < y2, such as 12,30,88,95;"
                            + " got '"
                            + text
                            + "'");
        }
        return corners;
    }

    /**
     * A box on a picture.
     *
     * @throws CliError when it does not lie on it
     */
    static Region region(Canvas canvas, double[] corners) {
        Box box = new Box(corners[0], corners[1], corners[2], corners[3], canvas);
        if (corners[0] < 0
                || corners[1] < 0
                || corners[2] > canvas.width()
                || corners[3] > canvas.height()) {
            throw new CliError(
                    "the box "
                            + AnswerText.box(box)
                            + " reaches outside the picture, which is "
                            + canvas
                            + " pixels; expected x from 0 to "
                            + canvas.width()
                            + " and y from 0 to "
                            + canvas.height());
        }
        return Region.of(box);
    }

    /**
     * The bright pixels of a picture.
     *
     * @throws CliError when its size differs or no pixel is bright
     */
    static Region mask(Canvas canvas, Path file) {
        Image drawn = ImageReader.read(file);
        if (!drawn.canvas().equals(canvas)) {
            throw new CliError(
                    "the mask "
                            + file
                            + " is "
                            + drawn.canvas()
                            + " pixels but the picture is "
                            + canvas
                            + "; draw it at the size of the picture");
        }
        byte[] rgb = drawn.rgb();
        boolean[] bits = new boolean[Math.toIntExact(canvas.area())];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = (rgb[3 * i] & 255) + (rgb[3 * i + 1] & 255) + (rgb[3 * i + 2] & 255) > BRIGHT;
        }
        Mask mask = Mask.fromBits(canvas, bits);
        Box box =
                mask.bounds()
                        .orElseThrow(
                                () ->
                                        new CliError(
                                                "the mask "
                                                        + file
                                                        + " has no bright pixel; white marks the"
                                                        + " place, black the rest"));
        return new Region(box, mask, null, 1);
    }
}
