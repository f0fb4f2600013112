package io.fovea.perception;

import io.fovea.nn.Activation;
import io.fovea.nn.Init;
import io.fovea.nn.Mlp;
import io.fovea.nn.Module;
import io.fovea.tensor.DType;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;
import io.fovea.testkit.Close;
import io.fovea.testkit.Golden;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Our parts, put together as Segment Anything's mask decoder, give its masks. */
class SamGoldenTest {

    private static final int WIDTH = 32;
    private static final Map<String, String> UPSCALING =
            Map.of(
                    "output_upscaling.0.", "stages.0.conv.",
                    "output_upscaling.1.", "stages.0.norm.",
                    "output_upscaling.3.", "stages.1.conv.");

    private final Golden golden = Golden.open("sam_mask_decoder");

    private static <M extends Module> M loaded(
            M module, Weights all, String prefix, Map<String, String> renames) {
        Weights mine = new Weights();
        all.asMap()
                .forEach(
                        (name, tensor) -> {
                            if (name.startsWith(prefix)) {
                                String rest = name.substring(prefix.length());
                                if (renames.isEmpty()) {
                                    mine.put(rest, tensor);
                                }
                                renames.forEach(
                                        (theirs, ours) -> {
                                            if (rest.startsWith(theirs)) {
                                                mine.put(
                                                        ours + rest.substring(theirs.length()),
                                                        tensor);
                                            }
                                        });
                            }
                        });
        module.load(mine, DType.FLOAT32).orThrow(prefix);
        return module;
    }

    /**
     * Sparse prompts {@code [N, T, D]} and dense {@code [1, D, 8, 8]}: masks {@code [N, 4, 32,
     * 32]}.
     */
    private static Tensor masks(Weights weights, Weights inputs, Tensor sparse, Tensor dense) {
        var transformer = new TwoWayTransformer(new TwoWayConfig(2, WIDTH, 4, 48, 2));
        var config =
                new UpsamplerConfig(
                        List.of(UpsamplerStage.transposed(8), UpsamplerStage.transposed(4)),
                        0,
                        null);
        try (var loadedTransformer =
                        loaded(transformer, weights, "mask_decoder.transformer.", Map.of());
                var upsampler =
                        loaded(
                                new MaskUpsampler(WIDTH, config),
                                weights,
                                "mask_decoder.",
                                UPSCALING)) {
            long n = sparse.size(0);
            Tensor own =
                    Tensor.cat(
                            List.of(
                                    weights.get("mask_decoder.iou_token.weight"),
                                    weights.get("mask_decoder.mask_tokens.weight")),
                            0);
            Tensor tokens = Tensor.cat(List.of(own.unsqueeze(0).expand(n, 5, WIDTH), sparse), 1);
            Tensor image = flat(inputs.get("image_embedding").add(dense)).expand(n, 64, WIDTH);
            var state =
                    loadedTransformer.forward(
                            tokens, image, flat(inputs.get("dense_pe")).squeeze(0));
            Tensor grid = state.image().transpose(1, 2).reshape(n, WIDTH, 8, 8);
            Tensor fine = upsampler.forward(grid, null).reshape(n, 4, 32 * 32);
            return hyper(weights, state.tokens()).matmul(fine).reshape(n, 4, 32, 32);
        }
    }

    private static Tensor hyper(Weights weights, Tensor tokens) {
        List<Tensor> rows = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Mlp mlp = new Mlp(Activation.RELU, Init.ZEROS, WIDTH, WIDTH, WIDTH, 4);
            String prefix = "mask_decoder.output_hypernetworks_mlps." + i + ".";
            try (Mlp ready = loaded(mlp, weights, prefix, Map.of())) {
                rows.add(ready.forward(tokens.select(1, 1 + i)));
            }
        }
        return Tensor.stack(rows, 1);
    }

    private static Tensor flat(Tensor grid) {
        return grid.reshape(1, WIDTH, 64).transpose(1, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"points", "box", "all"})
    void promptsGiveTheirMasks(String prompt) {
        try (Scope scope = Scope.open();
                Grad off = Grad.off()) {
            Weights weights = golden.tensors("model.safetensors");
            Weights expected = golden.tensors("expected.safetensors");
            Tensor dense = prompt.equals("all") ? expected.get("all.dense") : noMask(weights);
            Tensor masks = masks(weights, expected, expected.get(prompt + ".sparse"), dense);
            Close.check(
                    "single",
                    masks.narrow(1, 0, 1),
                    expected.get(prompt + ".single.low_res_masks"),
                    1e-5);
            Close.check(
                    "multi",
                    masks.narrow(1, 1, 3),
                    expected.get(prompt + ".multi.low_res_masks"),
                    1e-5);
        }
    }

    @Test
    void textEmbeddingsGiveLisasMasksAlsoWhileLearning() {
        try (Scope scope = Scope.open()) {
            Weights weights = golden.tensors("model.safetensors");
            Weights expected = golden.tensors("expected.safetensors");
            Tensor masks =
                    masks(weights, expected, expected.get("lisa.text_embeds"), noMask(weights));
            Close.check("masks", masks.narrow(1, 0, 1), expected.get("lisa.low_res_masks"), 1e-5);
        }
    }

    private static Tensor noMask(Weights weights) {
        return weights.get("prompt_encoder.no_mask_embed.weight").reshape(1, WIDTH, 1, 1);
    }

    @Test
    void fourierPositionsAreTheirs() {
        try (Scope scope = Scope.open();
                var positions = new PositionEncoding2d(Positions.FOURIER, WIDTH)) {
            loaded(
                    positions,
                    golden.tensors("model.safetensors"),
                    "prompt_encoder.pe_layer.",
                    Map.of());
            Tensor expected = golden.tensors("expected.safetensors").get("dense_pe");
            Close.check("positions", positions.forward(8, 8), flat(expected).squeeze(0), 1e-5);
        }
    }
}
