package io.fovea.eval;

/** What kind of answer an exchange wants, and so how it is scored. */
public enum Family {
    /** One place for a phrase that fits one thing. */
    GROUNDING,
    /** A phrase that fits nothing: an answer without any place. */
    ABSENT,
    /** One place for each thing of a kind. */
    ALL,
    /** A word or two. */
    QUESTION,
    /** A told place put into words. */
    REGION,
    /** The picture put into words. */
    CAPTION,
    /** The picture put into words, each phrase with its places. */
    GROUNDED_CAPTION;

    /**
     * The family of a {@link io.fovea.data.Dialogue#kind()}; kinds not known here are questions in
     * words.
     */
    public static Family of(String kind) {
        return switch (kind) {
            case "name", "qualifier", "relation" -> GROUNDING;
            case "absent" -> ABSENT;
            case "all" -> ALL;
            case "region", "regioncolour", "regionfull" -> REGION;
            case "caption" -> CAPTION;
            case "groundedcaption" -> GROUNDED_CAPTION;
            default -> QUESTION;
        };
    }

    /** Whether the answer is made of places, or of the word "none". */
    boolean places() {
        return this == GROUNDING || this == ABSENT || this == ALL;
    }
}
