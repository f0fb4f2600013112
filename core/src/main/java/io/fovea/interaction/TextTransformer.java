package io.fovea.interaction;

import io.fovea.nn.Activation;
import io.fovea.nn.Attention;
import io.fovea.nn.Init;
import io.fovea.nn.LayerNorm;
import io.fovea.nn.Linear;
import io.fovea.nn.Module;
import io.fovea.nn.Sight;
import io.fovea.tensor.Tensor;

import java.util.List;

/**
 * CLIP's text transformer over rows that come from elsewhere: causal pre-norm blocks, a final norm,
 * a projection without bias. Names below {@code encoder} are CLIP's; LMEye adds no positions to
 * inserted rows, so there is no table of them.
 */
final class TextTransformer extends Module {

    private static final double EPS = 1e-5;

    private final List<Block> blocks;
    private final LayerNorm finalNorm;
    private final Linear projection;

    TextTransformer(TextConfig config) {
        blocks = children("encoder.layers", config.layers(), i -> new Block(config));
        finalNorm = child("final_layer_norm", new LayerNorm(config.width(), EPS));
        projection = child("text_projection", new Linear(config.width(), config.width(), false));
    }

    /** {@code [N, S, D] -> [N, S, D]}, each row seeing itself and those before it. */
    Tensor forward(Tensor rows) {
        Tensor x = rows;
        for (Block block : blocks) {
            x = block.forward(x);
        }
        return finalNorm.forward(x);
    }

    /** CLIP's projection of chosen rows. */
    Tensor project(Tensor rows) {
        return projection.forward(rows);
    }

    private static final class Block extends Module {

        private static final Attention.Context CAUSAL =
                new Attention.Context(null, Sight.CAUSAL, null, 0, null);

        private final LayerNorm attentionNorm;
        private final Attention attention;
        private final LayerNorm mlpNorm;
        private final Linear up;
        private final Linear down;

        Block(TextConfig config) {
            int width = config.width();
            int heads = config.heads();
            double scale = 1 / Math.sqrt(2.0 * config.layers());
            attentionNorm = child("layer_norm1", new LayerNorm(width, EPS));
            attention =
                    child(
                            "self_attn",
                            new Attention(
                                    new Attention.Config(
                                            width,
                                            heads,
                                            heads,
                                            width / heads,
                                            true,
                                            true,
                                            "out_proj"),
                                    scale));
            mlpNorm = child("layer_norm2", new LayerNorm(width, EPS));
            up = child("mlp.fc1", new Linear(width, config.mlpWidth(), true));
            down = child("mlp.fc2", new Linear(config.mlpWidth(), width, true, Init.fanIn(scale)));
        }

        Tensor forward(Tensor x) {
            x = x.add(attention.forward(attentionNorm.forward(x), CAUSAL));
            Tensor inner = Activation.QUICK_GELU.apply(up.forward(mlpNorm.forward(x)));
            return x.add(down.forward(inner));
        }
    }
}
