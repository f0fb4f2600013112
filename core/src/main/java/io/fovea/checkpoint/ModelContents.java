package io.fovea.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.tensor.Weights;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All that goes into a model folder.
 *
 * @param config becomes {@code config.json}
 * @param weights by their Hugging Face names
 * @param json further JSON files by name, such as {@code preprocessor_config.json} or {@code
 *     tower/config.json}
 * @param copied files to copy under their own names, such as {@code tokenizer.json}
 * @param provenance becomes {@value Provenance#FILE}
 */
public record ModelContents(
        JsonNode config,
        Weights weights,
        Map<String, JsonNode> json,
        List<Path> copied,
        Provenance provenance) {

    public ModelContents {
        json = Map.copyOf(json);
        copied = List.copyOf(copied);
    }
}
