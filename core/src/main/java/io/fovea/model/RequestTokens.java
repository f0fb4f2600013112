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
 * @param again whether the question is read again behind the last slot, so that its words see the
 *     answers
 */
public record RequestTokens(int request, int slot, int slots, int rounds, boolean again) {

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

    /** Requests and slots in a prompt. */
    private int count() {
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
        int from = again ? question(prompt, at) : at;
        int more = count() + at - from;
        int[] ids = spread(prompt.ids(), at, more);
        System.arraycopy(prompt.ids(), from, ids, at + count(), at - from);
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
        return new Prompt(
                ids,
                answer,
                places(prompt.places(), from, at),
                prompt.positions().spread(at, more),
                prompt.imageEnd(),
                asked);
    }

    /**
     * Where the question that ends at a position begins: behind the picture and the last answer.
     */
    private static int question(Prompt prompt, int at) {
        int from = at;
        while (from > prompt.imageEnd() && !prompt.answer()[from - 1]) {
            from--;
        }
        return from;
    }

    /** Those of the question once more, those behind it later. */
    private List<Prompt.PlaceToken> places(List<Prompt.PlaceToken> places, int from, int at) {
        List<Prompt.PlaceToken> all = new ArrayList<>();
        places.stream().filter(place -> place.position() < at).forEach(all::add);
        int more = count() + at - from;
        places.stream()
                .filter(place -> place.position() >= from)
                .map(place -> later(place, more))
                .forEach(all::add);
        return all;
    }

    private static Prompt.PlaceToken later(Prompt.PlaceToken place, int more) {
        return new Prompt.PlaceToken(
                place.position() + more, place.region(), place.told(), place.answer());
    }

    private static int[] spread(int[] ids, int at, int more) {
        int[] wide = new int[ids.length + more];
        System.arraycopy(ids, 0, wide, 0, at);
        System.arraycopy(ids, at, wide, at + more, ids.length - at);
        return wide;
    }
}
