package io.fovea.perception;

import io.fovea.nn.Activation;
import io.fovea.nn.Init;
import io.fovea.nn.Linear;
import io.fovea.nn.Mlp;
import io.fovea.nn.Module;
import io.fovea.tensor.Tensor;

/**
 * Reads masks from hidden states and the picture they speak of (pipilurj/perceptionGPT):
 *
 * <pre>
 * features [B, P, Dv] -- shortcut + MLP --> [B, P, D] --+
 * hidden   [N, Dl]    -- linear ----------> [N, 1, D] --+-- two-way transformer --> token [N, 1, D], image [N, P, D]
 * image -- upsampler --> [N, C, Y, X];  token -- hyper MLP --> [N, C];  their dot product --> logits [N, Y, X]
 * </pre>
 *
 * <p>What depends on the picture alone is computed once for each picture, however many regions it
 * has.
 */
public final class MaskDecoder extends Module {

    private final int hiddenWidth;
    private final int featureWidth;
    private final int width;
    private final Linear shortcut;
    private final Mlp adaptor;
    private final Linear prompt;
    private final PositionEncoding2d positions;
    private final TwoWayTransformer transformer;
    private final MaskUpsampler upsampler;
    private final Mlp hyper;

    public MaskDecoder(MaskDecoderConfig config, int hiddenWidth, int featureWidth) {
        this.hiddenWidth = hiddenWidth;
        this.featureWidth = featureWidth;
        width = config.transformer().width();
        shortcut = child("visual_shortcut", new Linear(featureWidth, width, true));
        adaptor =
                child(
                        "visual_adaptor",
                        new Mlp(Activation.RELU, Init.FAN_IN, featureWidth, width, width));
        prompt = child("prompt", new Linear(hiddenWidth, width, true));
        positions = child("positions", new PositionEncoding2d(config.positions(), width));
        transformer = child("transformer", new TwoWayTransformer(config.transformer()));
        upsampler = child("upsampler", new MaskUpsampler(width, config.upsampler()));
        int channels = config.upsampler().outChannels();
        hyper =
                child(
                        "hyper",
                        new Mlp(Activation.RELU, Init.fanIn(0.5), width, width, width, channels));
    }

    /**
     * Reads one mask for each hidden state.
     *
     * @param hidden {@code [N, Dl]}
     * @param image what the N regions lie in
     * @param imageOf for each of the N regions the batch row of its picture
     * @return logits {@code [N, Y, X]} with {@code Y = rows * 2^stages}
     * @throws IllegalArgumentException when shapes or rows do not fit each other
     */
    public Tensor forward(Tensor hidden, ImageFeatures image, long[] imageOf) {
        Shapes.require("hidden states", hidden, imageOf.length, hiddenWidth);
        Shapes.require(
                "features", image.features(), -1, (long) image.rows() * image.cols(), featureWidth);
        Tensor rowOf = rowIndex(imageOf, image.features());
        Tensor features = image.features();
        Tensor perImage = shortcut.forward(features).add(adaptor.forward(features));
        Tensor skip = upsampler.projectSkip(image.skip());

        Tensor token = prompt.forward(hidden).unsqueeze(1);
        Tensor places =
                positions
                        .forward(image.rows(), image.cols())
                        .to(features.device())
                        .to(features.dtype());
        var state = transformer.forward(token, perImage.indexSelect(0, rowOf), places);

        Tensor grid =
                state.image()
                        .reshape(imageOf.length, image.rows(), image.cols(), width)
                        .permute(0, 3, 1, 2);
        Tensor fine = upsampler.forward(grid, skip == null ? null : ofRegions(skip, rowOf));
        long[] d = fine.dims();
        Tensor pixels = fine.permute(0, 2, 3, 1).reshape(d[0], d[2] * d[3], d[1]);
        Tensor weights = hyper.forward(state.tokens()).transpose(1, 2);
        return pixels.matmul(weights).reshape(d[0], d[2], d[3]);
    }

    /** {@code [B, C, Y, X] -> [N, C, Y, X]}, channels innermost in memory before and after. */
    private static Tensor ofRegions(Tensor perImage, Tensor rowOf) {
        return perImage.permute(0, 2, 3, 1).indexSelect(0, rowOf).permute(0, 3, 1, 2);
    }

    private static Tensor rowIndex(long[] imageOf, Tensor features) {
        long images = features.size(0);
        for (int i = 0; i < imageOf.length; i++) {
            if (imageOf[i] < 0 || imageOf[i] >= images) {
                throw new IllegalArgumentException(
                        "region "
                                + i
                                + " lies in picture "
                                + imageOf[i]
                                + ", but there are "
                                + images);
            }
        }
        return Tensor.of(imageOf, imageOf.length).to(features.device());
    }
}
