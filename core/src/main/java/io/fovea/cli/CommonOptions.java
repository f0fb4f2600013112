package io.fovea.cli;

import io.fovea.assistant.Assistant;
import io.fovea.assistant.AssistantConfig;
import io.fovea.assistant.AssistantConfig.Precision;
import io.fovea.generate.GenerationConfig;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;
import java.util.List;

/** Options of every verb that asks a model. */
final class CommonOptions {

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "model folder, or ORG/NAME of a pulled one (default: the embedded model)")
    @Nullable Path model;

    @Option(
            names = "--adapter",
            paramLabel = "DIR",
            description =
                    "what was trained apart from the model and is used with it; may be given more"
                            + " than once")
    List<Path> adapters = List.of();

    @Option(
            names = "--no-interaction",
            description = "do not use the interaction network that a model or adapter brings")
    boolean withoutInteraction;

    @Option(names = "--json", description = "print JSON instead of text")
    boolean json;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "seed of everything drawn at random (default: 0)")
    long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "threads of native operations (default: 1 for a small model, else half of what"
                            + " the machine counts as cores)",
            converter = Threads.class)
    int threads;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "cpu, cuda or cuda:N (default: cpu)",
            converter = DeviceName.class)
    String device = "cpu";

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            description = "type of the arithmetic: float32 or bfloat16 (default: float32)",
            converter = PrecisionName.class)
    Precision dtype = Precision.FLOAT32;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description =
                    "0 takes the likeliest word each time (default); above it words are drawn at"
                            + " random",
            converter = Temperature.class)
    double temperature;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "longest answer in tokens (default: 128)",
            converter = Threads.class)
    @Nullable Integer maxTokens;

    /** Opens the model that was asked for; the caller closes it. */
    Assistant open() {
        return model == null
                ? Assistant.openEmbedded(config -> config(config.folder()))
                : open(model);
    }

    /** Opens a model folder, or a pulled model, with these options; the caller closes it. */
    Assistant open(Path place) {
        return Assistant.open(config(ModelArgument.folder(place)));
    }

    private AssistantConfig config(Path folder) {
        return new AssistantConfig(folder, device, dtype, threads, adapters, !withoutInteraction);
    }

    /** How answers are drawn. */
    GenerationConfig generation() {
        return generation(GenerationConfig.GREEDY.maxTokens());
    }

    /**
     * How answers are drawn.
     *
     * @param longest in tokens, unless the user says otherwise
     */
    GenerationConfig generation(int longest) {
        return new GenerationConfig(
                maxTokens == null ? longest : maxTokens,
                temperature,
                GenerationConfig.GREEDY.topP(),
                seed);
    }

    /** At least 1. */
    static final class Threads implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            if (!value.matches("\\d{1,4}") || Integer.parseInt(value) < 1) {
                throw new TypeConversionException(
                        "expected a number from 1 to 9999, got '" + value + "'");
            }
            return Integer.valueOf(value);
        }
    }

    /** A device by name. */
    static final class DeviceName implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            if (!value.matches("cpu|cuda(:\\d{1,3})?")) {
                throw new TypeConversionException(
                        "expected cpu, cuda or cuda:N, got '" + value + "'");
            }
            return value;
        }
    }

    /** A floating type by name. */
    static final class PrecisionName implements ITypeConverter<Precision> {
        @Override
        public Precision convert(String value) {
            return switch (value) {
                case "float32", "fp32" -> Precision.FLOAT32;
                case "bfloat16", "bf16" -> Precision.BFLOAT16;
                default ->
                        throw new TypeConversionException(
                                "expected float32 or bfloat16, got '" + value + "'");
            };
        }
    }

    /** At least 0. */
    static final class Temperature implements ITypeConverter<Double> {
        @Override
        public Double convert(String value) {
            try {
                double number = Double.parseDouble(value);
                if (number >= 0 && number <= 100) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // told below
            }
            throw new TypeConversionException(
                    "expected a number from 0 to 100, got '" + value + "'");
        }
    }
}
