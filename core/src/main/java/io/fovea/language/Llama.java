package io.fovea.language;

import io.fovea.nn.Activation;
import io.fovea.nn.Attention;
import io.fovea.nn.Embedding;
import io.fovea.nn.GatedMlp;
import io.fovea.nn.Init;
import io.fovea.nn.Linear;
import io.fovea.nn.Module;
import io.fovea.nn.RmsNorm;
import io.fovea.nn.RotaryEmbedding;
import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Llama (Touvron et al. 2023): RMS norm, rotary positions, grouped-query attention, SwiGLU. Weight
 * names are HF's.
 */
public final class Llama extends LanguageModel {

    private final LlamaConfig config;
    private final Embedding embedding;
    private final List<Block> blocks;
    private final RmsNorm norm;
    private final @Nullable Linear head;
    private final RotaryEmbedding rotary;

    public Llama(LlamaConfig config) {
        this.config = config;
        embedding =
                child(
                        "model.embed_tokens",
                        new Embedding(config.vocabSize(), config.hiddenSize(), Init.normal(0.5)));
        blocks = children("model.layers", config.numHiddenLayers(), i -> new Block(config, i));
        norm = child("model.norm", new RmsNorm(config.hiddenSize(), config.rmsNormEps()));
        head =
                config.tieWordEmbeddings()
                        ? null
                        : child(
                                "lm_head",
                                new Linear(
                                        config.hiddenSize(),
                                        config.vocabSize(),
                                        false,
                                        Init.normal(0.02)));
        rotary = new RotaryEmbedding(config.headWidth(), config.ropeTheta());
    }

    @Override
    public int width() {
        return config.hiddenSize();
    }

    @Override
    public int layers() {
        return config.numHiddenLayers();
    }

    @Override
    public int vocabulary() {
        return config.vocabSize();
    }

    @Override
    public Tensor embed(Tensor ids) {
        return embedding.forward(ids);
    }

    @Override
    public LanguageOutput forward(LanguageInput input) {
        RotaryEmbedding.Turn turn = rotary.at(input.positions()).to(input.embeddings().dtype());
        Tensor x = input.embeddings();
        List<Tensor> states = new ArrayList<>();
        states.add(x);
        for (int i = 0; i < blocks.size(); i++) {
            x =
                    blocks.get(i)
                            .forward(
                                    x,
                                    new Attention.Context(
                                            turn,
                                            input.mask(),
                                            input.cache(),
                                            i,
                                            input.taps().get(i)));
            states.add(x);
        }
        if (input.cache() != null) {
            input.cache().advance(x.size(1));
        }
        return new LanguageOutput(states, norm.forward(x));
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

        Block(LlamaConfig config, int index) {
            double residualScale = 1 / Math.sqrt(2.0 * config.numHiddenLayers());
            Attention.Config shape =
                    new Attention.Config(
                            config.hiddenSize(),
                            config.numAttentionHeads(),
                            config.numKeyValueHeads(),
                            config.headWidth(),
                            false,
                            false,
                            "o_proj");
            attentionNorm =
                    child("input_layernorm", new RmsNorm(config.hiddenSize(), config.rmsNormEps()));
            attention =
                    child(
                            "self_attn",
                            config.initialization() == LlamaConfig.Initialization.MIMETIC
                                    ? Attention.mimetic(shape, index)
                                    : new Attention(shape, residualScale));
            mlpNorm =
                    child(
                            "post_attention_layernorm",
                            new RmsNorm(config.hiddenSize(), config.rmsNormEps()));
            mlp =
                    child(
                            "mlp",
                            new GatedMlp(
                                    config.hiddenSize(),
                                    config.intermediateSize(),
                                    Activation.SILU,
                                    residualScale));
        }

        Tensor forward(Tensor x, Attention.Context context) {
            x = x.add(attention.forward(attentionNorm.forward(x), context));
            return x.add(mlp.forward(mlpNorm.forward(x)));
        }
    }
}
