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
 */
public record Prompt(
        int[] ids,
        boolean[] answer,
        List<PlaceToken> places,
        PromptPositions positions,
        int imageEnd) {

    public Prompt {
        places = List.copyOf(places);
    }

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
}
