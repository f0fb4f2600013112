package io.fovea.checkpoint;

import io.fovea.tensor.Weights;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of one or more safetensors files as one map, still on disk. Views die with {@link
 * #close}.
 */
public final class StoredWeights implements AutoCloseable {

    private final List<Safetensors> files;
    private final Map<String, Safetensors> homes = new LinkedHashMap<>();

    private StoredWeights(List<Safetensors> files) {
        this.files = files;
    }

    /**
     * Opens files that together are one set of weights.
     *
     * @throws CheckpointError when a file is damaged or two files hold the same name
     */
    public static StoredWeights open(List<Path> files) {
        StoredWeights weights = new StoredWeights(new ArrayList<>());
        boolean whole = false;
        try {
            for (Path file : files) {
                Safetensors opened = Safetensors.open(file);
                weights.files.add(opened);
                opened.tensors().keySet().forEach(name -> weights.add(name, opened));
            }
            whole = true;
            return weights;
        } finally {
            if (!whole) {
                weights.close();
            }
        }
    }

    private void add(String name, Safetensors file) {
        Safetensors other = homes.put(name, file);
        if (other != null) {
            throw new CheckpointError(
                    "a tensor in two files",
                    file.file(),
                    name + " here and in " + other.file().getFileName(),
                    "each tensor once",
                    "remove the file that does not belong here");
        }
    }

    /** What is in the files, by name. */
    public Map<String, TensorInfo> tensors() {
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        homes.forEach((name, file) -> tensors.put(name, file.info(name)));
        return Collections.unmodifiableMap(tensors);
    }

    /**
     * The file that holds a tensor.
     *
     * @throws CheckpointError when none does
     */
    public Safetensors home(String name) {
        Safetensors home = homes.get(name);
        return home == null ? lost(name) : home;
    }

    private Safetensors lost(String name) {
        throw new CheckpointError(
                "look up a tensor",
                files.isEmpty() ? Path.of("") : files.getFirst().file(),
                "no tensor " + name + " in " + files.size() + " files",
                "one of their tensors",
                "see which names the files have");
    }

    /** The bytes of one tensor in its mapping: valid until {@link #close}. */
    public MemorySegment bytes(String name) {
        return home(name).bytes(name);
    }

    /** All tensors as views, under the conditions of {@link Safetensors#view}. */
    public Weights view() {
        Weights weights = new Weights();
        homes.forEach((name, file) -> weights.put(name, file.view(name)));
        return weights;
    }

    /** All tensors as copies at once, which outlive this object. */
    public Weights load() {
        Weights weights = new Weights();
        homes.forEach((name, file) -> weights.put(name, file.load(name)));
        return weights;
    }

    @Override
    public void close() {
        files.forEach(Safetensors::close);
    }
}
