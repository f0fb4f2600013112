package io.fovea.cli;

import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options of every verb that asks a model. */
final class CommonOptions {

    @Option(names = "--model", paramLabel = "DIR", description = "model folder (default: the embedded model)")
    @Nullable Path model;

    @Option(names = "--json", description = "print JSON instead of text")
    boolean json;

    @Option(names = "--seed", paramLabel = "N", description = "seed of everything drawn at random (default: 0)")
    long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads of native operations (default: as many as the machine has cores)",
            converter = Threads.class)
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "cpu, cuda or cuda:N (default: cpu)",
            converter = DeviceName.class)
    Device device = Device.CPU;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            description = "type of the arithmetic: float32 or bfloat16 (default: float32)",
            converter = DTypeName.class)
    DType dtype = DType.FLOAT32;

    /** At least 1. */
    static final class Threads implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            if (!value.matches("\\d{1,4}") || Integer.parseInt(value) < 1) {
                throw new TypeConversionException("expected a number from 1 to 9999, got '" + value + "'");
            }
            return Integer.valueOf(value);
        }
    }

    /** A device by name. */
    static final class DeviceName implements ITypeConverter<Device> {
        @Override
        public Device convert(String value) {
            try {
                return new Device(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** A floating type by name. */
    static final class DTypeName implements ITypeConverter<DType> {
        @Override
        public DType convert(String value) {
            return switch (value) {
                case "float32", "fp32" -> DType.FLOAT32;
                case "bfloat16", "bf16" -> DType.BFLOAT16;
                default -> throw new TypeConversionException("expected float32 or bfloat16, got '" + value + "'");
            };
        }
    }
}
