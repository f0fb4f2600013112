package io.fovea.perception;

import io.fovea.nn.Conv2d;
import io.fovea.nn.ConvTranspose2d;
import io.fovea.nn.LayerNorm2d;
import io.fovea.nn.Linear;
import io.fovea.nn.Module;
import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Doubles a grid stage by stage: {@code [N, D, rows, cols] -> [N, C, Y, X]}. Stages are Segment
 * Anything's or PerceptionGPT's ({@link UpsamplerStage}). Finer features of the picture may join at
 * one stage through a 1 x 1 convolution; they are added where the stage has reached their size,
 * before its last non-linearity (transposed) or before one more ReLU (bilinear).
 */
public final class MaskUpsampler extends Module {

    private static final double EPS = 1e-6;

    private final List<Stage> stages = new ArrayList<>();
    private final @Nullable Conv2d last;
    private final @Nullable Linear skip;
    private final int skipStage;

    public MaskUpsampler(int width, UpsamplerConfig config) {
        int channels = width;
        int count = config.stages().size();
        for (int i = 0; i < count; i++) {
            UpsamplerStage stage = config.stages().get(i);
            stages.add(
                    child(
                            "stages." + i,
                            switch (stage.kind()) {
                                case TRANSPOSED ->
                                        new Transposed(channels, stage.channels(), i + 1 < count);
                                case BILINEAR -> new Bilinear(channels, stage.channels());
                            }));
            channels = stage.channels();
        }
        last =
                config.lastChannels() == 0
                        ? null
                        : child("last", new Conv2d(channels, config.lastChannels(), 1, 1, 0, true));
        SkipConfig finer = config.skip();
        skipStage = finer == null ? -1 : finer.stage();
        skip =
                finer == null
                        ? null
                        : child(
                                "skip",
                                new Linear(
                                        finer.channels(),
                                        config.stages().get(skipStage).channels(),
                                        true));
    }

    /**
     * Prepares finer features, once for each picture.
     *
     * @param finer {@code [B, Cs, Ys, Xs]}, or null where the config has no skip
     * @return {@code [B, C, Ys, Xs]} with the channels of the stage they join (innermost in
     *     memory), or null
     * @throws IllegalArgumentException when features and config disagree
     */
    public @Nullable Tensor projectSkip(@Nullable Tensor finer) {
        if ((finer == null) != (skip == null)) {
            throw new IllegalArgumentException(
                    skip == null
                            ? "finer features came, but the upsampler's config has no skip"
                            : "the upsampler's config has a skip, but no finer features came");
        }
        return finer == null || skip == null
                ? null
                : skip.forward(finer.permute(0, 2, 3, 1)).permute(0, 3, 1, 2);
    }

    /**
     * Doubles.
     *
     * @param x {@code [N, D, rows, cols]}
     * @param finer the result of {@link #projectSkip}, one for each of the N
     * @return {@code [N, C, rows * 2^stages, cols * 2^stages]}
     */
    public Tensor forward(Tensor x, @Nullable Tensor finer) {
        for (int i = 0; i < stages.size(); i++) {
            x = stages.get(i).forward(x, i == skipStage ? finer : null);
        }
        return last == null ? x : last.forward(x);
    }

    private static Tensor join(Tensor x, @Nullable Tensor finer) {
        if (finer == null) {
            return x;
        }
        if (!finer.shape().equals(x.shape())) {
            throw new IllegalArgumentException(
                    "finer features of shape "
                            + finer.shape()
                            + " do not fit the stage they join, which has "
                            + x.shape()
                            + "; set skip.stage to the stage of their size");
        }
        return x.add(finer);
    }

    private abstract static class Stage extends Module {
        abstract Tensor forward(Tensor x, @Nullable Tensor finer);
    }

    private static final class Transposed extends Stage {

        private final ConvTranspose2d conv;
        private final @Nullable LayerNorm2d norm;

        Transposed(int in, int out, boolean normed) {
            conv = child("conv", new ConvTranspose2d(in, out, 2));
            norm = normed ? child("norm", new LayerNorm2d(out, EPS)) : null;
        }

        @Override
        Tensor forward(Tensor x, @Nullable Tensor finer) {
            Tensor doubled = join(conv.forward(x), finer);
            return (norm == null ? doubled : norm.forward(doubled)).gelu();
        }
    }

    private static final class Bilinear extends Stage {

        private final Conv2d conv;
        private final LayerNorm2d norm;

        Bilinear(int in, int out) {
            conv = child("conv", new Conv2d(in, out, 3, 1, 1, true));
            norm = child("norm", new LayerNorm2d(out, EPS));
        }

        @Override
        Tensor forward(Tensor x, @Nullable Tensor finer) {
            Tensor y = norm.forward(conv.forward(x)).relu();
            Tensor doubled = Ops.resizeBilinear(y, 2 * y.size(2), 2 * y.size(3));
            return finer == null ? doubled : join(doubled, finer).relu();
        }
    }
}
