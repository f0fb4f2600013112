package io.fovea.model;

import io.fovea.tensor.Tensor;

import java.util.List;
import java.util.stream.LongStream;

/**
 * Positions of a prompt's tokens and of what is said after it.
 *
 * @param axes one row of positions, or three (time, row, column) where pictures have positions of
 *     their own (Qwen2-VL's M-RoPE); {@code [axes][S]}
 * @param next position of the first token after the prompt, on every axis
 */
public record PromptPositions(long[][] axes, long next) {

    /** 0, 1, 2, ... */
    public static PromptPositions counting(int length) {
        return new PromptPositions(new long[][] {LongStream.range(0, length).toArray()}, length);
    }

    /** The same with more tokens of text put in, which move those behind them on. */
    PromptPositions spread(int at, int more) {
        long[][] wide = new long[axes.length][];
        for (int axis = 0; axis < axes.length; axis++) {
            long[] old = axes[axis];
            wide[axis] = new long[old.length + more];
            long first = at < old.length ? old[at] : next;
            for (int i = 0; i < wide[axis].length; i++) {
                wide[axis][i] =
                        i < at ? old[i] : i < at + more ? first + i - at : old[i - more] + more;
            }
        }
        return new PromptPositions(wide, next + more);
    }

    /**
     * Positions of one input behind each of several prompts, {@code [N, 1]} or, where one of them
     * has three axes, {@code [3, N, 1]}: behind a prompt the axes agree.
     *
     * @param more how many inputs stand between each prompt and its input
     */
    public static Tensor behind(List<PromptPositions> prompts, long[] more) {
        int axes = prompts.stream().mapToInt(prompt -> prompt.axes.length).max().orElseThrow();
        int rows = prompts.size();
        long[] values = new long[axes * rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = prompts.get(i % rows).next + more[i % rows];
        }
        return axes == 1 ? Tensor.of(values, rows, 1) : Tensor.of(values, axes, rows, 1);
    }

    /**
     * Positions of some inputs, {@code [1, n]} or, with three axes, {@code [3, 1, n]}.
     *
     * @param from index of the first of them, counted from the start of the prompt
     */
    public Tensor tensor(int from, int count) {
        int length = axes[0].length;
        long[] values = new long[axes.length * count];
        for (int axis = 0; axis < axes.length; axis++) {
            for (int i = 0; i < count; i++) {
                int at = from + i;
                values[axis * count + i] = at < length ? axes[axis][at] : next + at - length;
            }
        }
        return axes.length == 1
                ? Tensor.of(values, 1, count)
                : Tensor.of(values, axes.length, 1, count);
    }
}
