package io.fovea.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.StrictJson;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A model folder as Hugging Face lays it out. */
public final class ModelDirectory {

    /** Weights in a single file. */
    public static final String WEIGHTS = "model.safetensors";

    /** What a folder can be asked to have. */
    public enum Part {
        CONFIG("config.json"),
        WEIGHTS(ModelDirectory.WEIGHTS),
        TOKENIZER("tokenizer.json"),
        PREPROCESSOR("preprocessor_config.json"),
        GENERATION("generation_config.json");

        private final String file;

        Part(String file) {
            this.file = file;
        }

        /** The name of the file; that of the unsharded one for weights. */
        public String file() {
            return file;
        }
    }

    private static final Pattern SHARD = Pattern.compile("model[-0-9a-z]*\\.safetensors");
    private static final List<String> PICKLES = List.of(".bin", ".pt", ".pth", ".pkl", ".ckpt");

    private final Path folder;

    private ModelDirectory(Path folder) {
        this.folder = folder;
    }

    /** Opens a folder that has a config and weights. */
    public static ModelDirectory open(Path folder) {
        return open(folder, EnumSet.of(Part.CONFIG, Part.WEIGHTS));
    }

    /**
     * Opens a folder that has what is needed.
     *
     * @throws CheckpointError that says all that is missing
     */
    public static ModelDirectory open(Path folder, Set<Part> needed) {
        if (!Files.isDirectory(folder)) {
            String got = Files.exists(folder) ? "a file" : "nothing by this name";
            throw new CheckpointError("open", folder, got, "a model folder", "check the path");
        }
        ModelDirectory directory = new ModelDirectory(folder);
        List<String> missing = new ArrayList<>();
        List<String> advice = new ArrayList<>();
        for (Part part : Part.values()) {
            if (needed.contains(part) && !directory.has(part)) {
                missing.add(
                        part == Part.WEIGHTS
                                ? part.file() + " or " + ShardIndex.FILE
                                : part.file());
                directory.advise(part, advice);
            }
        }
        if (!missing.isEmpty()) {
            advice.add("finish the download or name another folder");
            throw new CheckpointError(
                    "files are missing from the model folder",
                    folder,
                    "no " + String.join(", no ", missing),
                    "a folder as Hugging Face lays it out",
                    String.join("; ", advice));
        }
        return directory;
    }

    private void advise(Part part, List<String> advice) {
        List<String> pickles = part == Part.WEIGHTS ? pickles() : List.of();
        if (!pickles.isEmpty()) {
            advice.add(
                    pickles
                            + " are pickles, which can run code of strangers when opened, so they"
                            + " are not: load them where you trust them and save again with"
                            + " save_pretrained(..., safe_serialization=True)");
        }
        if (part == Part.TOKENIZER && find("tokenizer.model").isPresent()) {
            advice.add(
                    "tokenizer.model alone is not read: load it with AutoTokenizer and"
                            + " save_pretrained");
        }
    }

