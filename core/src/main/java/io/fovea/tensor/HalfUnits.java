package io.fovea.tensor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether the processor has units that multiply 16-bit numbers. Read once from what the system says
 * about the processor rather than timed, so that a model computes the same bits in each run however
 * busy the machine is. Where nothing is said the answer is no, which costs a little speed at most.
 */
final class HalfUnits {

    private static final HalfUnits OWN = new HalfUnits(lines(Path.of("/proc/cpuinfo")));

    private final Set<String> flags = new HashSet<>();

    /**
     * @param lines of {@code /proc/cpuinfo}
     */
    HalfUnits(List<String> lines) {
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equals("flags")) {
                flags.addAll(List.of(line.substring(colon + 1).strip().split(" +")));
            }
        }
    }

    /** This processor's. */
    static HalfUnits own() {
        return OWN;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file)
                    ? Files.readAllLines(file, StandardCharsets.ISO_8859_1)
                    : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Whether there are such units for a type; numbers of other types need none. */
    boolean multiply(DType dtype) {
        return switch (dtype) {
            case BFLOAT16 -> flags.contains("avx512_bf16") || flags.contains("amx_bf16");
            case FLOAT16 -> flags.contains("avx512_fp16") || flags.contains("amx_fp16");
            case FLOAT32, FLOAT64, INT64, INT32, INT16, INT8, UINT8, BOOL -> true;
        };
    }
}
