package io.fovea.vision;

import io.fovea.nn.Activation;
import io.fovea.nn.Attention;
import io.fovea.nn.Init;
import io.fovea.nn.LayerNorm;
import io.fovea.nn.Linear;
import io.fovea.nn.Module;
import io.fovea.nn.Sight;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

/**
 * A pre-norm block, {@code x + attention(norm x)}, then {@code x + mlp(norm x)}, under the names
 * that CLIP and SigLIP use in Hugging Face's files.
 */
final class EncoderBlock extends Module {

    private final LayerNorm attentionNorm;
    private final Attention attention;
    private final LayerNorm mlpNorm;
    private final Linear up;
    private final Linear down;
    private final Activation activation;

    EncoderBlock(EncoderConfig config) {
        int width = config.width();
        int heads = config.heads();
        double residualScale = 1 / Math.sqrt(2.0 * config.layers());
        attentionNorm = child("layer_norm1", new LayerNorm(width, config.eps()));
        attention =
                child(
                        "self_attn",
                        new Attention(
                                new Attention.Config(
                                        width, heads, heads, width / heads, true, true, "out_proj"),
                                residualScale));
        mlpNorm = child("layer_norm2", new LayerNorm(width, config.eps()));
        up = child("mlp.fc1", new Linear(width, config.mlpWidth(), true));
        down =
                child(
                        "mlp.fc2",
                        new Linear(config.mlpWidth(), width, true, Init.fanIn(residualScale)));
        activation = config.activation();
    }

    /**
     * {@code [B, S, D] -> [B, S, D]}.
     *
     * @param mask added to attention scores, broadcasting to {@code [B, 1, S, S]}; null for none
     */
    Tensor forward(Tensor x, @Nullable Tensor mask) {
        Attention.Context context = new Attention.Context(null, Sight.of(mask), null, 0, null);
        x = x.add(attention.forward(attentionNorm.forward(x), context));
        return x.add(down.forward(activation.apply(up.forward(mlpNorm.forward(x)))));
    }
}
