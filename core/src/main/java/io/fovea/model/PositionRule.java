package io.fovea.model;

import io.fovea.model.images.PreparedImage;

import java.util.List;

/** Where the tokens of a prompt are. */
@FunctionalInterface
public interface PositionRule {

    /** One after the other. */
    PositionRule COUNTING = (ids, pictures) -> PromptPositions.counting(ids.length);

    /**
     * Positions of a prompt.
     *
     * @param ids with image tokens repeated
     * @param pictures in the order of their image tokens
     */
    PromptPositions of(int[] ids, List<PreparedImage> pictures);
}
