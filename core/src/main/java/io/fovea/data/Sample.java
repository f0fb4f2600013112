package io.fovea.data;

import io.fovea.geometry.Region;
import io.fovea.image.Image;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * One picture with everything said about it, or words without a picture.
 *
 * @param id stable name within its data set
 * @param image the picture; null for words alone, which name no places
 * @param dialogues independent exchanges about it
 * @param things every annotated thing, labelled with its kind; for dense supervision and for
 *     drawing
 * @param tags facts for reports, such as {@code seen=false} for a sample with held-out pictures
 */
public record Sample(
        String id,
        @Nullable Image image,
        List<Dialogue> dialogues,
        List<Region> things,
        Map<String, String> tags) {

    public Sample {
        dialogues = List.copyOf(dialogues);
        things = List.copyOf(things);
        tags = Map.copyOf(tags);
    }

    /**
     * The picture of a sample that must have one.
     *
     * @throws IllegalArgumentException when it has none
     */
    public Image picture() {
        if (image == null) {
            throw new IllegalArgumentException(
                    "the sample '" + id + "' has no picture; take a data set of pictures here");
        }
        return image;
    }
}
