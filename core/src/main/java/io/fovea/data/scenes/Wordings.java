package io.fovea.data.scenes;

import java.util.List;
import java.util.stream.Stream;

/**
 * The ways to ask one thing. Each ends where its noun phrase begins, so that the noun is the last
 * word read; the held-out ways are made of words that training knows from elsewhere.
 *
 * @param known for every split
 * @param heldOut for the test split only
 */
record Wordings(List<String> known, List<String> heldOut) {

    /**
     * A way to ask; {@code %n} stands for the noun, {@code %p} for its plural, {@code %a} for
     * article and noun.
     */
    record Wording(String text, boolean seen) {

        String with(ThingKind kind) {
            return text.replace("%n", kind.name())
                    .replace("%p", kind.plural())
                    .replace("%a", kind.withArticle());
        }
    }

    private static final double HELD_OUT = 1.0 / 3;

    /** Before a definite noun phrase: "the apple", "the red car". */
    static final Wordings FIND =
            new Wordings(
                    List.of(
                            "",
                            "find ",
                            "where is ",
                            "point at ",
                            "show me ",
                            "locate ",
                            "mark ",
                            "please find ",
                            "can you find ",
                            "look for "),
                    List.of("please show me ", "can you point at "));

    static final Wordings ALL =
            new Wordings(
                    List.of(
                            "find all %p",
                            "find every %n",
                            "all the %p",
                            "all %p",
                            "point at every %n",
                            "show me all %p",
                            "where are the %p",
                            "mark all the %p"),
                    List.of("please find all the %p", "can you find every %n"));

    static final Wordings EXISTS =
            new Wordings(
                    List.of("is there %a", "do you see %a", "does the picture hold %a"),
                    List.of("does the scene hold %a"));

    static final Wordings COUNT =
            new Wordings(
                    List.of("how many %p", "count the %p", "count all %p", "the number of %p"),
                    List.of("please count the %p"));

    /** Before a definite noun phrase. */
    static final Wordings COLOUR =
            new Wordings(
                    List.of(
                            "what colour is ",
                            "what color is ",
                            "name the colour of ",
                            "which colour is "),
                    List.of("what is the colour of "));

    static final Wordings WHERE =
            new Wordings(
                    List.of(
                            "which part of the picture holds the %n",
                            "in which part of the picture is the %n"),
                    List.of("which part of the scene holds the %n"));

    /** Before "the apple or the cat". */
    static final Wordings LARGER =
            new Wordings(
                    List.of("which is larger ", "which is bigger ", "which one is larger "),
                    List.of("which one is bigger "));

    /** Before "the apple or the cat". */
    static final Wordings SMALLER =
            new Wordings(
                    List.of("which is smaller ", "which one is smaller "),
                    List.of("what is smaller "));

    /** Before "the apple left of the cat", without its article. */
    static final Wordings YES_NO =
            new Wordings(List.of("is the ", "do you see the "), List.of("can you see the "));

    /** Before "left of the cat". */
    static final Wordings WHAT_IS =
            new Wordings(
                    List.of("what is ", "what do you see ", "name the thing "),
                    List.of("please name the thing "));

    /** Before a place. */
    static final Wordings REGION =
            new Wordings(
                    List.of("what is ", "name ", "what do you see at "), List.of("please name "));

    /** Before a place. */
    static final Wordings REGION_FULL =
            new Wordings(List.of("describe ", "please describe "), List.of("can you describe "));

    static final Wordings CAPTION =
            new Wordings(
                    List.of(
                            "describe the picture",
                            "describe the scene",
                            "what is in the picture",
                            "what do you see"),
                    List.of("please describe the picture"));

    static final Wordings GROUNDED_CAPTION =
            new Wordings(
                    List.of(
                            "describe and point",
                            "describe the picture and point",
                            "describe the scene and point"),
                    List.of("please describe and point"));

    Wording draw(Split split, Draw draw) {
        if (split == Split.TEST && draw.chance(HELD_OUT)) {
            return new Wording(draw.from(heldOut), false);
        }
        return new Wording(draw.from(known), true);
    }

    Stream<String> all() {
        return Stream.concat(known.stream(), heldOut.stream());
    }
}
