package io.fovea.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tokens by which a prompt asks its picture (LMEye): a request, whose state is read, and slots
 * right behind it, into which answers are written. They stand at the end of the last question,
 * before what the template writes to open the answer; with several rounds, one request with its
 * slots behind the other. Their ids may lie behind the last row of the embedding: who embeds a
 * prompt writes their vectors and never looks them up.
 *
 * @param request id of the request
 * @param slot id of each slot
 * @param slots how many behind each request
 * @param rounds how many requests
 */
public record RequestTokens(int request, int slot, int slots, int rounds) {

    public RequestTokens {
        if (request < 0 || slot < 0 || request == slot || slots < 1 || rounds < 1) {
            throw new IllegalArgumentException(
                    "request and slot are two ids, and there is at least one slot and one round,"
                            + " got "
                            + request
                            + ", "
                            + slot
                            + ", "
                            + slots
                            + " and "
                            + rounds);
        }
    }

    /** Tokens that they take in a prompt. */
    public int count() {
        return rounds * (1 + slots);
    }

    /**
     * Puts them into a prompt.
     *
     * @param end where the last answer begins
     * @param header tokens before it that belong to the template
     */
    Prompt into(Prompt prompt, int end, int header) {
        int at = Math.max(prompt.imageEnd(), end - header);
        int more = count();
        int[] ids = spread(prompt.ids(), at, more);
        boolean[] answer = new boolean[ids.length];
        System.arraycopy(prompt.answer(), 0, answer, 0, at);
        System.arraycopy(prompt.answer(), at, answer, at + more, prompt.length() - at);
        List<Prompt.Asked> asked = new ArrayList<>(prompt.asked());
        for (int round = 0; round < rounds; round++) {
            int position = at + round * (1 + slots);
            Arrays.fill(ids, position, position + 1 + slots, slot);
            ids[position] = request;
            asked.add(new Prompt.Asked(position, slots));
        }
        List<Prompt.PlaceToken> places =
                prompt.places().stream()
                        .map(place -> place.position() < at ? place : later(place))
                        .toList();
        return new Prompt(
                ids, answer, places, prompt.positions().spread(at, more), prompt.imageEnd(), asked);
    }

    private Prompt.PlaceToken later(Prompt.PlaceToken place) {
        return new Prompt.PlaceToken(
                place.position() + count(), place.region(), place.told(), place.answer());
    }

    private static int[] spread(int[] ids, int at, int more) {
        int[] wide = new int[ids.length + more];
        System.arraycopy(ids, 0, wide, 0, at);
        System.arraycopy(ids, at, wide, at + more, ids.length - at);
        return wide;
    }
}
