package io.fovea.train;

import io.fovea.language.LanguageModel;
import io.fovea.model.VisionLanguageModel;
import io.fovea.nn.Init;
import io.fovea.nn.Linear;
import io.fovea.nn.Module;
import io.fovea.nn.Parameter;
import io.fovea.tensor.DType;
import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;
import io.fovea.tokenizer.Tokenizer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which kind of thing an image token shows: by a linear layer, and by likeness to the word
 * embeddings of the kind's name, which lays pictures beside words from the start. Used in training
 * only; not part of the model that is shipped.
 */
final class KindClassifier extends Module {

    /** Name of the extension: trained with the model, not shipped. */
    static final String EXTENSION = "auxiliary";

    private final Map<String, Integer> indices = new HashMap<>();
    private final Linear linear;
    private final Parameter temperature;
    private final Parameter background;
    private final int[] firstTokens;
    private final float[] nameShares;
    private final int vocabulary;

    /** Names are the kinds' labels; the index after the last is the background. */
    KindClassifier(List<String> names, Tokenizer tokenizer, int width, int vocabulary) {
        this.vocabulary = vocabulary;
        linear = child("linear", new Linear(width, names.size() + 1, true));
        temperature =
                parameter(
                        "temperature",
                        (rng, shape) -> Tensor.full(10, DType.FLOAT32, shape.dims()),
                        1);
        background = parameter("background", Init.normal(0.5), 1, width);
        firstTokens = new int[names.size()];
        nameShares = new float[names.size() * vocabulary];
        for (int i = 0; i < names.size(); i++) {
            indices.put(names.get(i), i);
            int[] ids = tokenizer.encodeText(names.get(i), Tokenizer.After.SPECIAL);
            firstTokens[i] = ids[0];
            for (int id : ids) {
                nameShares[i * vocabulary + id] += 1f / ids.length;
            }
        }
    }

    /** The classifier that a model in training carries. */
    static KindClassifier of(VisionLanguageModel model) {
        return model.extension(EXTENSION, KindClassifier.class)
                .orElseThrow(
                        () -> new IllegalStateException("this model has no auxiliary classifier"));
    }

    boolean knows(String label) {
        return indices.containsKey(label);
    }

    int index(String label) {
        Integer index = indices.get(label);
        if (index == null) {
            throw new IllegalArgumentException(
                    "'" + label + "' is not one of the " + indices.size() + " kinds of this run");
        }
        return index;
    }

    /** The token that the name of a kind begins with. */
    int firstToken(int kind) {
        return firstTokens[kind];
    }

    int background() {
        return indices.size();
    }

    /** {@code [N, Dl] -> [N, K + 1]}. */
    Tensor linear(Tensor tokens) {
        return linear.forward(tokens);
    }

    /**
     * Cosine to each kind's mean word embedding, times a learned temperature: {@code [N, Dl] -> [N,
     * K + 1]}.
     */
    Tensor byWord(Tensor tokens, LanguageModel language) {
        Tensor shares = Tensor.of(nameShares, indices.size(), vocabulary);
        Tensor table = language.embed(Tensor.arange(vocabulary));
        Tensor names = Tensor.cat(List.of(shares.matmul(table), background.value()), 0);
        return Ops.linear(unit(tokens), unit(names), null).mul(temperature.value());
    }

    private static Tensor unit(Tensor rows) {
        return rows.mul(rows.mul(rows).sum(-1, true).add(1e-6).rsqrt());
    }
}
