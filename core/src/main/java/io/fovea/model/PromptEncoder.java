package io.fovea.model;

import io.fovea.chat.Rendered;
import io.fovea.model.images.PreparedImage;

import java.util.List;

/** A rendered conversation to token ids. */
public interface PromptEncoder {

    /**
     * Encodes.
     *
     * @param pictures those of the conversation, in order
     * @throws IllegalArgumentException when there are not as many pictures as the prompt shows
     */
    Prompt encode(Rendered rendered, List<PreparedImage> pictures);

    /** Refuses pictures that the prompt does not show, and ones that are missing. */
    static void requirePictures(int shown, List<PreparedImage> pictures) {
        if (shown != pictures.size()) {
            throw new IllegalArgumentException(
                    "the conversation shows "
                            + shown
                            + " pictures, but "
                            + pictures.size()
                            + " were prepared");
        }
    }
}
