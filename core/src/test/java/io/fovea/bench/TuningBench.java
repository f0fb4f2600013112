package io.fovea.bench;

import io.fovea.language.LanguageInput;
import io.fovea.language.LanguageModel;
import io.fovea.language.LanguageModels;
import io.fovea.language.LlamaConfig;
import io.fovea.nn.Linear;
import io.fovea.nn.LowRank;
import io.fovea.nn.Module;
import io.fovea.nn.Parameter;
import io.fovea.nn.Recompute;
import io.fovea.tensor.AdamW;
import io.fovea.tensor.DType;
import io.fovea.tensor.Ops;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Torch;
import io.fovea.tensor.Weights;
import io.fovea.tuning.LayerSelection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Time and memory of a training step of a language model in TinyLlama-1.1B's shape, in FLOAT32.
 * Arguments: layers (22 in TinyLlama), tokens of a row, rows, threads, full or lora, a selection of
 * layers or {@code whole} for all weights, nothing or layers (what is computed again).
 */
public final class TuningBench {

    private static final int VOCABULARY = 32_000;
    private static final int WIDTH = 2048;
    private static final int STEPS = 2;

    private TuningBench() {}

    public static void main(String[] given) throws IOException {
        int layers = Integer.parseInt(given[0]);
        int length = Integer.parseInt(given[1]);
        int rows = Integer.parseInt(given[2]);
        Torch.setThreads(Integer.parseInt(given[3]));
        LanguageModel model = model(layers);
        model.recompute(Recompute.valueOf(given[6].toUpperCase(Locale.ROOT)));
        boolean whole = given[5].equals("whole");
        List<Integer> chosen =
                (whole ? new LayerSelection.All() : LayerSelection.parse(given[5])).of(layers);
        model.setTrainable(whole && given[4].equals("full"));
        for (int layer : chosen) {
            tune(model.blocks().get(layer), given[4]);
        }
        AdamW optimizer = optimizer(model);
        double best = Double.MAX_VALUE;
        double busy = Double.MAX_VALUE;
        for (int step = 0; step <= STEPS; step++) {
            long start = System.nanoTime();
            double before = processor();
            step(model, optimizer, rows, length);
            if (step > 0) { // the first one warms up
                best = Math.min(best, (System.nanoTime() - start) / 1e9);
                busy = Math.min(busy, processor() - before);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s\t%s\t%s\t%.2f s\tprocessor %.2f s\t%.2f GiB\toperations %.1f %%%n",
                given[4],
                whole ? "whole" : chosen,
                given[6],
                best,
                busy,
                peak(),
                100
                        * operations(layers, chosen, whole, given[4].equals("full") ? 1 : 0)
                        / operations(layers, chosen, true, 1));
        optimizer.close();
        model.close();
    }

    private static void tune(Module block, String how) {
        if (how.equals("full")) {
            block.setTrainable(true);
            return;
        }
        block.setTrainable(false);
        for (Linear linear : block.modules(Linear.class).values()) {
            long out = linear.weight().shape().dim(0);
            long in = linear.weight().shape().dim(1);
            LowRank change = new LowRank(new LowRank.Config(in, out, 16, 2, 0));
            change.initialize(new Rng(5));
            linear.adapt(change);
        }
    }

    private static LanguageModel model(int layers) {
        LlamaConfig config =
                new LlamaConfig(
                        VOCABULARY,
                        WIDTH,
                        5632,
                        layers,
                        32,
                        4,
                        null,
                        2048,
                        1e-5,
                        1e4,
                        false,
                        LlamaConfig.Initialization.NORMAL);
        LanguageModel model = LanguageModels.of(config);
        try (Scope scope = Scope.open()) {
            Tensor some = new Rng(1).uniform(0.04, 1 << 20);
            Weights weights = new Weights();
            model.parameters()
                    .forEach((name, parameter) -> weights.put(name, fill(parameter, some)));
            model.load(weights, DType.FLOAT32).orThrow("bench");
        }
        return model;
    }

    /** The same numbers over and over: drawing a billion would take longer than the bench. */
    private static Tensor fill(Parameter parameter, Tensor some) {
        try (Scope scope = Scope.open()) {
            long count = parameter.shape().elements();
            Tensor filled = Tensor.zeros(count);
            for (long at = 0; at < count; at += some.elements()) {
                long part = Math.min(some.elements(), count - at);
                filled.narrow(0, at, part).copy_(some.narrow(0, 0, part));
            }
            return scope.keep(filled.reshape(parameter.shape().dims()));
        }
    }

    private static AdamW optimizer(LanguageModel model) {
        Weights learning = new Weights();
        model.parameters()
                .forEach(
                        (name, parameter) -> {
                            if (parameter.isTrainable()) {
                                learning.put(name, parameter.value());
                            }
                        });
        return new AdamW(List.of(new AdamW.Group(learning, 1, 0.01)), AdamW.Moments.defaults());
    }

    private static void step(LanguageModel model, AdamW optimizer, int rows, int length) {
        try (Scope scope = Scope.open()) {
            long[] words =
                    LongStream.range(0, (long) rows * length)
                            .map(i -> i * 7919 % VOCABULARY)
                            .toArray();
            long[] places = LongStream.range(0, words.length).map(i -> i % length).toArray();
            Tensor ids = Tensor.of(words, rows, length);
            Tensor last =
                    model.forward(
                                    new LanguageInput(
                                                    model.embed(ids),
                                                    Tensor.of(places, rows, length),
                                                    null,
                                                    null,
                                                    Map.of())
                                            .only(-1))
                            .last();
            Tensor logits = model.logits(last).reshape(words.length, VOCABULARY);
            Ops.crossEntropy(logits, ids.reshape(words.length)).mean().backward();
        }
        optimizer.clipGradNorm(1);
        optimizer.step(1e-5);
        optimizer.zeroGrad();
    }

    /**
     * Products of matrices of a step, in those of one layer forward: forward everywhere, backward
     * to the lowest layer that learns, and gradients of the weights that learn. Thin products of
     * adapters are left out.
     *
     * @param weights 1 where weights of the chosen layers learn, 0 where adapters do
     */
    private static double operations(int layers, List<Integer> chosen, boolean whole, int weights) {
        double head = (double) VOCABULARY * WIDTH / (2.25 * WIDTH * WIDTH + 3.0 * WIDTH * 5632);
        double forward = layers + head;
        return whole
                ? 3 * forward
                : forward + head + (layers - chosen.getFirst()) + weights * chosen.size();
    }

    /** Seconds that this process had a processor: of use where other work takes turns with it. */
    private static double processor() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    private static double peak() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("VmHWM"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                        .findFirst()
                        .orElseThrow()
                / 1048576.0;
    }
}