    private List<String> pickles() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> PICKLES.stream().anyMatch(name::endsWith))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The folder. */
    public Path folder() {
        return folder;
    }

    /** Whether a part is there. */
    public boolean has(Part part) {
        return find(part.file()).isPresent()
                || (part == Part.WEIGHTS && find(ShardIndex.FILE).isPresent());
    }

    /** A file of the folder, such as {@code tokenizer_config.json}, if it is there. */
    public Optional<Path> find(String name) {
        return Optional.of(folder.resolve(name)).filter(Files::isRegularFile);
    }

    /** The tree of {@code config.json}. */
    public JsonNode config() {
        return StrictJson.tree(folder.resolve(Part.CONFIG.file()));
    }

    /**
     * The tree of a JSON file of the folder, such as {@code generation_config.json}, if it is
     * there.
     */
    public Optional<JsonNode> json(String name) {
        return find(name).map(StrictJson::tree);
    }

    /**
     * The safetensors files that hold the weights.
     *
     * @throws CheckpointError when there are none, or an index does not fit its shards
     */
    public List<Path> weightFiles() {
        Optional<Path> single = find(WEIGHTS);
        if (single.isPresent()) {
            return List.of(single.get());
        }
        Path index = folder.resolve(ShardIndex.FILE);
        return ShardIndex.read(index).shards().stream().map(folder::resolve).toList();
    }

    /**
     * Opens the weights; the caller closes them.
     *
     * @throws CheckpointError when a file is damaged or the index and the shards disagree
     */
    public StoredWeights openWeights() {
        StoredWeights weights = StoredWeights.open(weightFiles());
        if (find(WEIGHTS).isEmpty()) {
            try {
                checkIndex(weights);
            } catch (CheckpointError e) {
                weights.close();
                throw e;
            }
        }
        return weights;
    }

    private void checkIndex(StoredWeights weights) {
        Path file = folder.resolve(ShardIndex.FILE);
        Map<String, String> index = ShardIndex.read(file).weightMap();
        Map<String, TensorInfo> stored = weights.tensors();
        Set<String> wrong = new HashSet<>(stored.keySet());
        wrong.removeAll(index.keySet());
        index.forEach(
                (name, shard) -> {
                    boolean there = stored.containsKey(name);
                    if (!there || !weights.home(name).file().endsWith(shard)) {
                        wrong.add(name);
                    }
                });
        if (!wrong.isEmpty()) {
            throw new CheckpointError(
                    "the index and the shards disagree",
                    file,
                    wrong.size()
                            + " tensors not where the index says: "
                            + wrong.stream().sorted().limit(10).toList(),
                    "each tensor in the shard the index names",
                    "get the index and all shards of one and the same version");
        }
    }

    /**
     * Writes a model folder, whole or not at all.
     *
     * @param ifExists a folder is replaced only where all that is in it belongs to a model folder,
     *     so that a wrong name costs nobody other files
     * @throws CheckpointError when it cannot be written, or the name is taken and may not be
     *     replaced
     */
    public static ModelDirectory save(Path target, ModelContents contents, IfExists ifExists) {
        if (ifExists == IfExists.REPLACE) {
            refuseStrangers(target, contents);
        }
        AtomicFolder.write(target, ifExists, folder -> fill(folder, contents));
        return open(target);
    }

    private static void refuseStrangers(Path target, ModelContents contents) {
        if (!Files.exists(target)) {
            return;
        }
        List<String> strangers = List.of("no folder");
        if (Files.isDirectory(target)) {
            Set<String> own = new HashSet<>();
            contents.json().keySet().forEach(name -> own.add(Path.of(name).getName(0).toString()));
            own.addAll(List.of(Part.CONFIG.file(), Provenance.FILE, ShardIndex.FILE));
            contents.copied().forEach(file -> own.add(file.getFileName().toString()));
            try (Stream<Path> files = Files.list(target)) {
                strangers =
                        files.map(file -> file.getFileName().toString())
                                .filter(
                                        name ->
                                                !own.contains(name)
                                                        && !SHARD.matcher(name).matches())
                                .sorted()
                                .limit(5)
                                .toList();
            } catch (IOException e) {
                throw AtomicFile.failed(target, e);
            }
        }
        if (!strangers.isEmpty()) {
            throw new CheckpointError(
                    "write a model folder",
                    target,
                    "something else by this name (" + String.join(", ", strangers) + ")",
                    "a free name, or a model folder to replace",
                    "choose another name; nothing was changed");
        }
    }

    private static void fill(Path folder, ModelContents contents) throws IOException {
        new SafetensorsWriter()
                .writeModel(folder, contents.weights(), SafetensorsWriter.DEFAULT_SHARD_BYTES);
        Files.writeString(folder.resolve(Part.CONFIG.file()), StrictJson.write(contents.config()));
        for (Map.Entry<String, JsonNode> entry : contents.json().entrySet()) {
            Path file = folder.resolve(entry.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, StrictJson.write(entry.getValue()));
        }
        for (Path file : contents.copied()) {
            // The bytes, not the rights: a model folder is as readable as anything new.
            Files.write(folder.resolve(file.getFileName().toString()), Files.readAllBytes(file));
        }
        Files.writeString(folder.resolve(Provenance.FILE), StrictJson.write(contents.provenance()));
    }
}
