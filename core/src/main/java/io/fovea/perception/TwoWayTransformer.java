package io.fovea.perception;

import io.fovea.nn.CrossAttention;
import io.fovea.nn.LayerNorm;
import io.fovea.nn.Linear;
import io.fovea.nn.Module;
import io.fovea.tensor.Tensor;

import java.util.List;

/**
 * Tokens and a picture that attend to each other, from Segment Anything
 * (facebookresearch/segment-anything, {@code modeling/transformer.py}); parameter names are theirs.
 * Tokens carry their first value as position in every attention; the picture carries its positions.
 */
public final class TwoWayTransformer extends Module {

    private static final double EPS = 1e-5;

    private final List<Block> layers;
    private final CrossAttention finalAttention;
    private final LayerNorm finalNorm;

    public TwoWayTransformer(TwoWayConfig config) {
        layers = children("layers", config.depth(), i -> new Block(config, i == 0));
        finalAttention = child("final_attn_token_to_image", cross(config));
        finalNorm = child("norm_final_attn", new LayerNorm(config.width(), EPS));
    }

    private static CrossAttention cross(TwoWayConfig config) {
        return new CrossAttention(config.width(), config.innerWidth(), config.heads());
    }

    /**
     * What both sides have become.
     *
     * @param tokens {@code [N, T, D]}
     * @param image {@code [N, P, D]}
     */
    public record State(Tensor tokens, Tensor image) {}

    /**
     * Runs all blocks.
     *
     * @param tokens {@code [N, T, D]}
     * @param image {@code [N, P, D]}
     * @param positions of the picture, {@code [P, D]}
     */
    public State forward(Tensor tokens, Tensor image, Tensor positions) {
        State state = new State(tokens, image);
        for (Block block : layers) {
            state = block.forward(state, tokens, positions);
        }
        Tensor q = state.tokens().add(tokens);
        Tensor k = state.image().add(positions);
        Tensor attended = finalAttention.forward(q, k, state.image());
        return new State(finalNorm.forward(state.tokens().add(attended)), state.image());
    }

    /**
     * Tokens among themselves, tokens to picture, tokens alone, picture to tokens; a norm after
     * each.
     */
    private static final class Block extends Module {

        private final CrossAttention selfAttention;
        private final LayerNorm norm1;
        private final CrossAttention toImage;
        private final LayerNorm norm2;
        private final Linear wide;
        private final Linear narrow;
        private final LayerNorm norm3;
        private final LayerNorm norm4;
        private final CrossAttention toTokens;
        private final boolean first;

        Block(TwoWayConfig config, boolean first) {
            int width = config.width();
            selfAttention = child("self_attn", new CrossAttention(width, width, config.heads()));
            norm1 = child("norm1", new LayerNorm(width, EPS));
            toImage = child("cross_attn_token_to_image", cross(config));
            norm2 = child("norm2", new LayerNorm(width, EPS));
            wide = child("mlp.lin1", new Linear(width, config.mlpWidth(), true));
            narrow = child("mlp.lin2", new Linear(config.mlpWidth(), width, true));
            norm3 = child("norm3", new LayerNorm(width, EPS));
            norm4 = child("norm4", new LayerNorm(width, EPS));
            toTokens = child("cross_attn_image_to_token", cross(config));
            this.first = first;
        }

        State forward(State state, Tensor tokenPositions, Tensor imagePositions) {
            Tensor tokens = norm1.forward(amongTokens(state.tokens(), tokenPositions));
            Tensor placedImage = state.image().add(imagePositions);
            Tensor seen = toImage.forward(tokens.add(tokenPositions), placedImage, state.image());
            tokens = norm2.forward(tokens.add(seen));
            tokens = norm3.forward(tokens.add(narrow.forward(wide.forward(tokens).relu())));
            Tensor heard = toTokens.forward(placedImage, tokens.add(tokenPositions), tokens);
            return new State(tokens, norm4.forward(state.image().add(heard)));
        }

        /**
         * The first block has nothing but positions to go on: it neither adds them nor keeps its
         * input.
         */
        private Tensor amongTokens(Tensor tokens, Tensor positions) {
            if (first) {
                return selfAttention.forward(tokens, tokens, tokens);
            }
            Tensor placed = tokens.add(positions);
            return tokens.add(selfAttention.forward(placed, placed, tokens));
        }
    }
}
