package io.fovea.vision;

import io.fovea.nn.Blocks;
import io.fovea.nn.LayerNorm;
import io.fovea.tensor.DType;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The vision transformer of CLIP, SigLIP and Idefics3 as Hugging Face computes it; {@link
 * EncoderTowerConfig.Form} says in what they differ.
 */
final class EncoderTower extends VisionTower {

    private final EncoderTowerConfig config;
    private final PatchEmbedding embedding;
    private final @Nullable LayerNorm norm;
    private final List<EncoderBlock> blocks;
    private final LayerNorm lastNorm;

    EncoderTower(EncoderTowerConfig config) {
        this.config = config;
        EncoderConfig encoder = config.encoder();
        embedding = child("embeddings", new PatchEmbedding(config));
        norm =
                config.form() == EncoderTowerConfig.Form.CLIP
                        ? child("pre_layrnorm", new LayerNorm(encoder.width(), encoder.eps()))
                        : null;
        blocks = children("encoder.layers", encoder.layers(), i -> new EncoderBlock(encoder));
        lastNorm = child("post_layernorm", new LayerNorm(encoder.width(), encoder.eps()));
    }

    @Override
    public int width() {
        return config.encoder().width();
    }

    @Override
    public int stateCount() {
        return config.encoder().layers() + 1;
    }

    @Override
    public List<String> unread() {
        return List.of("head.", "embeddings.position_ids");
    }

    @Override
    public TowerOutput forward(TowerInput input) {
        List<Integer> kept = input.kept(stateCount());
        return switch (config.form()) {
            case CLIP, SIGLIP -> {
                Tensor pixels = whole(input.wholePictures());
                yield encode(embedding.forward(pixels), null, config.grid(), kept);
            }
            case IDEFICS3 -> part(input, kept);
        };
    }

    @Override
    public TowerOutput forwardFine(Tensor pixels) {
        if (config.form() == EncoderTowerConfig.Form.IDEFICS3) {
            return super.forwardFine(pixels);
        }
        Tensor embedded = embedding.forwardFine(whole(pixels));
        List<Integer> all = TowerInput.of(pixels).kept(stateCount());
        return encode(embedded, null, 2 * config.grid(), all);
    }

    private TowerOutput encode(
            Tensor embedded, @Nullable Tensor mask, int grid, List<Integer> kept) {
        Tensor x = norm == null ? embedded : norm.forward(embedded);
        List<Tensor> states = Blocks.run(x, (i, y, scope) -> blocks.get(i).forward(y, mask), kept);
        return new TowerOutput(states, config.prefix(), List.of(PatchGrid.of(grid, grid)), null);
    }

    /** Pictures that may fill their inputs in part; the last state is normalised. */
    private TowerOutput part(TowerInput input, List<Integer> kept) {
        Tensor pixels = input.pixels();
        check(pixels, "[B, 3, Y, X] of at least a patch", config.patchSize());
        int patch = config.patchSize();
        PatchGrid shown = PatchGrid.of((int) pixels.size(2) / patch, (int) pixels.size(3) / patch);
        PartlyFilled filled = new PartlyFilled(input.grids(), shown, (int) pixels.size(0));
        Tensor embedded = embedding.forward(pixels, filled.positions(config.grid()));
        DType dtype = embedded.dtype();
        Tensor mask = filled.mask();
        Tensor typed = mask == null ? null : mask.to(dtype).to(pixels.device());
        int last = blocks.size() - 1;
        List<Tensor> states =
                Blocks.run(
                        embedded,
                        (i, y, scope) -> {
                            Tensor next = blocks.get(i).forward(y, typed);
                            return i == last ? lastNorm.forward(next) : next;
                        },
                        kept);
        return new TowerOutput(states, 0, List.of(shown), null);
    }

    private Tensor whole(Tensor pixels) {
        int size = config.imageSize();
        check(pixels, "[B, 3, " + size + ", " + size + "]", size);
        if (pixels.size(2) != size || pixels.size(3) != size) {
            throw wrong(pixels, "[B, 3, " + size + ", " + size + "]");
        }
        return pixels;
    }

    private static void check(Tensor pixels, String expected, int least) {
        if (pixels.rank() != 4
                || pixels.size(1) != 3
                || pixels.size(2) < least
                || pixels.size(3) < least) {
            throw wrong(pixels, expected);
        }
    }

    private static IllegalArgumentException wrong(Tensor pixels, String expected) {
        return new IllegalArgumentException(
                "this tower sees pixels " + expected + ", got " + pixels.shape());
    }
}
