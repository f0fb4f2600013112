package io.fovea.interaction;

import io.fovea.nn.Activation;
import io.fovea.nn.LayerNorm;
import io.fovea.nn.Linear;
import io.fovea.nn.Module;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The Q-Former of BLIP-2 (arXiv 2301.12597) without its text side: learned queries look at a
 * picture. Names and numbers are those of {@code Blip2QFormerModel} in transformers 4.47.
 */
public final class QFormer extends Module {

    private final LayerNorm norm;
    private final List<Layer> layers;

    /**
     * @param featureWidth Dv, width of what the queries look at
     */
    public QFormer(QFormerConfig config, int featureWidth) {
        norm = child("layernorm", new LayerNorm(config.width(), config.eps()));
        layers =
                children(
                        "encoder.layer",
                        config.layers(),
                        i -> new Layer(config, featureWidth, i % config.crossEvery() == 0));
    }

    /**
     * Looks at pictures.
     *
     * @param queries {@code [B, N, D]}
     * @param features {@code [B, P, Dv]}
     * @param mask added to scores, {@code [B, 1, 1, P]}; null for none
     * @return the normed queries and the state behind each layer, {@code [B, N, D]} each
     */
    public List<Tensor> forward(Tensor queries, Tensor features, @Nullable Tensor mask) {
        List<Tensor> states = new ArrayList<>();
        Tensor x = norm.forward(queries);
        states.add(x);
        for (Layer layer : layers) {
            x = layer.forward(x, features, mask);
            states.add(x);
        }
        return states;
    }

    private static final class Layer extends Module {

        private final QFormerAttention self;
        private final @Nullable QFormerAttention cross;
        private final Linear up;
        private final Linear down;
        private final LayerNorm norm;

        Layer(QFormerConfig config, int featureWidth, boolean looks) {
            int width = config.width();
            self = child("attention", new QFormerAttention(config, width));
            cross =
                    looks
                            ? child("crossattention", new QFormerAttention(config, featureWidth))
                            : null;
            up = child("intermediate_query.dense", new Linear(width, config.mlpWidth(), true));
            down = child("output_query.dense", new Linear(config.mlpWidth(), width, true));
            norm = child("output_query.LayerNorm", new LayerNorm(width, config.eps()));
        }

        Tensor forward(Tensor x, Tensor features, @Nullable Tensor mask) {
            x = self.forward(x, x, null, null);
            if (cross != null) {
                x = cross.forward(x, features, mask, null);
            }
            return norm.forward(down.forward(Activation.GELU.apply(up.forward(x))).add(x));
        }
    }
}
