package io.fovea.bench;

import io.fovea.language.LanguageInput;
import io.fovea.language.LanguageModel;
import io.fovea.language.LanguageModels;
import io.fovea.language.LlamaConfig;
import io.fovea.nn.Activation;
import io.fovea.nn.KvCache;
import io.fovea.nn.Module;
import io.fovea.tensor.DType;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Ops;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Torch;
import io.fovea.tensor.Weights;
import io.fovea.vision.EncoderConfig;
import io.fovea.vision.EncoderTowerConfig;
import io.fovea.vision.TowerInput;
import io.fovea.vision.VisionTower;
import io.fovea.vision.VisionTowers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times models of the shapes of SmolLM2-135M, TinyLlama-1.1B and CLIP ViT-L/14-336 with random
 * weights: a prompt of 640 tokens read, tokens said behind it, a picture seen. Beside each stands
 * what the machine does at the same minute: how fast it reads memory, how fast it multiplies, and
 * the bare products of a step, because a shared machine is not the same from one minute to the
 * next. Arguments: threads, then any of {@code 135m}, {@code 1.1b}, {@code clip}.
 */
public final class ModelBench {

    private static final int PROMPT = 640;
    private static final int STEPS = 24;
    private static final long TILE = 4 << 20;

    private ModelBench() {}

    public static void main(String[] arguments) {
        int threads = Integer.parseInt(arguments[0]);
        List<String> models = Arrays.asList(arguments).subList(1, arguments.length);
        Torch.setThreads(threads);
        try (Grad off = Grad.off()) {
            for (DType dtype : List.of(DType.BFLOAT16, DType.FLOAT32)) {
                if (models.contains("135m")) {
                    language("SmolLM2-135M", smol(), dtype);
                }
                if (models.contains("1.1b")) {
                    language("TinyLlama-1.1B", tiny(), dtype);
                }
                if (models.contains("clip")) {
                    picture(dtype);
                }
            }
        }
    }

    private static LlamaConfig smol() {
        return new LlamaConfig(
                49152,
                576,
                1536,
                30,
                9,
                3,
                null,
                8192,
                1e-5,
                1e5,
                true,
                LlamaConfig.Initialization.NORMAL);
    }

    private static LlamaConfig tiny() {
        return new LlamaConfig(
                32000,
                2048,
                5632,
                22,
                32,
                4,
                null,
                2048,
                1e-5,
                1e4,
                false,
                LlamaConfig.Initialization.NORMAL);
    }

    /** Each weight has memory of its own; the numbers repeat. */
    private static void fill(Module model, DType dtype) {
        try (Scope scope = Scope.open()) {
            Tensor tile = new Rng(1).normal(0.02, TILE).to(dtype);
            Weights weights = new Weights();
            model.parameters()
                    .forEach(
                            (name, parameter) -> {
                                long[] dims = parameter.shape().dims();
                                Tensor all = Tensor.full(1, dtype, parameter.shape().elements());
                                for (long at = 0; dims.length > 1 && at < all.elements(); ) {
                                    long count = Math.min(TILE, all.elements() - at);
                                    all.narrow(0, at, count).copy_(tile.narrow(0, 0, count));
                                    at += count;
                                }
                                weights.put(name, all.reshape(dims));
                            });
            model.load(weights, dtype).orThrow("the benchmark");
        }
    }

    private static void language(String name, LlamaConfig config, DType dtype) {
        try (LanguageModel model = LanguageModels.of(config);
                KvCache cache = new KvCache(model.layers(), PROMPT + STEPS + 4)) {
            fill(model, dtype);
            List<Tensor> products = products(model, config.tieWordEmbeddings());
            long weights = products.stream().mapToLong(Tensor::elements).sum();
            long head = (long) config.vocabSize() * config.hiddenSize();
            double rate = productRate();
            double read = best(2, () -> prompt(model, cache, PROMPT));
            double flops = 2.0 * PROMPT * (weights - head);
            double bandwidth = bandwidth();
            double bare = bare(products, dtype);
            double[] said = new double[STEPS + 4];
            for (int i = 0; i < said.length; i++) {
                said[i] = best(1, () -> pass(model, cache, new long[] {5}));
            }
            double step = median(Arrays.copyOfRange(said, 4, said.length));
            double bytes = (double) weights * dtype.bytes();
            bandwidth = Math.max(bandwidth, bandwidth());
            bare = Math.min(bare, bare(products, dtype));
            rate = Math.max(rate, productRate());
            print(
                    "%s %s: %d tokens read in %.0f ms, %.0f tokens/s; products alone at %.0f"
                            + " GFLOP/s would take %.0f ms (%.2f of it)",
                    name,
                    dtype,
                    PROMPT,
                    read,
                    PROMPT / read * 1e3,
                    rate,
                    flops / rate / 1e6,
                    flops / rate / 1e6 / read);
            print(
                    "%s %s: a token at depth %d in %.1f ms, %.1f tokens/s; its bare products %.1f"
                            + " ms (%.2f of it); its %.0f MB at %.1f GB/s %.1f ms (%.2f of it)",
                    name,
                    dtype,
                    PROMPT,
                    step,
                    1e3 / step,
                    bare,
                    bare / step,
                    bytes / 1e6,
                    bandwidth,
                    bytes / bandwidth / 1e6,
                    bytes / bandwidth / 1e6 / step);
        }
    }

