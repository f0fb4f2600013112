package io.fovea.perception;

import io.fovea.chat.PlaceInput;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

/**
 * PerceptionGPT's head: one token stands for a place, and both its box and its mask are read from
 * the same hidden state {@code [N, Dl]} (arXiv 2311.06612). The paper's text writes boxes and
 * masks; its released code writes only boxes; here the caller chooses.
 */
public final class TokenPerceptionHead extends PerceptionHead {

    private final BoxEncoder boxEncoder;
    private final BoxDecoder boxDecoder;
    private final MaskEncoder maskEncoder;
    private final MaskDecoder maskDecoder;

    public TokenPerceptionHead(PerceptionConfig config) {
        int width = config.hiddenWidth();
        boxEncoder = child("box_encoder", new BoxEncoder(config.boxWidth(), width));
        boxDecoder =
                child(
                        "box_decoder",
                        new BoxDecoder(width, config.boxWidth(), config.boxLinearPath()));
        maskEncoder = child("mask_encoder", new MaskEncoder(config.maskEncoder(), width));
        maskDecoder =
                child(
                        "mask_decoder",
                        new MaskDecoder(config.maskDecoder(), width, config.featureWidth()));
    }

    @Override
    public Tensor encode(Tensor boxesCxcywh, @Nullable Tensor coverage, PlaceInput input) {
        return switch (input) {
            case BOX -> boxEncoder.forward(boxesCxcywh);
            case MASK -> maskEncoder.forward(present(coverage, input));
            case BOTH ->
                    boxEncoder
                            .forward(boxesCxcywh)
                            .add(maskEncoder.forward(present(coverage, input)));
        };
    }

    private static Tensor present(@Nullable Tensor coverage, PlaceInput input) {
        if (coverage == null) {
            throw new IllegalArgumentException(
                    "to write regions as "
                            + input
                            + " their masks are needed; give coverage or use BOX");
        }
        return coverage;
    }

    @Override
    public Tensor decodeBoxes(Tensor hidden) {
        return boxDecoder.forward(hidden);
    }

    @Override
    public Tensor decodeMasks(Tensor hidden, ImageFeatures image, long[] imageOf) {
        return maskDecoder.forward(hidden, image, imageOf);
    }
}
