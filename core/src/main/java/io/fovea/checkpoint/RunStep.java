package io.fovea.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.ConfigError;
import io.fovea.config.StrictJson;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A whole checkpoint of a run: its marker is there, and each file has the size that the marker
 * says.
 *
 * @param step how many steps had been taken
 * @param folder {@code step-*} of the run
 */
public record RunStep(long step, Path folder) {

    private static final String MARKER = "complete.json";
    private static final String OPTIMIZER = "optimizer.safetensors";
    private static final String POSITION = "position.json";

    private record Marker(Map<String, Long> sizes) {}

    /** Opens the model's weights; the caller closes them. */
    public StoredWeights openModel() {
        return StoredWeights.open(List.of(folder.resolve(ModelDirectory.WEIGHTS)));
    }

    /** Opens the optimizer's moments; the caller closes them. */
    public StoredWeights openOptimizer() {
        return StoredWeights.open(List.of(folder.resolve(OPTIMIZER)));
    }

    /** What the trainer gave as position. */
    public JsonNode position() {
        return StrictJson.tree(folder.resolve(POSITION));
    }

    static void fill(Path folder, RunState state) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        writer.write(folder.resolve(ModelDirectory.WEIGHTS), state.model());
        writer.write(folder.resolve(OPTIMIZER), state.optimizer());
        Files.writeString(folder.resolve(POSITION), StrictJson.write(state.position()));
        Files.writeString(folder.resolve(MARKER), StrictJson.write(new Marker(sizes(folder))));
    }

    /** Whether everything that was written is still there. */
    boolean isComplete() {
        try {
            Marker marker = StrictJson.read(folder.resolve(MARKER), Marker.class);
            return marker.sizes()
                            .keySet()
                            .containsAll(List.of(ModelDirectory.WEIGHTS, OPTIMIZER, POSITION))
                    && sizes(folder).equals(marker.sizes());
        } catch (ConfigError | IOException e) {
            return false;
        }
    }

    private static Map<String, Long> sizes(Path folder) throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (!file.endsWith(MARKER)) {
                    sizes.put(file.getFileName().toString(), Files.size(file));
                }
            }
        }
        return Collections.unmodifiableMap(sizes);
    }
}
