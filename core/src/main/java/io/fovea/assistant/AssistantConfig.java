package io.fovea.assistant;

import java.nio.file.Path;
import java.util.List;

/**
 * What an assistant is opened with.
 *
 * @param folder a model folder: {@code config.json}, {@code model.safetensors}, {@code
 *     tokenizer.json}
 * @param device {@code cpu}, {@code cuda} or {@code cuda:N}
 * @param precision type of the arithmetic
 * @param threads for one operation; 0 for as many as pay: one for a small model, else half of what
 *     the machine counts as cores
 * @param adapters folders of what was trained apart from the model and is used with it
 * @param interaction whether an interaction network, where there is one, is used
 */
public record AssistantConfig(
        Path folder,
        String device,
        Precision precision,
        int threads,
        List<Path> adapters,
        boolean interaction) {

    /** Type of the arithmetic. */
    public enum Precision {
        FLOAT32,
        /** Half the memory; faster only on hardware that computes it, slower elsewhere. */
        BFLOAT16
    }

    public AssistantConfig {
        adapters = List.copyOf(adapters);
        if (threads < 0) {
            throw new IllegalArgumentException(
                    "threads is at least 1, or 0 for all cores, got " + threads);
        }
        if (!device.matches("cpu|cuda(:\\d+)?")) {
            throw new IllegalArgumentException(
                    "device is cpu, cuda or cuda:N, got '" + device + "'");
        }
    }

    /** Without adapters. */
    public AssistantConfig(Path folder, String device, Precision precision, int threads) {
        this(folder, device, precision, threads, List.of(), true);
    }

    /** On the processor, in FLOAT32, with as many threads as pay. */
    public static AssistantConfig of(Path folder) {
        return new AssistantConfig(folder, "cpu", Precision.FLOAT32, 0);
    }

    /** The same on another device. */
    public AssistantConfig on(String other) {
        return new AssistantConfig(folder, other, precision, threads, adapters, interaction);
    }

    /** The same with another type of the arithmetic. */
    public AssistantConfig in(Precision other) {
        return new AssistantConfig(folder, device, other, threads, adapters, interaction);
    }

    /** The same with another number of threads. */
    public AssistantConfig withThreads(int count) {
        return new AssistantConfig(folder, device, precision, count, adapters, interaction);
    }

    /** The same with these adapters. */
    public AssistantConfig withAdapters(List<Path> folders) {
        return new AssistantConfig(folder, device, precision, threads, folders, interaction);
    }

    /** The same with an interaction network used where there is one, or not. */
    public AssistantConfig withInteraction(boolean used) {
        return new AssistantConfig(folder, device, precision, threads, adapters, used);
    }
}
