package io.fovea.tokenizer;

import java.util.Arrays;

/**
 * Decodes ids one by one and gives out whole characters only. What it has given out, joined, is
 * what {@link Tokenizer#decode} says of all ids at once. For one answer and one thread.
 *
 * <p>Bytes of an unfinished character wait for the rest. A byte token of a SentencePiece vocabulary
 * ({@code <0xE4>}) waits until the run of byte tokens ends, since one bad byte changes the reading
 * of the whole run.
 */
public final class StreamingDecoder {

    private static final int LONG_WINDOW = 64;
    private static final int SHORT_WINDOW = 8;

    private final Tokenizer tokenizer;
    private final boolean skipSpecial;
    private int[] window = new int[0];
    private int given;

    StreamingDecoder(Tokenizer tokenizer, boolean skipSpecial) {
        this.tokenizer = tokenizer;
        this.skipSpecial = skipSpecial;
    }

    /**
     * Takes one more id and returns the text that is certain now; often one word, sometimes
     * nothing.
     */
    public String next(int id) {
        window = Arrays.copyOf(window, window.length + 1);
        window[window.length - 1] = id;
        String token = tokenizer.tokenOf(id);
        if (token.startsWith("<0x") && token.length() == 6) {
            return "";
        }
        String text = tokenizer.decode(window, skipSpecial);
        int certain = text.length();
        while (certain > given && text.charAt(certain - 1) == '\uFFFD') {
            certain--;
        }
        if (certain < text.length()) {
            return give(text, certain);
        }
        String news = give(text, certain);
        shorten();
        return news;
    }

    /** The rest at the end: an unfinished character comes out as U+FFFD. */
    public String finish() {
        String text = tokenizer.decode(window, skipSpecial);
        return give(text, text.length());
    }

    private String give(String text, int end) {
        String news = text.substring(Math.min(given, end), end);
        given = Math.max(given, end);
        return news;
    }

    /**
     * Forgets old ids, so that a long answer costs no more per token; the kept ones must show some
     * text.
     */
    private void shorten() {
        if (window.length < LONG_WINDOW) {
            return;
        }
        int[] last = Arrays.copyOfRange(window, window.length - SHORT_WINDOW, window.length);
        String text = tokenizer.decode(last, skipSpecial);
        if (!text.isBlank() && !text.startsWith("\uFFFD")) {
            window = last;
            given = text.length();
        }
    }
}
