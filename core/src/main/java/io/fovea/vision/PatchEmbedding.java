package io.fovea.vision;

import io.fovea.nn.Conv2d;
import io.fovea.nn.Embedding;
import io.fovea.nn.Init;
import io.fovea.nn.Module;
import io.fovea.nn.Parameter;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Pixels to patches with positions, {@code [B, 3, Y, X] -> [B, prefix + P, Dv]}, patches row by
 * row. Weight names follow CLIP and SigLIP in Hugging Face's files.
 */
final class PatchEmbedding extends Module {

    private final EncoderTowerConfig config;
    private final @Nullable Parameter classToken;
    private final Conv2d projection;
    private final Embedding positions;

    PatchEmbedding(EncoderTowerConfig config) {
        this.config = config;
        int width = config.encoder().width();
        int patch = config.patchSize();
        boolean clip = config.form() == EncoderTowerConfig.Form.CLIP;
        classToken = clip ? parameter("class_embedding", Init.normal(0.02), width) : null;
        projection = child("patch_embedding", new Conv2d(3, width, patch, patch, 0, !clip));
        positions =
                child(
                        "position_embedding",
                        new Embedding(
                                config.prefix() + (long) config.grid() * config.grid(),
                                width,
                                Init.normal(0.02)));
    }

    /** Whole pictures of the tower's own size. */
    Tensor forward(Tensor pixels) {
        return withPrefix(rows(projection.forward(typed(pixels))), positions.weight().value());
    }

    /** Whole pictures with patches of half the side; table and kernel are resized. */
    Tensor forwardFine(Tensor pixels) {
        int grid = config.grid();
        int prefix = config.prefix();
        Tensor seen = typed(pixels).narrow(2, 0, side()).narrow(3, 0, side());
        Tensor table = positions.weight().value();
        Tensor fine =
                HalfPatches.positions(table.narrow(0, prefix, (long) grid * grid), grid, 2 * grid);
        return withPrefix(
                rows(HalfPatches.embed(projection, seen, config.patchSize())),
                prefix == 0 ? fine : Tensor.cat(List.of(table.narrow(0, 0, prefix), fine), 0));
    }

    /**
     * Pictures that fill their inputs in part, each with positions of its own.
     *
     * @param ids rows of the position table, {@code B * P}
     */
    Tensor forward(Tensor pixels, long[] ids) {
        Tensor patches = rows(projection.forward(typed(pixels)));
        Tensor index = Tensor.of(ids, patches.size(0), patches.size(1)).to(pixels.device());
        return patches.add(positions.forward(index));
    }

    /** Pixels of the type in which the weights compute. */
    private Tensor typed(Tensor pixels) {
        return pixels.to(projection.weight().value().dtype());
    }

    /** Pixels on a side that lie in a patch. */
    private long side() {
        return (long) config.grid() * config.patchSize();
    }

    private static Tensor rows(Tensor map) {
        long[] d = map.dims();
        return map.reshape(d[0], d[1], d[2] * d[3]).transpose(1, 2);
    }

    private Tensor withPrefix(Tensor patches, Tensor table) {
        if (classToken == null) {
            return patches.add(table);
        }
        Tensor first = classToken.value().expand(patches.size(0), 1, patches.size(2));
        return Tensor.cat(List.of(first, patches), 1).add(table);
    }
}
