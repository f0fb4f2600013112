package io.fovea.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.checkpoint.AtomicFolder;
import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.IfExists;
import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.Provenance;
import io.fovea.checkpoint.SafetensorsWriter;
import io.fovea.checkpoint.StoredWeights;
import io.fovea.checkpoint.TensorInfo;
import io.fovea.checkpoint.TensorPlan;
import io.fovea.config.StrictJson;
import io.fovea.nn.Module;
import io.fovea.nn.Parameter;
import io.fovea.tensor.DType;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tokenizer.AddedTokens;
import io.fovea.tokenizer.SpecialTokenNames;
import io.fovea.tokenizer.TokenizerFiles;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.LongStream;

/**
 * Gives a model folder a further module with special tokens of its own, as a new folder. The
 * weights that were there are copied bit by bit, in their types and under their names, so that
 * other programs go on opening the folder; nothing but one of them at a time is in memory.
 *
 * <p>New tokens take ids behind the tokenizer's last one. Many models have more rows of embedding
 * than tokens: those are used up first, and only what does not fit makes the vocabulary grow, to a
 * multiple of 8. A new token's rows of embedding and head are the mean of the rows of all old
 * tokens. An extension that writes the vectors of its tokens itself gets no rows at all: the
 * embedding stays as it is, to the bit.
 */
public final class FolderExtension {

    private static final int MULTIPLE = 8;
    private static final long BLOCK = 4096;
    private static final List<String> ROWS =
            List.of("embed_tokens.weight", "lm_head.weight", "lm_head.bias");

    private final ModelDirectory source;
    private final ModelDescription description;
    private final Addition addition;
    private final AddedTokens tokens;
    private final int rows;

    /**
     * What is added.
     *
     * @param name of the extension: begins the names of its weights
     * @param config how it is made, for {@code config.json}
     * @param module the extension itself, with values
     * @param tokens names of its tokens; bos, eos, pad and image are not looked at
     * @param rows what the embedding gets for tokens that are new
     */
    public record Addition(
            String name, JsonNode config, Module module, SpecialTokenNames tokens, Rows rows) {}

    /** Rows of the embedding for new tokens. */
    public enum Rows {
        /** One each, the mean of all others. */
        MEAN,
        /** None: their ids may lie behind the last row, and nobody looks them up. */
        NONE
    }

    /**
     * What was written.
     *
     * @param tokens ids of the extension's tokens by name
     * @param fresh how many of them are new
     * @param vocabularyBefore rows of the embedding before
     * @param vocabulary rows of the embedding now
     * @param parameters of the extension
     */
    public record Written(
            Map<String, Integer> tokens,
            int fresh,
            int vocabularyBefore,
            int vocabulary,
            long parameters) {}

