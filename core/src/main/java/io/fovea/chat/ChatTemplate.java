package io.fovea.chat;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/**
 * How a conversation is written for one model, as data that is stored with the model. Special
 * tokens stand by name in the strings of a template ({@code "<|im_start|>user\n"}) and are listed
 * in {@code controls}; only there do they count as tokens, never in the words of a user.
 *
 * @param name for messages and lists
 * @param controls names of the special tokens that the strings of this template contain
 * @param tokenizerOpens whether the tokenizer's own opening tokens (a bos) go before everything
 * @param begin before the first turn
 * @param defaultSystem words of the system turn when a conversation brings none; null for no such
 *     turn
 * @param system how a system turn is written
 * @param user how a user turn is written
 * @param assistant how an answer is written; its {@code open} is also what asks for one
 * @param pictures where the pictures of a turn go
 * @param markers tokens around places and phrases
 * @param normalize whether the words of system and user are lower-cased, white space made single
 *     and stripped, and {@code ? ! .} taken off the end of the turn
 */
public record ChatTemplate(
        String name,
        List<String> controls,
        boolean tokenizerOpens,
        String begin,
        @Nullable String defaultSystem,
        Turn system,
        Turn user,
        Turn assistant,
        Pictures pictures,
        Markers markers,
        boolean normalize)
        implements PromptFormat {

    public ChatTemplate {
        controls = List.copyOf(controls);
    }

    /**
     * What stands around the words of a turn.
     *
     * @param open said by us, in answers too
     * @param lead between {@code open} and words; left out when the turn starts with a picture. In
     *     an answer the model says it
     * @param close after the words. In an answer the model says it: its end token
     * @param after said by us, in answers too
     */
    public record Turn(String open, String lead, String close, String after) {}

    /**
     * Where pictures go.
     *
     * @param first before the words of their turn, as LLaVA does; else where they stand
     * @param before before the image tokens of each
     * @param after after the image tokens of each
     */
    public record Pictures(boolean first, String before, String after) {}

    /**
     * Tokens around places and phrases; null where the model has none.
     *
     * @param places whether the model knows places at all
     * @param visOpen before a place token
     * @param visClose after it
     * @param phraseOpen before a phrase that has places
     * @param phraseClose after it
     */
    public record Markers(
            boolean places,
            @Nullable String visOpen,
            @Nullable String visClose,
            @Nullable String phraseOpen,
            @Nullable String phraseClose) {

        /** A model that knows no places. */
        public static final Markers NONE = new Markers(false, null, null, null, null);

        /** Places as bare tokens, phrases unmarked. */
        public static final Markers BARE = new Markers(true, null, null, null, null);
    }

    /** The same with answers that end in another token, which the model says. */
    public ChatTemplate closedBy(String token) {
        return new ChatTemplate(
                name,
                List.of(token),
                tokenizerOpens,
                begin,
                defaultSystem,
                system,
                user,
                new Turn(assistant.open(), assistant.lead(), token, assistant.after()),
                pictures,
                markers,
                normalize);
    }

    /**
     * Writes a conversation; ends with the opening of an answer unless the last turn is one.
     *
     * @throws IllegalArgumentException naming the turn and part that cannot be written
     */
    public List<Segment> render(Conversation conversation) {
        return new Rendering(this).of(conversation);
    }

    @Override
    public Rendered rendered(Conversation conversation) {
        return new Rendered(render(conversation), tokenizerOpens);
    }

    /** The same wording with other markers: for a model that was taught places later. */
    public ChatTemplate withMarkers(Markers other) {
        return new ChatTemplate(
                name,
                controls,
                tokenizerOpens,
                begin,
                defaultSystem,
                system,
                user,
                assistant,
                pictures,
                other,
                normalize);
    }

    /** The words of system and user as {@code normalize} makes them. */
    public static String normalized(String words) {
        String text = words.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
        int end = text.length();
        while (end > 0 && "?.! ".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end);
    }
}
