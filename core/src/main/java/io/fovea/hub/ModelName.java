package io.fovea.hub;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A model on the Hub, {@code ORG/NAME}. Both words begin and end with a letter, digit or underline
 * and hold no {@code ..} or {@code --}, as on the Hub itself; so a name is safe as part of an
 * address and of a path.
 */
public record ModelName(String organization, String name) {

    private static final Pattern WORD =
            Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_])?");

    public ModelName {
        if (!isWord(organization) || !isWord(name)) {
            throw new IllegalArgumentException(
                    "no name of a model: " + HubError.quoted(organization + "/" + name));
        }
    }

    private static boolean isWord(String text) {
        return WORD.matcher(text).matches() && !text.contains("..") && !text.contains("--");
    }

    /**
     * Reads {@code ORG/NAME}.
     *
     * @throws IllegalArgumentException when the text is no such name
     */
    public static ModelName parse(String text) {
        return find(text)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "expected a model as ORG/NAME, such as"
                                                + " llava-hf/llava-1.5-7b-hf, got "
                                                + HubError.quoted(text)));
    }

    /** Reads {@code ORG/NAME}; empty when the text is no such name. */
    public static Optional<ModelName> find(String text) {
        String[] words = text.split("/", -1);
        return words.length == 2 && isWord(words[0]) && isWord(words[1])
                ? Optional.of(new ModelName(words[0], words[1]))
                : Optional.empty();
    }

    /** The name of the model's folder in the cache, {@code models--ORG--NAME}. */
    String folder() {
        return "models--" + organization + "--" + name;
    }

    @Override
    public String toString() {
        return organization + "/" + name;
    }
}
