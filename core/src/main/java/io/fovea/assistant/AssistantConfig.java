package io.fovea.assistant;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * What an assistant is opened with.
 *
 * @param folder a model folder: {@code config.json}, {@code model.safetensors}, {@code
 *     tokenizer.json}
 * @param device {@code cpu}, {@code cuda} or {@code cuda:N}
 * @param precision type of the arithmetic
 * @param threads for one operation; 0 for as many as pay: one for a small model, else half of what
 *     the machine counts as cores
 * @param adapter folder of an adapter that is put beside the weights; null for none
 */
public record AssistantConfig(
        Path folder, String device, Precision precision, int threads, @Nullable Path adapter) {

    /** Type of the arithmetic. */
    public enum Precision {
        FLOAT32,
        /** Half the memory; faster only on hardware that computes it, slower elsewhere. */
        BFLOAT16
    }

    public AssistantConfig {
        if (threads < 0) {
            throw new IllegalArgumentException(
                    "threads is at least 1, or 0 for all cores, got " + threads);
        }
        if (!device.matches("cpu|cuda(:\\d+)?")) {
            throw new IllegalArgumentException(
                    "device is cpu, cuda or cuda:N, got '" + device + "'");
        }
    }

    /** Without an adapter. */
    public AssistantConfig(Path folder, String device, Precision precision, int threads) {
        this(folder, device, precision, threads, null);
    }

    /** On the processor, in FLOAT32, with as many threads as pay. */
    public static AssistantConfig of(Path folder) {
        return new AssistantConfig(folder, "cpu", Precision.FLOAT32, 0);
    }

    /** The same on another device. */
    public AssistantConfig on(String other) {
        return new AssistantConfig(folder, other, precision, threads, adapter);
    }

    /** The same with another type of the arithmetic. */
    public AssistantConfig in(Precision other) {
        return new AssistantConfig(folder, device, other, threads, adapter);
    }

    /** The same with another number of threads. */
    public AssistantConfig withThreads(int count) {
        return new AssistantConfig(folder, device, precision, count, adapter);
    }

    /** The same with an adapter beside the weights. */
    public AssistantConfig withAdapter(@Nullable Path other) {
        return new AssistantConfig(folder, device, precision, threads, other);
    }
}
