package io.fovea.projector;

import io.fovea.nn.Activation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a projector computes and how its weights are named, below the prefix of its family. */
public sealed interface ProjectorForm {

    /**
     * Linear layers with an activation between them, the first from Dv to Dl, the others from Dl to
     * Dl.
     *
     * @param layers names of the layers; the name "" is the projector itself
     * @param activation between layers
     * @param pooledGrid patches on a side after average pooling before the layers, 0 for no pooling
     */
    record Stack(List<String> layers, Activation activation, int pooledGrid)
            implements ProjectorForm {

        public Stack {
            layers = List.copyOf(layers);
            if (layers.isEmpty()) {
                throw new IllegalArgumentException("a stack has at least one layer");
            }
        }
    }

    /**
     * Blocks of {@code side x side} patches become one wide state (pixel shuffle, Idefics3), then a
     * linear layer without bias.
     */
    record Shuffle(int side) implements ProjectorForm {

        public Shuffle {
            positive("scale_factor", side);
        }
    }

    /**
     * Patches that come in blocks of {@code side x side} are normed, joined and go through two
     * layers (Qwen2-VL).
     */
    record Merge(int side) implements ProjectorForm {

        public Merge {
            positive("spatial_merge_size", side);
        }
    }

    /** LLaVA-1.5 in Hugging Face's files: {@code linear_1}, {@code linear_2}. */
    static ProjectorForm llava(Activation activation) {
        return new Stack(List.of("linear_1", "linear_2"), activation, 0);
    }

    /**
     * LLaVA's own files and Bunny's: {@code mm_projector_type} is {@code linear}, or {@code
     * mlpNx_gelu} with layers 0, 2, 4 ...
     *
     * @throws IllegalArgumentException saying what is known
     */
    static ProjectorForm original(String projectorType) {
        if (projectorType.equals("linear")) {
            return new Stack(List.of(""), Activation.GELU, 0);
        }
        Matcher mlp = Pattern.compile("mlp([1-9][0-9]?)x_gelu").matcher(projectorType);
        if (!mlp.matches()) {
            throw new IllegalArgumentException(
                    "unknown mm_projector_type '"
                            + projectorType
                            + "', known: linear, mlp1x_gelu, mlp2x_gelu, ...");
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(mlp.group(1)); i++) {
            names.add(String.valueOf(2 * i));
        }
        return new Stack(names, Activation.GELU, 0);
    }

    private static void positive(String key, int side) {
        if (side < 1) {
            throw new IllegalArgumentException(key + " is at least 1, got " + side);
        }
    }
}
