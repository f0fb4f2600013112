package io.fovea.vision;

import io.fovea.config.ForeignObject;

/**
 * A vision transformer on square pictures of one size: CLIP's, SigLIP's, Idefics3's.
 *
 * @param form in what they differ
 * @param imageSize side of the input in pixels
 * @param patchSize side of a patch in pixels; pixels that fill no patch are not seen
 * @param encoder the blocks
 */
public record EncoderTowerConfig(Form form, int imageSize, int patchSize, EncoderConfig encoder)
        implements TowerConfig {

    /** In what the families differ. */
    public enum Form {
        /** A class token before the patches, a norm before the blocks, patches without a bias. */
        CLIP,
        /** Patches only. */
        SIGLIP,
        /**
         * As SigLIP, but a picture may fill its input in part, and a position is a fraction of the
         * picture (NaViT, Dehghani et al. 2023). The last state is normalised.
         */
        IDEFICS3
    }

    public EncoderTowerConfig {
        if (patchSize < 1 || imageSize < patchSize) {
            throw new IllegalArgumentException(
                    "patch_size is at least 1 and at most image_size, got "
                            + patchSize
                            + " and "
                            + imageSize);
        }
    }

    /** Patches on a side. */
    public int grid() {
        return imageSize / patchSize;
    }

    /** States before the patches. */
    public int prefix() {
        return form == Form.CLIP ? 1 : 0;
    }

    /** Reads the keys that all these families share; what is absent is as in {@code defaults}. */
    static EncoderTowerConfig read(ForeignObject keys, EncoderTowerConfig defaults) {
        EncoderConfig blocks = defaults.encoder;
        TowerKeys.colours(keys, "num_channels");
        return new EncoderTowerConfig(
                defaults.form,
                keys.whole("image_size", defaults.imageSize),
                keys.whole("patch_size", defaults.patchSize),
                new EncoderConfig(
                        keys.whole("hidden_size", blocks.width()),
                        keys.whole("num_hidden_layers", blocks.layers()),
                        keys.whole("num_attention_heads", blocks.heads()),
                        keys.whole("intermediate_size", blocks.mlpWidth()),
                        TowerKeys.activation(keys, "hidden_act", blocks.activation()),
                        keys.number("layer_norm_eps", blocks.eps())));
    }
}
