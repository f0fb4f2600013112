package io.fovea.tensor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;

/** An ordered map from names to tensors: a state dictionary. It does not own its tensors. */
public final class Weights {

    private final SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();

    /**
     * Adds a tensor.
     *
     * @throws IllegalArgumentException when the name is taken
     */
    public Weights put(String name, Tensor tensor) {
        if (tensors.putIfAbsent(name, tensor) != null) {
            throw new IllegalArgumentException("two tensors are called '" + name + "'");
        }
        return this;
    }

    /**
     * The tensor of a name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("there is no tensor '" + name + "'");
        }
        return tensor;
    }

    /** Those whose names are not of a kind. */
    public Weights without(Predicate<String> names) {
        Weights others = new Weights();
        tensors.forEach(
                (name, tensor) -> {
                    if (!names.test(name)) {
                        others.put(name, tensor);
                    }
                });
        return others;
    }

    public boolean contains(String name) {
        return tensors.containsKey(name);
    }

    public Set<String> names() {
        return tensors.keySet();
    }

    /** A read-only view in insertion order. */
    public Map<String, Tensor> asMap() {
        return Collections.unmodifiableMap(tensors);
    }

    public int size() {
        return tensors.size();
    }
}
