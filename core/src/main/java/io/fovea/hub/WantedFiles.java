package io.fovea.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which files of a repository make up a model folder: configs, words, chat templates, and weights
 * in one form of safetensors. Subfolders hold other forms (ONNX, original checkpoints), except one
 * for further chat templates.
 */
final class WantedFiles {

    private static final String WEIGHTS = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final Pattern SHARD =
            Pattern.compile("model-\\d+-of-\\d+\\.safetensors", Pattern.CASE_INSENSITIVE);
    private static final Set<String> PLAIN =
            Set.of(
                    "tokenizer.json",
                    "tokenizer.model",
                    "special_tokens_map.json",
                    "added_tokens.json",
                    "vocab.json",
                    "vocab.txt",
                    "merges.txt",
                    "spiece.model",
                    "sentencepiece.bpe.model",
                    "chat_template.json",
                    "chat_template.jinja",
                    "fovea.json");
    private static final Pattern CONFIG =
            Pattern.compile("config.*\\.json|[a-z0-9_]+_config\\.json");
    private static final Pattern TEMPLATE =
            Pattern.compile("additional_chat_templates/[^/]+\\.jinja");
    private static final List<String> PICKLES = List.of(".bin", ".pt", ".pth", ".pkl", ".ckpt");

    private WantedFiles() {}

    /**
     * Chooses.
     *
     * @param names all files of the repository
     * @throws HubError when there are no safetensors in its root
     */
    static List<String> choose(List<String> names, ModelName model) {
        List<String> wanted = new ArrayList<>();
        for (String name : names) {
            if (PLAIN.contains(name)
                    || CONFIG.matcher(name).matches()
                    || TEMPLATE.matcher(name).matches()) {
                wanted.add(name);
            }
        }
        wanted.addAll(weights(names, model));
        return wanted;
    }

    private static List<String> weights(List<String> names, ModelName model) {
        if (names.contains(WEIGHTS)) {
            return List.of(WEIGHTS);
        }
        List<String> shards = names.stream().filter(name -> SHARD.matcher(name).matches()).toList();
        if (names.contains(INDEX) && !shards.isEmpty()) {
            List<String> both = new ArrayList<>(List.of(INDEX));
            both.addAll(shards);
            return both;
        }
        List<String> others =
                names.stream()
                        .filter(name -> name.endsWith(".safetensors") && name.indexOf('/') < 0)
                        .toList();
        if (others.isEmpty()) {
            throw none(names, model);
        }
        return others;
    }

    private static HubError none(List<String> names, ModelName model) {
        List<String> pickles =
                names.stream().filter(name -> PICKLES.stream().anyMatch(name::endsWith)).toList();
        if (!pickles.isEmpty()) {
            return new HubError(
                    model
                            + " has its weights only as pickles ("
                            + some(pickles)
                            + "), which can run code of strangers when opened, so they are not"
                            + " fetched; try --revision refs/pr/N where a pull request on its page"
                            + " adds safetensors, or load it where you trust it and save it with"
                            + " save_pretrained(..., safe_serialization=True)");
        }
        List<String> deeper = names.stream().filter(name -> name.endsWith(".safetensors")).toList();
        return new HubError(
                model
                        + " has no safetensors beside its config"
                        + (deeper.isEmpty()
                                ? ", only " + some(names)
                                : "; those in subfolders (" + some(deeper) + ") are other forms")
                        + "; look for the repository that holds the model in transformers' layout");
    }

    private static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(4, names.size())))
                + (names.size() > 4 ? " and " + (names.size() - 4) + " more" : "");
    }
}
