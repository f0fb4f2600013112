package io.fovea.data.sets;

import io.fovea.data.AnswerTags;
import io.fovea.data.Dialogue;
import io.fovea.data.files.BadRecord;

import java.util.List;
import java.util.Map;

/** Questions with lettered options, worded as LLaVA words them; the answer is a letter. */
final class Choices {

    /** The option of benchmark specs that says what is written behind each question. */
    static final String SUFFIX = "suffix";

    static final String SUFFIX_MEANING =
            "words behind each question, on a line of their own (none)";

    private Choices() {}

    /**
     * A question, a line for each option, and the letter of the right one.
     *
     * @param right number of the right option
     * @param suffix a last line; may be empty
     * @throws BadRecord when there is no such option, or there are too few or too many
     */
    static Dialogue of(String question, List<String> options, int right, String suffix) {
        if (options.size() < 2 || options.size() > 26) {
            throw new BadRecord("a choice has 2 to 26 options, got " + options.size());
        }
        if (right < 0 || right >= options.size()) {
            throw new BadRecord(
                    "the right option is number " + right + " of " + options.size() + ", from 0");
        }
        StringBuilder text = new StringBuilder(question);
        for (int i = 0; i < options.size(); i++) {
            text.append('\n').append(letter(i)).append(". ").append(options.get(i));
        }
        return Asked.words(
                "choice",
                with(text.toString(), suffix),
                letter(right),
                AnswerTags.options("choice", options));
    }

    /** A question and its suffix. */
    static String with(String question, String suffix) {
        return suffix.isEmpty() ? question : question + "\n" + suffix;
    }

    static String letter(int option) {
        return String.valueOf((char) ('A' + option));
    }

    /** The same exchange with one more tag. */
    static Dialogue tagged(Dialogue dialogue, String key, String value) {
        Map<String, String> tags = AnswerTags.with(dialogue.tags(), key, value);
        return new Dialogue(dialogue.kind(), dialogue.messages(), dialogue.about(), tags);
    }
}
