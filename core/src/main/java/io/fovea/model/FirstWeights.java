package io.fovea.model;

import io.fovea.checkpoint.SafetensorsWriter;
import io.fovea.checkpoint.TensorPlan;
import io.fovea.nn.Parameter;
import io.fovea.tensor.DType;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Tensor;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The first weights of a tree of modules, drawn into files. Each has a generator of its own, seeded
 * by its name, so the order in which they are drawn does not matter.
 */
public final class FirstWeights {

    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

    private final SequencedMap<String, Parameter> parameters;
    private final long seed;
    private final DType dtype;

    /** Hears how far it is; may end it by throwing. */
    public interface Listener {

        /** Hears nothing. */
        Listener NONE =
                new Listener() {
                    @Override
                    public void planned(int tensors, long bytes) {}

                    @Override
                    public void drawn(String name, long bytes) {}
                };

        /** Before the first one. */
        void planned(int tensors, long bytes);

        /** One was drawn and is about to be written. */
        void drawn(String name, long bytes);
    }

    /** What was written: tensors, the numbers in them, their bytes. */
    record Written(int tensors, long parameters, long bytes) {}

    /**
     * Plans; nothing is drawn.
     *
     * @param parameters of a tree, which keeps no values
     * @param dtype type in which they are stored
     */
    FirstWeights(SequencedMap<String, Parameter> parameters, long seed, DType dtype) {
        this.parameters = parameters;
        this.seed = seed;
        this.dtype = dtype;
    }

    private SequencedMap<String, TensorPlan> plans() {
        SequencedMap<String, TensorPlan> plans = new LinkedHashMap<>();
        parameters.forEach(
                (name, parameter) ->
                        plans.put(
                                name,
                                new TensorPlan(
                                        dtype,
                                        Arrays.stream(parameter.shape().dims()).boxed().toList())));
        return plans;
    }

    /** Bytes of all weights. */
    long bytes() {
        return plans().values().stream().mapToLong(TensorPlan::byteSize).sum();
    }

    /**
     * Draws and writes all, one after the other.
     *
     * @throws io.fovea.checkpoint.CheckpointError when a file cannot be written
     */
    Written write(Path folder, Listener listener) {
        SequencedMap<String, TensorPlan> plans = plans();
        listener.planned(plans.size(), bytes());
        try (Grad off = Grad.off()) {
            new SafetensorsWriter()
                    .writeModel(
                            folder,
                            plans,
                            name -> {
                                Parameter parameter = parameters.get(name);
                                if (parameter == null) {
                                    throw new IllegalStateException("no parameter " + name);
                                }
                                Tensor first = parameter.first(generator(name)).to(dtype);
                                listener.drawn(name, parameter.shape().elements() * dtype.bytes());
                                return first;
                            },
                            SafetensorsWriter.DEFAULT_SHARD_BYTES);
        }
        long elements = parameters.values().stream().mapToLong(p -> p.shape().elements()).sum();
        return new Written(plans.size(), elements, bytes());
    }

    /** FNV-1a of the name (Fowler, Noll, Vo), moved by the seed. */
    private Rng generator(String name) {
        long hash = FNV_BASIS;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * FNV_PRIME;
        }
        return new Rng(hash ^ (seed * GOLDEN_RATIO));
    }
}
