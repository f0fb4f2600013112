package io.fovea.chat;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** What a template wrote, with {@link Marks} in it, cut into segments. */
final class MarkedText {

    private final String text;
    private final JinjaTemplate.Setting setting;
    private final List<Segment.Place> places;
    private final List<Segment> segments = new ArrayList<>();
    private final StringBuilder words = new StringBuilder();
    private boolean answer;
    private boolean answerEnds;
    private int images;
    private int at;

    /**
     * @param places by their numbers in the text
     */
    MarkedText(String text, JinjaTemplate.Setting setting, List<Segment.Place> places) {
        this.text = text;
        this.setting = setting;
        this.places = places;
    }

    List<Segment> segments() {
        while (at < text.length()) {
            switch (text.charAt(at)) {
                case Marks.GUARD -> at++;
                case Marks.ANSWER -> turn(true);
                case Marks.ANSWER_END -> turn(false);
                case Marks.PLACE -> place();
                default -> tokenOrCharacter();
            }
        }
        flush();
        return segments;
    }

    /** Pictures that were found. */
    int images() {
        return images;
    }

    private void turn(boolean toAnswer) {
        flush();
        answerEnds = answer && !toAnswer;
        answer = toAnswer;
        at++;
    }

    private void place() {
        flush();
        int end = text.indexOf(Marks.PLACE, at + 1);
        segments.add(places.get(Integer.parseInt(text, at + 1, end, 10)));
        at = end + 1;
    }

    private void tokenOrCharacter() {
        String token = setting.tokenAt(text, at);
        if (token == null) {
            words.append(text.charAt(at++));
            answerEnds = false;
            return;
        }
        flush();
        at += token.length();
        segments.add(
                token.equals(setting.image())
                        ? new Segment.Image(images++)
                        : new Segment.Control(token, answer || answerEnds));
        answerEnds = false;
    }

    private void flush() {
        if (!words.isEmpty()) {
            segments.add(new Segment.Words(words.toString(), answer));
            words.setLength(0);
        }
    }

    /**
     * Moves the beginning of each answer to where the opening of an answer ends, if there is only
     * white space between: it is the model that says this white space.
     *
     * @param opening what asks for an answer
     */
    static String withSpaceInAnswers(String text, String opening) {
        StringBuilder out = new StringBuilder(text);
        int mark = opening.isEmpty() ? -1 : out.indexOf(String.valueOf(Marks.ANSWER));
        while (mark >= 0) {
            int opened = out.lastIndexOf(opening, mark - opening.length());
            int begins = opened + opening.length();
            if (opened >= 0 && begins < mark && out.substring(begins, mark).isBlank()) {
                out.deleteCharAt(mark).insert(begins, Marks.ANSWER);
            }
            mark = out.indexOf(String.valueOf(Marks.ANSWER), mark + 1);
        }
        return out.toString();
    }

    /** The text without the marks of answers; null when those do not come in pairs. */
    static @Nullable String withoutAnswers(String text) {
        StringBuilder out = new StringBuilder();
        boolean open = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == Marks.ANSWER || c == Marks.ANSWER_END) {
                if (open == (c == Marks.ANSWER)) {
                    return null;
                }
                open = !open;
            } else {
                out.append(c);
            }
        }
        return open ? null : out.toString();
    }
}
