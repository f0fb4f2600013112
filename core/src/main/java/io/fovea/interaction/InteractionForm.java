package io.fovea.interaction;

/** How requests and pictures meet; {@code type} in a config names the record. */
public sealed interface InteractionForm {

    /** Whether slots look at patches, so that it can be told where, and taught. */
    default boolean looks() {
        return false;
    }

    /**
     * Ours: as many rows as slots, each a learned row plus a linear of the state, look at the
     * tower's features in a few pre-norm blocks (cross attention, self attention, MLP).
     *
     * @param width of the rows
     * @param blocks of the network
     * @param heads attention heads
     */
    record Cross(int width, int blocks, int heads) implements InteractionForm {

        public Cross {
            Sizes.positive("blocks", blocks);
            Sizes.heads(width, heads);
        }

        @Override
        public boolean looks() {
            return true;
        }

        /** In proportion to a language model: half as wide, from 64 to 768, two blocks. */
        public static Cross sized(int hiddenWidth) {
            int width = Math.clamp(hiddenWidth / 2 / 32 * 32, 64, 768);
            return new Cross(width, 2, width / 32);
        }
    }

    /**
     * Ours, the smallest: each slot looks once at the tower's features, and the mean of what it
     * looked at goes through a projector of two linears that begins as a copy of the model's own:
     * image tokens, pooled by the question instead of by a grid.
     *
     * @param width of queries and keys
     */
    record Gather(int width) implements InteractionForm {

        public Gather {
            Sizes.positive("width", width);
        }

        @Override
        public boolean looks() {
            return true;
        }
    }

    /**
     * The released second version: {@code [BOS; features of the queries; one row a slot]} through a
     * causal text transformer; the last rows, one a slot, are the answers. The release takes four
     * of its five request rows and the EOS row behind them; that slip is not repeated, and the EOS
     * row, which then nothing reads, is left out.
     *
     * @param queries the Q-Former
     * @param text the transformer
     */
    record Qformer(QFormerConfig queries, TextConfig text) implements InteractionForm {

        /** The paper's sizes. */
        public static Qformer paper() {
            return new Qformer(QFormerConfig.blip2(), TextConfig.clip());
        }
    }

    /**
     * The first version: {@code [BOS; rows; request; EOS]} through a causal text transformer, the
     * rows a linear of the pooled picture; the answers are a linear of the last state.
     *
     * @param rows into which the picture is decomposed, 5 in the paper
     * @param text the transformer
     */
    record Decomposed(int rows, TextConfig text) implements InteractionForm {

        public Decomposed {
            Sizes.positive("rows", rows);
        }

        /** The paper's sizes. */
        public static Decomposed paper() {
            return new Decomposed(5, TextConfig.clip());
        }
    }
}
