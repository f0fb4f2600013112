package io.fovea.vision;

import io.fovea.nn.Activation;
import io.fovea.nn.DotProductAttention;
import io.fovea.nn.LayerNorm;
import io.fovea.nn.Linear;
import io.fovea.nn.Module;
import io.fovea.nn.RotaryEmbedding;
import io.fovea.tensor.DType;
import io.fovea.tensor.Tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * A pre-norm block of Qwen2-VL's tower: query, key and value in one layer, rotary positions, and
 * attention within each frame of each picture only.
 */
final class Qwen2VisionBlock extends Module {

    private final LayerNorm attentionNorm;
    private final Linear queryKeyValue;
    private final Linear out;
    private final LayerNorm mlpNorm;
    private final Linear up;
    private final Linear down;
    private final Activation activation;
    private final int heads;

    Qwen2VisionBlock(EncoderConfig config) {
        long width = config.width();
        attentionNorm = child("norm1", new LayerNorm(width, config.eps()));
        queryKeyValue = child("attn.qkv", new Linear(width, 3 * width, true));
        out = child("attn.proj", new Linear(width, width, true));
        mlpNorm = child("norm2", new LayerNorm(width, config.eps()));
        up = child("mlp.fc1", new Linear(width, config.mlpWidth(), true));
        down = child("mlp.fc2", new Linear(config.mlpWidth(), width, true));
        activation = config.activation();
        heads = config.heads();
    }

    /**
     * {@code [1, N, D] -> [1, N, D]}.
     *
     * @param lengths patches of each frame, N in all
     */
    Tensor forward(Tensor x, RotaryEmbedding.Turn turn, List<Integer> lengths) {
        x = x.add(attention(attentionNorm.forward(x), turn, lengths));
        return x.add(down.forward(activation.apply(up.forward(mlpNorm.forward(x)))));
    }

    private Tensor attention(Tensor x, RotaryEmbedding.Turn turn, List<Integer> lengths) {
        long count = x.size(1);
        long width = x.size(2);
        Tensor all =
                queryKeyValue
                        .forward(x)
                        .reshape(count, 3, heads, width / heads)
                        .permute(1, 2, 0, 3)
                        .unsqueeze(1);
        Tensor q = turned(all.select(0, 0), turn);
        Tensor k = turned(all.select(0, 1), turn);
        Tensor v = all.select(0, 2);
        List<Tensor> frames = new ArrayList<>();
        long start = 0;
        for (int length : lengths) {
            frames.add(
                    DotProductAttention.attend(
                            q.narrow(2, start, length),
                            k.narrow(2, start, length),
                            v.narrow(2, start, length),
                            null,
                            null));
            start += length;
        }
        Tensor attended = frames.size() == 1 ? frames.getFirst() : Tensor.cat(frames, 2);
        return out.forward(attended.transpose(1, 2).reshape(1, count, width));
    }

    /** Turned in FLOAT32, as the reference does for every type. */
    private static Tensor turned(Tensor x, RotaryEmbedding.Turn turn) {
        return turn.apply(x.to(DType.FLOAT32)).to(x.dtype());
    }
}