    private FolderExtension(
            ModelDirectory source,
            ModelDescription description,
            Addition addition,
            AddedTokens tokens) {
        this.source = source;
        this.description = description;
        this.addition = addition;
        this.tokens = tokens;
        int wanted = (tokens.size() + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
        boolean fits = addition.rows == Rows.NONE || tokens.size() <= description.vocabulary();
        rows = fits ? description.vocabulary() : wanted;
    }

    /**
     * Writes an extended model, whole or not at all.
     *
     * @param folder the model as it is; not changed
     * @param target a free name
     * @throws CheckpointError when the folder cannot be extended, or already is by this name
     * @throws io.fovea.tokenizer.TokenizerError when a token's name is taken
     */
    public static Written write(
            Path folder, Path target, Addition addition, Provenance provenance) {
        ModelDirectory source =
                ModelDirectory.open(
                        folder,
                        EnumSet.of(
                                ModelDirectory.Part.CONFIG,
                                ModelDirectory.Part.WEIGHTS,
                                ModelDirectory.Part.TOKENIZER));
        ModelDescription description = ModelFamilies.plan(source).description();
        refuse(folder, description, addition);
        AddedTokens tokens =
                AddedTokens.to(
                        folder.resolve(TokenizerFiles.TOKENIZER),
                        List.copyOf(HfDescription.ownTokens(addition.tokens()).values()));
        FolderExtension extension = new FolderExtension(source, description, addition, tokens);
        extension.refuseOthersTokens();
        AtomicFolder.write(target, IfExists.REFUSE, written -> extension.fill(written, provenance));
        return new Written(
                tokens.ids(),
                tokens.fresh().size(),
                description.vocabulary(),
                extension.rows,
                addition.module().parameterCount());
    }

    private static void refuse(Path folder, ModelDescription description, Addition addition) {
        if (addition.rows == Rows.MEAN && !(description instanceof HfDescription)) {
            throw new CheckpointError(
                    "extend",
                    folder,
                    "a model of the family '" + description.modelType() + "'",
                    "a model of a Hugging Face family",
                    "a model of our own gets its heads from the recipe that trains it");
        }
        if (description.extensions().containsKey(addition.name())) {
            throw new CheckpointError(
                    "extend",
                    folder,
                    "a model that has the extension '" + addition.name() + "'",
                    "one without it",
                    "use it as it is, or extend the model that it was made from");
        }
    }

    /** A token that the model uses otherwise must not come to mean a place as well. */
    private void refuseOthersTokens() {
        SpecialTokenNames used = description.tokens();
        for (String name :
                new @Nullable String[] {used.bos(), used.eos(), used.pad(), used.image()}) {
            if (name != null && tokens.ids().containsKey(name)) {
                throw new CheckpointError(
                        "extend",
                        source.folder(),
                        "the token '" + name + "', which the model uses already",
                        "a name of its own for each token",
                        "choose another name");
            }
        }
    }

    private void fill(Path folder, Provenance provenance) throws IOException {
        try (StoredWeights stored = source.openWeights()) {
            Map<String, Parameter> added = new LinkedHashMap<>();
            addition.module()
                    .parameters()
                    .forEach((name, value) -> added.put(addition.name() + "." + name, value));
            new SafetensorsWriter()
                    .writeModel(
                            folder,
                            plans(stored, added),
                            name -> tensor(name, stored, added),
                            SafetensorsWriter.DEFAULT_SHARD_BYTES);
        }
        JsonNode config = config();
        Files.writeString(folder.resolve("config.json"), StrictJson.write(config));
        Files.writeString(folder.resolve(TokenizerFiles.TOKENIZER), tokens.text());
        Optional<JsonNode> names = source.json(TokenizerFiles.CONFIG);
        if (names.isPresent() && names.get() instanceof ObjectNode object) {
            Files.writeString(
                    folder.resolve(TokenizerFiles.CONFIG),
                    StrictJson.write(tokens.listedIn(object)));
        }
        CompanionFiles.of(source.folder(), config).copyTo(folder);
        Files.writeString(folder.resolve(Provenance.FILE), StrictJson.write(provenance));
    }

    private SequencedMap<String, TensorPlan> plans(
            StoredWeights stored, Map<String, Parameter> added) {
        SequencedMap<String, TensorPlan> plans = new LinkedHashMap<>();
        Map<String, TensorInfo> infos = stored.tensors();
        if (infos.keySet().stream().noneMatch(name -> name.endsWith(ROWS.getFirst()))) {
            throw new CheckpointError(
                    "extend",
                    source.folder(),
                    "no weight called *." + ROWS.getFirst(),
                    "the embedding of the language model",
                    "take a whole model");
        }
        infos.forEach(
                (name, info) -> {
                    List<Long> shape = new ArrayList<>(info.shape());
                    if (isRows(name)) {
                        shape.set(0, (long) rows);
                    }
                    plans.put(name, new TensorPlan(info.type(), shape));
                });
        added.forEach(
                (name, parameter) -> {
                    Tensor value = parameter.value();
                    List<Long> shape = LongStream.of(value.dims()).boxed().toList();
                    if (plans.put(name, new TensorPlan(value.dtype(), shape)) != null) {
                        throw new CheckpointError(
                                "extend",
                                source.folder(),
                                "a weight called " + name,
                                "no weight of the extension",
                                "extend the model that this one was made from");
                    }
                });
        return plans;
    }

    private static boolean isRows(String name) {
        return ROWS.stream().anyMatch(row -> name.equals(row) || name.endsWith("." + row));
    }

    private Tensor tensor(String name, StoredWeights stored, Map<String, Parameter> added) {
        Parameter own = added.get(name);
        if (own != null) {
            return own.value().detach().cpu().contiguous();
        }
        Tensor there = stored.home(name).view(name);
        return addition.rows == Rows.MEAN && isRows(name) ? grown(there) : there;
    }

    /**
     * {@code [V, ...]} to {@code [rows, ...]}: rows of fresh tokens, and those behind the old last
     * one, are the mean of the tokens' rows.
     */
    private Tensor grown(Tensor there) {
        long had = there.size(0);
        long fresh = tokens.fresh().size();
        if (fresh == 0 && had == rows) {
            return there;
        }
        long before = tokens.before();
        List<Tensor> parts = new ArrayList<>(List.of(there.narrow(0, 0, before)));
        long kept = Math.max(0, had - before - fresh);
        long[] dims = there.dims();
        dims[0] = rows - before - kept;
        parts.add(mean(there, before).expand(dims));
        if (kept > 0) {
            parts.add(there.narrow(0, had - kept, kept));
        }
        return Tensor.cat(parts, 0);
    }

    /** Mean of the first rows, summed block by block in 32 bits: {@code [1, ...]}. */
    private static Tensor mean(Tensor there, long count) {
        try (Scope scope = Scope.open()) {
            Tensor sum = there.narrow(0, 0, 1).to(DType.FLOAT32).mul(0);
            for (long at = 0; at < count; at += BLOCK) {
                try (Scope block = Scope.open()) {
                    Tensor rows = there.narrow(0, at, Math.min(BLOCK, count - at));
                    sum.add_(rows.to(DType.FLOAT32).sum(0, true), 1);
                }
            }
            return scope.keep(sum.mul(1.0 / count).to(there.dtype()));
        }
    }

    /** {@code config.json}: as it came, with the new number of rows and what we add. */
    private JsonNode config() {
        Map<String, JsonNode> extensions = new LinkedHashMap<>(description.extensions());
        extensions.put(addition.name(), addition.config());
        return description.extendedJson(addition.tokens(), extensions, rows);
    }
}
