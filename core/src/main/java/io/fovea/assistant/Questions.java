package io.fovea.assistant;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.geometry.Region;
import io.fovea.image.Image;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The usual questions as conversations, in the words that models are trained with. */
public final class Questions {

    private static final Pattern ASKS =
            Pattern.compile(
                    "(?:please |can you |could you"
                            + " )*(?:find|where|point|show|locate|mark|look|all|every)\\b.*",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern OPENING =
            Pattern.compile(
                    "^(?:please |can you |could you )*(?:find|where is|where are|point"
                            + " (?:at|to)|show me|show|locate|mark|look for)\\s+(?=\\S)",
                    Pattern.CASE_INSENSITIVE);

    /**
     * What may stand around a phrase without meaning anything: quotes, and the end of a sentence.
     */
    private static final Pattern AROUND =
            Pattern.compile("^[\\s\"'“”‘’«»]+|[\\s\"'“”‘’«»?.!,;:…]+$");

    private Questions() {}

    /** A question about a picture. */
    public static Conversation ask(Image image, String question) {
        return about(image, new ContentPart.Text(said("question", question)));
    }

    /** "find PHRASE"; a phrase that already asks ("where is ...", "all ...") stays as it is. */
    public static Conversation find(Image image, String phrase) {
        String words = bare(said("phrase", phrase));
        return about(
                image,
                new ContentPart.Text(ASKS.matcher(words).matches() ? words : "find " + words));
    }

    /** What is in the picture, or at a place of it. */
    public static Conversation describe(Image image, @Nullable Region region) {
        return region == null
                ? about(image, new ContentPart.Text("describe the picture"))
                : about(image, new ContentPart.Text("what is "), new ContentPart.Place(region));
    }

    /**
     * The phrase that a request to find something is about: "find the apple?" gives "the apple".
     */
    static String phrase(String request) {
        String words = bare(request).replaceAll("\\s+", " ");
        return OPENING.matcher(words).replaceFirst("").toLowerCase(Locale.ROOT);
    }

    /** Without what stands around it, or as it was when it is nothing else. */
    private static String bare(String phrase) {
        String words = AROUND.matcher(phrase).replaceAll("");
        return words.isEmpty() ? phrase.strip() : words;
    }

    private static String said(String what, String words) {
        if (words.isBlank()) {
            throw new AssistantError(
                    "the " + what + " is empty; say what you want to know, such as 'the red car'");
        }
        return words.strip();
    }

    private static Conversation about(Image image, ContentPart... parts) {
        ContentPart[] all = new ContentPart[parts.length + 1];
        all[0] = new ContentPart.Picture(image);
        System.arraycopy(parts, 0, all, 1, parts.length);
        return new Conversation(List.of(Message.user(all)));
    }
}
