package io.fovea.model;

import io.fovea.chat.PlaceInput;
import io.fovea.geometry.Region;

import java.util.List;

/**
 * A conversation as token ids, image tokens already repeated.
 *
 * @param ids token ids
 * @param answer for each id, whether the model is to say it
 * @param places the place tokens among the ids, in order
 * @param positions of the tokens
 * @param imageEnd position after the last image token; 0 without pictures
 * @param asked where the picture is asked, in order; see {@link RequestTokens}
 */
public record Prompt(
        int[] ids,
        boolean[] answer,
        List<PlaceToken> places,
        PromptPositions positions,
        int imageEnd,
        List<Asked> asked) {

    public Prompt {
        places = List.copyOf(places);
        asked = List.copyOf(asked);
    }

    /** A prompt that does not ask the picture. */
    public Prompt(
            int[] ids,
            boolean[] answer,
            List<PlaceToken> places,
            PromptPositions positions,
            int imageEnd) {
        this(ids, answer, places, positions, imageEnd, List.of());
    }

    /**
     * A request token and the slots right behind it.
     *
     * @param position of the request among the ids
     * @param slots how many
     */
    public record Asked(int position, int slots) {}

    /**
     * A place token.
     *
     * @param position among the ids
     * @param region what it carries, or is to find
     * @param told what of the region is written, where it carries one
     * @param answer whether the model is to find it
     */
    public record PlaceToken(int position, Region region, PlaceInput told, boolean answer) {}

    /** Ids without pictures or places. */
    public static Prompt ofIds(int[] ids) {
        return new Prompt(
                ids, new boolean[ids.length], List.of(), PromptPositions.counting(ids.length), 0);
    }

    public int length() {
        return ids.length;
    }

    /** Where the last answer begins; its end where the model is to say nothing. */
    int lastAnswer() {
        int at = ids.length;
        while (at > 0 && !answer[at - 1]) {
            at--;
        }
        if (at == 0) {
            return ids.length;
        }
        while (at > 0 && answer[at - 1]) {
            at--;
        }
        return at;
    }
}
