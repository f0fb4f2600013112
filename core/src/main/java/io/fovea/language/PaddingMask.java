package io.fovea.language;

import io.fovea.nn.DotProductAttention;
import io.fovea.tensor.Tensor;

import java.util.Arrays;

/**
 * Which columns of a batch {@code [B, T]} hold tokens; the others are padding, to the left or to
 * the right of them. Gives the positions and the mask of a pass, so that a token of a batch has the
 * numbers that it would have alone.
 */
public final class PaddingMask {

    private final boolean[][] real;

    private PaddingMask(boolean[][] real) {
        this.real = real;
    }

    /**
     * @param real row for row whether a column holds a token; rows of one length
     */
    public static PaddingMask of(boolean[][] real) {
        if (real.length == 0 || Arrays.stream(real).anyMatch(row -> row.length != real[0].length)) {
            throw new IllegalArgumentException(
                    "a padding mask has rows of one length, got lengths "
                            + Arrays.toString(
                                    Arrays.stream(real).mapToInt(row -> row.length).toArray()));
        }
        return new PaddingMask(Arrays.stream(real).map(boolean[]::clone).toArray(boolean[][]::new));
    }

    /** As Hugging Face's {@code attention_mask}: {@code [B, T]}, 0 where there is padding. */
    public static PaddingMask of(Tensor attentionMask) {
        int rows = (int) attentionMask.size(0);
        int columns = (int) attentionMask.size(1);
        double[] values = attentionMask.toDoubles();
        boolean[][] real = new boolean[rows][columns];
        for (int i = 0; i < values.length; i++) {
            real[i / columns][i % columns] = values[i] != 0;
        }
        return of(real);
    }

    /** T. */
    public int columns() {
        return real[0].length;
    }

    /** The mask after {@code count} more tokens of every row. */
    public PaddingMask extended(int count) {
        boolean[][] longer = new boolean[real.length][];
        for (int b = 0; b < real.length; b++) {
            longer[b] = Arrays.copyOf(real[b], real[b].length + count);
            Arrays.fill(longer[b], real[b].length, longer[b].length, true);
        }
        return new PaddingMask(longer);
    }

    /**
     * Positions of the last {@code newest} columns, {@code [B, newest]}: how many tokens of the row
     * come before; 0 at padding to the left.
     */
    public Tensor positions(int newest) {
        long[] positions = new long[real.length * newest];
        for (int b = 0; b < real.length; b++) {
            int from = columns() - newest;
            long tokens = 0;
            for (int t = 0; t < columns(); t++) {
                tokens += real[b][t] ? 1 : 0;
                if (t >= from) {
                    positions[b * newest + t - from] = Math.max(0, tokens - 1);
                }
            }
        }
        return Tensor.of(positions, real.length, newest);
    }

    /**
     * What is added to the scores of the last {@code newest} columns, {@code [B, 1, newest, T]}:
     * padding and what comes later do not count.
     */
    public Tensor causal(int newest) {
        int columns = columns();
        int from = columns - newest;
        float[] mask = new float[Math.multiplyExact(real.length * newest, columns)];
        Arrays.fill(mask, (float) DotProductAttention.BLOCKED);
        for (int b = 0; b < real.length; b++) {
            for (int s = 0; s < newest; s++) {
                int base = (b * newest + s) * columns;
                for (int t = 0; t <= from + s; t++) {
                    if (real[b][t]) {
                        mask[base + t] = 0;
                    }
                }
            }
        }
        return Tensor.of(mask, real.length, 1, newest, columns);
    }
}
