package io.fovea.chat.jinja;

/** What one rendering may cost, so that no template hangs or fills the memory. */
final class Budget {

    /** Characters of a text and elements of a list. */
    static final int LONGEST_TEXT = 1 << 21;

    private static final long MOST_STEPS = 2_000_000;
    private static final int DEEPEST = 1_000;
    private static final int CHARACTERS_OF_A_STEP = 256;
    private static final int ELEMENTS_OF_A_STEP = 16;
    private static final int STEPS_OF_A_TURN = 4;

    private long steps;
    private int depth;

    /**
     * Counts one step.
     *
     * @throws JinjaError when there have been too many
     */
    void step() {
        spend(1);
    }

    /** Counts a text that was made. */
    void text(long characters) {
        spend(1 + characters / CHARACTERS_OF_A_STEP);
    }

    /** Counts a list that was made. */
    void list(long elements) {
        spend(1 + elements / ELEMENTS_OF_A_STEP);
    }

    /** Counts a turn of a loop. */
    void turn() {
        spend(STEPS_OF_A_TURN);
    }

    private void spend(long more) {
        steps += more;
        if (steps > MOST_STEPS) {
            throw new JinjaError(
                    "the template has taken " + MOST_STEPS + " steps and goes on; expected an end");
        }
    }

    /**
     * One level deeper, in expressions, blocks and macros.
     *
     * @throws JinjaError when it is too deep
     */
    void enter() {
        if (++depth > DEEPEST) {
            throw new JinjaError("nested or called deeper than " + DEEPEST + " levels");
        }
    }

    void leave() {
        depth--;
    }

    /**
     * @throws JinjaError when something of this length must not be made
     */
    static void checkLength(long length) {
        if (length > LONGEST_TEXT) {
            throw new JinjaError(
                    "expected at most "
                            + LONGEST_TEXT
                            + " characters or elements in one value, got "
                            + length);
        }
    }
}
