package io.fovea.assistant;

import io.fovea.chat.Answer;
import io.fovea.chat.AnswerListener;
import io.fovea.geometry.Region;
import io.fovea.tokenizer.SpecialTokens;
import io.fovea.tokenizer.StreamingDecoder;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tokens of one answer to words and labelled places, as they come. A place is labelled with the
 * phrase before it ("a cat" in "a dog, a cat[place]"; several places in a row share one), or with
 * what was asked for where the answer has no words before it.
 */
final class AnswerParts {

    private static final Pattern JOINT = Pattern.compile("^[\\s,;.:]*(?:and\\s+)?");

    private final StreamingDecoder decoder;
    private final SpecialTokens tokens;
    private final AnswerListener listener;
    private final List<Answer.Part> parts = new ArrayList<>();
    private final StringBuilder words = new StringBuilder();
    private final StringBuilder phrase = new StringBuilder();
    private @Nullable String label;

    AnswerParts(
            StreamingDecoder decoder, SpecialTokens tokens, String asked, AnswerListener listener) {
        this.decoder = decoder;
        this.tokens = tokens;
        this.label = asked.isEmpty() ? null : asked;
        this.listener = listener;
    }

    void add(int token, @Nullable Region region) {
        if (region != null) {
            located(region);
            return;
        }
        if (tokens.phraseStart() != null && tokens.phraseStart() == token) {
            phrase.setLength(0);
        }
        say(decoder.next(token));
    }

    private void say(String text) {
        if (!text.isEmpty()) {
            words.append(text);
            phrase.append(text);
            listener.onText(text);
        }
    }

    private void located(Region found) {
        String before = JOINT.matcher(phrase).replaceFirst("").strip();
        if (!before.isEmpty()) {
            label = before;
        }
        phrase.setLength(0);
        endWords();
        Region region = new Region(found.box(), found.mask(), label, found.score());
        parts.add(new Answer.Located(region));
        listener.onLocated(region);
    }

    private void endWords() {
        if (!words.isEmpty()) {
            parts.add(new Answer.Text(words.toString()));
            words.setLength(0);
        }
    }

    List<Answer.Part> finish() {
        say(decoder.finish());
        endWords();
        return parts;
    }
}
