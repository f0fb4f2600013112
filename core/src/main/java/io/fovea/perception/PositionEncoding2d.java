package io.fovea.perception;

import io.fovea.nn.Init;
import io.fovea.nn.Module;
import io.fovea.nn.Parameter;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Encodings {@code [P, D]} of the cells of a rows x cols grid, row by row.
 *
 * <p>The sinusoid gives the first half of D to y, the second to x; each half is sines then cosines
 * of wavelengths from 2 pi to 20000 pi cells. (PerceptionGPT's released code passes dimensions in a
 * wrong order and gets something that does not tell places apart.) The Fourier form is {@code
 * PositionEmbeddingRandom} of facebookresearch/segment-anything.
 */
public final class PositionEncoding2d extends Module {

    private record Grid(int rows, int cols, float[] values) {}

    private final int width;
    private final @Nullable Parameter projection;
    private @Nullable Grid last;

    public PositionEncoding2d(Positions form, int width) {
        if (width % 4 != 0) {
            throw new IllegalArgumentException(
                    "position encodings need a width that is a multiple of 4, got " + width);
        }
        this.width = width;
        projection =
                form == Positions.SINUSOID
                        ? null
                        : buffer(
                                "positional_encoding_gaussian_matrix",
                                Init.normal(1),
                                2,
                                width / 2);
    }

    /** Encodings {@code [rows * cols, D]}. */
    public Tensor forward(int rows, int cols) {
        return projection == null
                ? Tensor.of(sinusoid(rows, cols), (long) rows * cols, width)
                : fourier(rows, cols, projection.value());
    }

    private static Tensor fourier(int rows, int cols, Tensor projection) {
        float[] places = new float[rows * cols * 2];
        for (int i = 0; i < rows * cols; i++) {
            places[2 * i] = (float) (2 * (i % cols + 0.5) / cols - 1);
            places[2 * i + 1] = (float) (2 * (i / cols + 0.5) / rows - 1);
        }
        Tensor angles =
                Tensor.of(places, (long) rows * cols, 2)
                        .to(projection.device())
                        .matmul(projection)
                        .mul(2 * Math.PI);
        return Tensor.cat(List.of(angles.sin(), angles.cos()), 1);
    }

    private float[] sinusoid(int rows, int cols) {
        Grid grid = last;
        if (grid == null || grid.rows() != rows || grid.cols() != cols) {
            float[] values = new float[rows * cols * width];
            for (int i = 0; i < rows * cols; i++) {
                write(values, i * width, i / cols);
                write(values, i * width + width / 2, i % cols);
            }
            grid = new Grid(rows, cols, values);
            last = grid;
        }
        return grid.values();
    }

    private void write(float[] values, int at, int place) {
        int quarter = width / 4;
        for (int i = 0; i < quarter; i++) {
            double angle = place / Math.pow(10000, (double) i / quarter);
            values[at + i] = (float) Math.sin(angle);
            values[at + quarter + i] = (float) Math.cos(angle);
        }
    }
}
