package io.fovea.perception;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The way from the coarse grid to the mask's.
 *
 * @param stages doublings, in order
 * @param lastChannels channels after a last 1 x 1 convolution; 0 for none
 * @param skip finer features that join, or null
 */
public record UpsamplerConfig(
        List<UpsamplerStage> stages, int lastChannels, @Nullable SkipConfig skip) {

    public UpsamplerConfig {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("stages must have at least one entry");
        }
        if (lastChannels < 0) {
            throw new IllegalArgumentException(
                    "last_channels must be at least 0, got " + lastChannels);
        }
        if (skip != null && skip.stage() >= stages.size()) {
            throw new IllegalArgumentException(
                    "skip.stage must be one of the "
                            + stages.size()
                            + " stages, got "
                            + skip.stage());
        }
    }

    /** Channels that come out at the end. */
    int outChannels() {
        return lastChannels > 0 ? lastChannels : stages.getLast().channels();
    }
}
