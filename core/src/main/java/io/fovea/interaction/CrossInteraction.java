package io.fovea.interaction;

import io.fovea.nn.Activation;
import io.fovea.nn.Attention;
import io.fovea.nn.DotProductAttention;
import io.fovea.nn.Init;
import io.fovea.nn.LayerNorm;
import io.fovea.nn.Linear;
import io.fovea.nn.Mlp;
import io.fovea.nn.Module;
import io.fovea.nn.Parameter;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/** Rows made of the request and learned ones look at the patches: {@link InteractionForm.Cross}. */
final class CrossInteraction extends Interaction {

    private static final double EPS = 1e-5;

    private final int slots;
    private final int width;
    private final Linear request;
    private final Parameter rows;
    private final Linear memory;
    private final List<Block> blocks;
    private final LayerNorm norm;
    private final Linear out;

    CrossInteraction(InteractionForm.Cross form, InteractionConfig config) {
        slots = config.slots();
        width = form.width();
        request = child("request", new Linear(config.hiddenWidth(), (long) slots * width, true));
        rows = parameter("rows", Init.normal(1), slots, width);
        memory = child("memory", new Linear(config.featureWidth(), width, true));
        blocks = children("blocks", form.blocks(), i -> new Block(form));
        norm = child("norm", new LayerNorm(width, EPS));
        out = child("out", new Linear(width, config.hiddenWidth(), true, SILENT));
    }

    @Override
    Tensor answer(Question question) {
        Tensor seen = memory.forward(question.features());
        Tensor x =
                request.forward(question.states())
                        .reshape(question.count(), slots, width)
                        .add(rows.value());
        for (int i = 0; i < blocks.size(); i++) {
            boolean last = i == blocks.size() - 1;
            x = blocks.get(i).forward(x, seen, question, last ? question.tap() : null);
        }
        return out.forward(norm.forward(x));
    }

    /** Cross attention, self attention, MLP, each behind a norm and beside a residual. */
    private static final class Block extends Module {

        private final int heads;
        private final LayerNorm lookNorm;
        private final Linear query;
        private final Linear key;
        private final Linear value;
        private final Linear look;
        private final LayerNorm selfNorm;
        private final Attention self;
        private final LayerNorm mlpNorm;
        private final Mlp mlp;

        Block(InteractionForm.Cross form) {
            int width = form.width();
            heads = form.heads();
            Init small = Init.fanIn(1 / Math.sqrt(3.0 * form.blocks()));
            lookNorm = child("cross_norm", new LayerNorm(width, EPS));
            query = child("cross_attn.q_proj", new Linear(width, width, true));
            key = child("cross_attn.k_proj", new Linear(width, width, true));
            value = child("cross_attn.v_proj", new Linear(width, width, true));
            look = child("cross_attn.out_proj", new Linear(width, width, true));
            selfNorm = child("self_norm", new LayerNorm(width, EPS));
            self =
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
                                    1 / Math.sqrt(3.0 * form.blocks())));
            mlpNorm = child("mlp_norm", new LayerNorm(width, EPS));
            mlp = child("mlp", new Mlp(Activation.GELU, small, width, 4L * width, width));
        }

        /** {@code [N, Q, D]} over pictures {@code [B, P, D]}. */
        Tensor forward(Tensor x, Tensor seen, Question question, @Nullable Consumer<Tensor> tap) {
            Tensor attended =
                    DotProductAttention.attend(
                            split(query.forward(lookNorm.forward(x))),
                            question.ofRequests(split(key.forward(seen))),
                            question.ofRequests(split(value.forward(seen))),
                            null,
                            tap);
            x = x.add(look.forward(attended.transpose(1, 2).reshape(x.dims())));
            x = x.add(self.forward(selfNorm.forward(x), Attention.Context.FULL));
            return x.add(mlp.forward(mlpNorm.forward(x)));
        }

        private Tensor split(Tensor x) {
            long[] d = x.dims();
            return x.reshape(d[0], d[1], heads, d[2] / heads).transpose(1, 2);
        }
    }
}