    /** Weights that a token is multiplied with. */
    private static List<Tensor> products(LanguageModel model, boolean tied) {
        List<Tensor> products = new ArrayList<>();
        model.parameters()
                .forEach(
                        (name, parameter) -> {
                            boolean table = name.equals("model.embed_tokens.weight");
                            if (parameter.shape().rank() == 2 && (tied || !table)) {
                                products.add(parameter.value());
                            }
                        });
        return products;
    }

    private static void prompt(LanguageModel model, KvCache cache, int tokens) {
        cache.truncate(0);
        long[] ids = new long[tokens];
        for (int i = 0; i < tokens; i++) {
            ids[i] = i * 7L;
        }
        pass(model, cache, ids);
    }

    private static void pass(LanguageModel model, KvCache cache, long[] ids) {
        long[] positions = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            positions[i] = cache.length() + i;
        }
        Tensor last =
                model.forward(
                                new LanguageInput(
                                        model.embed(Tensor.of(ids, 1, ids.length)),
                                        Tensor.of(positions, 1, ids.length),
                                        null,
                                        cache,
                                        Map.of()))
                        .last();
        model.logits(last.select(1, ids.length - 1)).toFloats();
    }

    private static void picture(DType dtype) {
        EncoderConfig blocks = new EncoderConfig(1024, 24, 16, 4096, Activation.QUICK_GELU, 1e-5);
        try (VisionTower tower =
                        VisionTowers.of(
                                new EncoderTowerConfig(
                                        EncoderTowerConfig.Form.CLIP, 336, 14, blocks));
                Scope scope = Scope.open()) {
            fill(tower, dtype);
            Tensor pixels = new Rng(2).normal(1, 1, 3, 336, 336).to(dtype);
            double rate = productRate();
            double seen = best(3, () -> tower.forward(TowerInput.of(pixels).only(-2)));
            rate = Math.max(rate, productRate());
            double flops = 2.0 * 577 * 23 * 12 * 1024 * 1024;
            print(
                    "CLIP ViT-L/14-336 %s: a picture in %.0f ms; products alone at %.0f GFLOP/s"
                            + " would take %.0f ms (%.2f of it)",
                    dtype, seen, rate, flops / rate / 1e6, flops / rate / 1e6 / seen);
        }
    }

    /** Milliseconds of one row by every weight of a step. */
    private static double bare(List<Tensor> products, DType dtype) {
        try (Scope scope = Scope.open()) {
            Tensor row = new Rng(3).normal(1, 1, 8192).to(dtype);
            return best(
                    5,
                    () -> {
                        for (Tensor weight : products) {
                            try (Scope one = Scope.open()) {
                                Ops.linear(row.narrow(1, 0, weight.size(1)), weight, null);
                            }
                        }
                    });
        }
    }

    /** GB/s of a sum over a quarter of a gigabyte. */
    private static double bandwidth() {
        try (Scope scope = Scope.open()) {
            Tensor numbers = Tensor.ones(64 << 20);
            return numbers.elements() * 4 / best(5, numbers::sum) / 1e6;
        }
    }

    /** GFLOP/s of FLOAT32 products. */
    private static double productRate() {
        try (Scope scope = Scope.open()) {
            Tensor x = new Rng(4).normal(1, PROMPT, 2048);
            Tensor weight = new Rng(5).normal(1, 2048, 2048);
            return 2.0 * PROMPT * 2048 * 2048 / best(4, () -> Ops.linear(x, weight, null)) / 1e6;
        }
    }

    private static double best(int times, Runnable work) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < times; i++) {
            try (Scope scope = Scope.open()) {
                long start = System.nanoTime();
                work.run();
                best = Math.min(best, (System.nanoTime() - start) / 1e6);
            }
        }
        return best;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
