package io.fovea.language;

import io.fovea.nn.Attention;
import io.fovea.nn.Blocks;
import io.fovea.nn.Embedding;
import io.fovea.nn.GatedMlp;
import io.fovea.nn.Init;
import io.fovea.nn.Linear;
import io.fovea.nn.Module;
import io.fovea.nn.Parameter;
import io.fovea.nn.Recompute;
import io.fovea.nn.RmsNorm;
import io.fovea.nn.RotaryEmbedding;
import io.fovea.nn.Sight;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Ops;
import io.fovea.tensor.Recomputed;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The decoder that Llama (Touvron et al. 2023) made common: RMS norm, rotary positions,
 * grouped-query attention, SwiGLU. Families differ in {@link DecoderConfig} only. Weight names are
 * HF's.
 */
public final class Decoder extends LanguageModel {

    private final DecoderConfig config;
    private final Embedding embedding;
    private final List<Block> blocks;
    private final RmsNorm norm;
    private final @Nullable Linear head;
    private final RotaryEmbedding rotary;

    /** A decoder whose body is called {@code model}, as in a checkpoint of its own. */
    public Decoder(DecoderConfig config) {
        this(config, "model");
    }

    /**
     * @param body stands before the names of all weights but the head's
     */
    public Decoder(DecoderConfig config, String body) {
        this.config = config;
        int width = config.width();
        embedding =
                child(
                        body + ".embed_tokens",
                        new Embedding(config.vocabulary(), width, Init.normal(0.5)));
        blocks = children(body + ".layers", config.layers(), i -> new Block(config, i));
        norm = child(body + ".norm", new RmsNorm(width, config.normEps()));
        head =
                config.tiedEmbeddings()
                        ? null
                        : child(
                                "lm_head",
                                new Linear(width, config.vocabulary(), false, Init.normal(0.02)));
        rotary = new RotaryEmbedding(config.attention().headWidth(), config.rotary());
    }

    /** What it is. */
    public DecoderConfig config() {
        return config;
    }

    @Override
    public float[] inverseFrequencies() {
        return rotary.inverseFrequencies(0);
    }

    @Override
    public int width() {
        return config.width();
    }

    @Override
    public int layers() {
        return config.layers();
    }

    @Override
    public Embedding embedding() {
        return embedding;
    }

    @Override
    public List<? extends Module> blocks() {
        return blocks;
    }

    @Override
    public int vocabulary() {
        return config.vocabulary();
    }

    @Override
    public Tensor embed(Tensor ids) {
        return embedding.forward(ids);
    }

    @Override
    public LanguageOutput forward(LanguageInput input) {
        RotaryEmbedding.Turn turn = rotary.at(input.positions()).to(input.embeddings().dtype());
        List<Sight> sights = sights(new PassSight(input));
        List<Integer> kept = Blocks.indices(input.layers(), blocks.size() + 1);
        List<Integer> andLast = new ArrayList<>(kept);
        andLast.add(blocks.size());
        Recomputed again = new Recomputed();
        List<Tensor> states =
                Blocks.run(
                        input.embeddings(),
                        (i, x, scope) -> {
                            AttentionTap tap = input.taps().get(i);
                            Attention.Context context =
                                    new Attention.Context(
                                            turn,
                                            sights.get(i),
                                            input.cache(),
                                            i,
                                            tap == null ? null : seen -> tap.see(seen, scope));
                            UnaryOperator<Tensor> block =
                                    state -> blocks.get(i).forward(state, context);
                            return isComputedAgain(i, x, input)
                                    ? again.through(x, block)
                                    : block.apply(x);
                        },
                        andLast);
        if (input.cache() != null) {
            input.cache().advance(input.embeddings().size(1));
        }
        return new LanguageOutput(states.subList(0, kept.size()), norm.forward(states.getLast()));
    }

    /** Whether backward goes through a block and need not find it kept. */
    private boolean isComputedAgain(int index, Tensor x, LanguageInput input) {
        boolean plain = input.cache() != null || input.taps().containsKey(index) || !Grad.isOn();
        return switch (plain ? Recompute.NOTHING : recompute()) {
            case NOTHING -> false;
            case LAYERS ->
                    x.requiresGrad()
                            || blocks.get(index).parameters().values().stream()
                                    .anyMatch(Parameter::isTrainable);
        };
    }

    /** Of all layers, made before a scope of one layer is open: layers share their masks. */
    private List<Sight> sights(PassSight sight) {
        List<Sight> sights = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            sights.add(sight.within(config.windowOf(i)));
        }
        return sights;
    }

    @Override
    public Tensor finalNorm(Tensor states) {
        return norm.forward(states);
    }

    @Override
    public Tensor logits(Tensor last) {
        return head == null
                ? Ops.linear(last, embedding.weight().value(), null)
                : head.forward(last);
    }

    /** {@code x + attention(norm x)}, then {@code x + mlp(norm x)}. */
    private static final class Block extends Module {

        private final RmsNorm attentionNorm;
        private final Attention attention;
        private final RmsNorm mlpNorm;
        private final GatedMlp mlp;

        Block(DecoderConfig config, int index) {
            int width = config.width();
            attentionNorm = child("input_layernorm", new RmsNorm(width, config.normEps()));
            attention = child("self_attn", attention(config, index));
            mlpNorm = child("post_attention_layernorm", new RmsNorm(width, config.normEps()));
            mlp = child("mlp", mlp(config));
        }

        private static double residualScale(DecoderConfig config) {
            return 1 / Math.sqrt(2.0 * config.layers());
        }

        private static Attention attention(DecoderConfig config, int index) {
            DecoderConfig.SelfAttention own = config.attention();
            Attention.Config shape =
                    new Attention.Config(
                            config.width(),
                            own.heads(),
                            own.keyHeads(),
                            own.headWidth(),
                            own.bias(),
                            own.outBias(),
                            "o_proj");
            return switch (config.weights()) {
                case FUSED -> Attention.fused(shape, "qkv_proj", residualScale(config));
                case SEPARATE ->
                        switch (config.initialization()) {
                            case MIMETIC -> Attention.mimetic(shape, index);
                            case NORMAL -> new Attention(shape, residualScale(config));
                        };
            };
        }

        private static GatedMlp mlp(DecoderConfig config) {
            DecoderConfig.FeedForward own = config.feedForward();
            GatedMlp.Config shape =
                    new GatedMlp.Config(config.width(), own.inner(), own.activation(), own.bias());
            return switch (config.weights()) {
                case FUSED -> GatedMlp.fused(shape, "gate_up_proj", residualScale(config));
                case SEPARATE -> new GatedMlp(shape, residualScale(config));
            };
        }

        Tensor forward(Tensor x, Attention.Context context) {
            x = x.add(attention.forward(attentionNorm.forward(x), context));
            return x.add(mlp.forward(mlpNorm.forward(x)));
        }
    }
}
