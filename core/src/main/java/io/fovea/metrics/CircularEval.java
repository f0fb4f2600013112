package io.fovea.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * MMBench's CircularEval (Liu et al. 2023): a question with N options is asked N times, the options
 * shifted by one each time, and counts as right only when every answer is right. A model that
 * always says "A" gets nothing.
 */
public final class CircularEval {

    private CircularEval() {}

    /**
     * The options as they stand in one round.
     *
     * @param round from 0, which leaves them as they are; what stood first stands last in the next
     */
    public static <T> List<T> round(List<T> options, int round) {
        List<T> shifted = new ArrayList<>(options);
        Collections.rotate(shifted, -round);
        return List.copyOf(shifted);
    }

    /** Where the option of number {@code index} stands in a round. */
    public static int place(int index, int round, int options) {
        return Math.floorMod(index - round, options);
    }

    /**
     * Whether a question counts as right.
     *
     * @param rounds whether each answer was right
     * @param options how many rounds there must be; a missing one is not right
     */
    public static boolean right(List<Boolean> rounds, int options) {
        return rounds.size() == options && rounds.stream().allMatch(right -> right);
    }
}
