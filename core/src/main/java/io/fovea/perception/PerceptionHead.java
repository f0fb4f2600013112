package io.fovea.perception;

import io.fovea.chat.PlaceInput;
import io.fovea.model.VisionLanguageModel;
import io.fovea.nn.Module;
import io.fovea.tensor.DType;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

/** Writes regions as input embeddings and reads regions from hidden states. */
public abstract class PerceptionHead extends Module {

    /** Name of the extension in a model and its config. */
    public static final String EXTENSION = "perception";

    /**
     * Embeddings of regions.
     *
     * @param boxesCxcywh {@code [N, 4]} as fractions; not looked at for {@link PlaceInput#MASK}
     * @param coverage {@code [N, 1, G, G]} in 0..1; may be null for {@link PlaceInput#BOX}
     * @return {@code [N, Dl]}
     */
    public abstract Tensor encode(Tensor boxesCxcywh, @Nullable Tensor coverage, PlaceInput input);

    /** Boxes behind hidden states: {@code [N, Dl] -> [N, 4]} as cx, cy, w, h fractions. */
    public abstract Tensor decodeBoxes(Tensor hidden);

    /**
     * Masks behind hidden states.
     *
     * @param hidden {@code [N, Dl]}
     * @param image the pictures
     * @param imageOf for each of the N the batch row of its picture
     * @return logits {@code [N, Y, X]}
     */
    public abstract Tensor decodeMasks(Tensor hidden, ImageFeatures image, long[] imageOf);

    /** Boxes and masks behind the same states. */
    public final Decoded decode(Tensor hidden, ImageFeatures image, long[] imageOf) {
        return new Decoded(decodeBoxes(hidden), decodeMasks(hidden, image, imageOf));
    }

    /**
     * The head that a model was given.
     *
     * @throws IllegalStateException when it has none
     */
    public static PerceptionHead of(VisionLanguageModel model) {
        return model.extension(EXTENSION, PerceptionHead.class)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "this model has no perception head: its config.json has no"
                                                + " extension '"
                                                + EXTENSION
                                                + "'"));
    }

    /**
     * How sure a mask is of itself: the mean probability over the pixels that it calls inside; 0
     * for a mask without any.
     *
     * @param maskLogits {@code [N, Y, X]}
     * @return {@code [N]}, 0 or above 0.5
     */
    public static Tensor score(Tensor maskLogits) {
        Shapes.require("mask logits", maskLogits, -1, -1, -1);
        Tensor inside = maskLogits.gt(0).to(DType.FLOAT32);
        Tensor sure = maskLogits.sigmoid().mul(inside).sum(2, false).sum(1, false);
        return sure.div(inside.sum(2, false).sum(1, false).clampMin(1));
    }
}
