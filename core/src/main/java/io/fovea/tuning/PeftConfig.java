package io.fovea.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.checkpoint.CheckpointError;
import io.fovea.config.ForeignObject;
import io.fovea.config.StrictJson;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is read of, and written as, the {@code adapter_config.json} of a LoRA adapter, with the keys
 * of PEFT 0.13.
 *
 * @param base where the model was that it was trained on, as its writer called it; may be empty
 * @param rank of layers without a rank of their own
 * @param alpha of layers without an alpha of their own
 * @param rslora whether the scale is alpha / sqrt(rank)
 * @param ranks by pattern of layers' names
 * @param alphas by pattern of layers' names
 */
public record PeftConfig(
        String base,
        int rank,
        double alpha,
        double dropout,
        boolean rslora,
        Map<String, Integer> ranks,
        Map<String, Double> alphas) {

    /** The file's name. */
    public static final String FILE = "adapter_config.json";

    /** {@code peft_type} of the adapters that this package knows. */
    public static final String LORA = "LORA";

    private static final List<String> CHANGING_NOTHING =
            List.of(
                    "auto_mapping",
                    "task_type",
                    "inference_mode",
                    "init_lora_weights",
                    "target_modules",
                    "modules_to_save",
                    "layers_to_transform",
                    "layers_pattern",
                    "loftq_config",
                    "megatron_config",
                    "megatron_core",
                    "revision",
                    "peft_type");

    public PeftConfig {
        ranks = Map.copyOf(ranks);
        alphas = Map.copyOf(alphas);
        if (rank < 1 || !(alpha > 0) || !(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException(
                    "r is at least 1, lora_alpha above 0 and lora_dropout in 0..1, got "
                            + rank
                            + ", "
                            + alpha
                            + " and "
                            + dropout);
        }
    }

    private static JsonNode tree(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new CheckpointError(
                    "open an adapter",
                    folder,
                    Files.isDirectory(folder) ? "no " + FILE : "no folder of this name",
                    "the folder of an adapter",
                    "name a folder that PEFT or a run here wrote");
        }
        return StrictJson.tree(file);
    }

    /** {@code peft_type} of a folder. */
    static String type(Path folder) {
        return ForeignObject.of(tree(folder), folder.resolve(FILE).toString())
                .text("peft_type", "nothing");
    }

    /** Reads the config of a LoRA adapter. */
    static PeftConfig read(Path folder) {
        ForeignObject keys = ForeignObject.of(tree(folder), folder.resolve(FILE).toString());
        keys.accept(CHANGING_NOTHING);
        String type = keys.text("peft_type", "nothing");
        if (!type.equals(LORA)) {
            keys.problem("peft_type", LORA, type, "other kinds of adapters are not computed here");
        }
        for (String key : List.of("use_dora", "fan_in_fan_out")) {
            if (keys.truth(key, false)) {
                keys.problem(key, "false", "true", "this is not computed here");
            }
        }
        if (keys.has("layer_replication")) {
            keys.problem("layer_replication", "null", "a list", "layers are not repeated here");
        }
        String bias = keys.text("bias", "none");
        if (!bias.equals("none")) {
            keys.problem("bias", "none", bias, "biases are not trained with an adapter here");
        }
        int rank = keys.whole("r", 8);
        double alpha = keys.number("lora_alpha", 8);
        double dropout = keys.number("lora_dropout", 0);
        boolean rslora = keys.truth("use_rslora", false);
        String base = keys.text("base_model_name_or_path", "");
        Map<String, Integer> ranks = new TreeMap<>();
        Map<String, Double> alphas = new TreeMap<>();
        tree(folder)
                .path("rank_pattern")
                .properties()
                .forEach(entry -> ranks.put(entry.getKey(), entry.getValue().asInt()));
        tree(folder)
                .path("alpha_pattern")
                .properties()
                .forEach(entry -> alphas.put(entry.getKey(), entry.getValue().asDouble()));
        return keys.make(
                        "", () -> new PeftConfig(base, rank, alpha, dropout, rslora, ranks, alphas))
                .filter(made -> isSound(keys))
                .orElseThrow(keys::error);
    }

    private static boolean isSound(ForeignObject keys) {
        keys.orThrow();
        return true;
    }

    /** The rank of a layer. */
    public int rank(String layer) {
        return pattern(ranks, layer, rank);
    }

    /** The scale of a layer's change. */
    public double scale(String layer) {
        double own = pattern(alphas, layer, alpha);
        int r = rank(layer);
        return rslora ? own / Math.sqrt(r) : own / r;
    }

    /** As PEFT: a pattern stands for names that end in it, after a dot or as a whole. */
    private static <T> T pattern(Map<String, T> patterns, String layer, T otherwise) {
        return patterns.entrySet().stream()
                .filter(e -> Pattern.matches("(.*\\.)?(" + e.getKey() + ")", layer))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(otherwise);
    }

    /**
     * The text of the file.
     *
     * @param base where the model is that it was trained on
     * @param targets the layers that are changed, or how their names end
     * @param whole modules that were trained as a whole
     */
    static String json(
            String base, LoraConfig lora, Collection<String> targets, Collection<String> whole) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("alpha_pattern");
        json.putNull("auto_mapping");
        json.put("base_model_name_or_path", base);
        json.put("bias", "none");
        json.put("fan_in_fan_out", false);
        json.put("inference_mode", true);
        json.put("init_lora_weights", true);
        json.putNull("layer_replication");
        json.putNull("layers_pattern");
        json.putNull("layers_to_transform");
        json.putObject("loftq_config");
        if (lora.alpha() == Math.rint(lora.alpha()) && lora.alpha() < Integer.MAX_VALUE) {
            json.put("lora_alpha", (int) lora.alpha());
        } else {
            json.put("lora_alpha", lora.alpha());
        }
        json.put("lora_dropout", lora.dropout());
        json.putNull("megatron_config");
        json.put("megatron_core", "megatron.core");
        if (whole.isEmpty()) {
            json.putNull("modules_to_save");
        } else {
            whole.forEach(json.putArray("modules_to_save")::add);
        }
        json.put("peft_type", LORA);
        json.put("r", lora.rank());
        json.putObject("rank_pattern");
        json.putNull("revision");
        targets.forEach(json.putArray("target_modules")::add);
        json.put("task_type", "CAUSAL_LM");
        json.put("use_dora", false);
        json.put("use_rslora", lora.rslora());
        return StrictJson.write(json);
    }
}
