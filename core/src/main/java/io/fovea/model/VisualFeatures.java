package io.fovea.model;

import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a model saw of a batch of pictures.
 *
 * @param tokens embeddings for the language model, {@code [B, P', Dl]}
 * @param maskFeatures fused features for the mask decoder, {@code [B, P, Dv]}
 * @param rows rows of {@code maskFeatures}
 * @param cols columns of {@code maskFeatures}
 * @param skip finer features {@code [B, Cs, Ys, Xs]}, null where the tower has none
 * @param layers states of the tower's layers on the same grid, {@code [B, P, Dv]} each, where the
 *     model reads several; else empty
 */
public record VisualFeatures(
        Tensor tokens,
        Tensor maskFeatures,
        int rows,
        int cols,
        @Nullable Tensor skip,
        List<Tensor> layers)
        implements AutoCloseable {

    public VisualFeatures {
        layers = List.copyOf(layers);
    }

    /** Features of one layer. */
    public VisualFeatures(
            Tensor tokens, Tensor maskFeatures, int rows, int cols, @Nullable Tensor skip) {
        this(tokens, maskFeatures, rows, cols, skip, List.of());
    }

    /** The states that there are: those of all layers, or the features of the one that is read. */
    public List<Tensor> states() {
        return layers.isEmpty() ? List.of(maskFeatures) : layers;
    }

    /** Of several pictures with the same grid, one behind the other. */
    static VisualFeatures cat(List<VisualFeatures> all) {
        VisualFeatures first = all.getFirst();
        List<Tensor> skips =
                all.stream().map(VisualFeatures::skip).flatMap(Stream::ofNullable).toList();
        return new VisualFeatures(
                Tensor.cat(all.stream().map(VisualFeatures::tokens).toList(), 0),
                Tensor.cat(all.stream().map(VisualFeatures::maskFeatures).toList(), 0),
                first.rows,
                first.cols,
                skips.isEmpty() ? null : Tensor.cat(skips, 0),
                IntStream.range(0, first.layers.size())
                        .mapToObj(
                                i -> Tensor.cat(all.stream().map(f -> f.layers.get(i)).toList(), 0))
                        .toList());
    }

    /** Takes the features out of every scope: they live until {@link #close()}. */
    public VisualFeatures own() {
        tokens.own();
        maskFeatures.own();
        if (skip != null) {
            skip.own();
        }
        layers.forEach(Tensor::own);
        return this;
    }

    /** Gives owned features back; those of a scope end with it and are not closed. */
    @Override
    public void close() {
        tokens.close();
        maskFeatures.close();
        if (skip != null) {
            skip.close();
        }
        layers.forEach(Tensor::close);
    }
}
