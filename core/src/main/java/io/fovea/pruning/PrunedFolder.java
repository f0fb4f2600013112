package io.fovea.pruning;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.checkpoint.AtomicFolder;
import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.IfExists;
import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.Provenance;
import io.fovea.checkpoint.SafetensorsWriter;
import io.fovea.checkpoint.StoredWeights;
import io.fovea.checkpoint.TensorPlan;
import io.fovea.config.StrictJson;
import io.fovea.language.Decoder;
import io.fovea.language.DecoderConfig;
import io.fovea.model.CompanionFiles;
import io.fovea.model.ModelFamilies;
import io.fovea.model.ModelPlan;
import io.fovea.model.VisionLanguageModel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * A model folder without some of its language layers: an ordinary, smaller folder. What stays is
 * copied bit by bit, in its type; layers are numbered anew. Only one tensor at a time is in memory.
 */
public final class PrunedFolder {

    /** The plan, beside the weights that it left. */
    public static final String PLAN = "pruning.json";

    private static final String TOKENIZER = "tokenizer.json";

    private final ModelDirectory source;
    private final LanguageLayers names;
    private final DecoderConfig before;
    private final PruningPlan plan;
    private final List<Integer> stays;

    /**
     * What was written.
     *
     * @param layersBefore L of the model as it was
     * @param layers L now
     * @param parametersBefore stored numbers of the model as it was
     * @param parameters stored numbers now
     */
    public record Written(int layersBefore, int layers, long parametersBefore, long parameters) {}

    private PrunedFolder(ModelDirectory source, PruningPlan plan) {
        this.source = source;
        this.plan = plan;
        ModelPlan model = ModelFamilies.plan(source);
        names = LanguageLayers.of(model);
        before = decoder(model);
        stays = plan.stays();
    }

    private static DecoderConfig decoder(ModelPlan plan) {
        try (VisionLanguageModel model = plan.model().get()) {
            if (model.language() instanceof Decoder decoder) {
                return decoder.config();
            }
            throw new IllegalArgumentException(
                    "the language model of the family '"
                            + model.description().modelType()
                            + "' is no decoder whose layers can be told apart");
        }
    }

    /**
     * Writes the smaller model, whole or not at all.
     *
     * @param folder the model as it is; not changed
     * @param target a free name
     * @param plan made for this model; see {@link PruningPlan#requireFits}, which is not asked here
     * @throws CheckpointError when the folder is no model folder, or the name is taken
     */
    public static Written write(Path folder, Path target, PruningPlan plan, Provenance provenance) {
        ModelDirectory source =
                ModelDirectory.open(
                        folder,
                        EnumSet.of(
                                ModelDirectory.Part.CONFIG,
                                ModelDirectory.Part.WEIGHTS,
                                ModelDirectory.Part.TOKENIZER));
        PrunedFolder pruned = new PrunedFolder(source, plan);
        long[] parameters = new long[2];
        AtomicFolder.write(
                target, IfExists.REFUSE, into -> pruned.fill(into, provenance, parameters));
        return new Written(plan.layers(), pruned.stays.size(), parameters[0], parameters[1]);
    }

    private void fill(Path folder, Provenance provenance, long[] parameters) throws IOException {
        try (StoredWeights stored = source.openWeights()) {
            Map<String, String> origins = new HashMap<>();
            SequencedMap<String, TensorPlan> plans = plans(stored, origins);
            parameters[0] =
                    stored.tensors().values().stream().mapToLong(info -> info.elements()).sum();
            parameters[1] =
                    plans.values().stream()
                            .mapToLong(each -> each.byteSize() / each.type().bytes())
                            .sum();
            new SafetensorsWriter()
                    .writeModel(
                            folder,
                            plans,
                            name -> {
                                String origin = origins.getOrDefault(name, name);
                                return stored.home(origin).view(origin);
                            },
                            SafetensorsWriter.DEFAULT_SHARD_BYTES);
        }
        JsonNode config = PrunedConfig.of(source.config(), before, stays);
        Files.writeString(
                folder.resolve(ModelDirectory.Part.CONFIG.file()), StrictJson.write(config));
        Files.write(
                folder.resolve(TOKENIZER), Files.readAllBytes(source.folder().resolve(TOKENIZER)));
        CompanionFiles.of(source.folder(), config).copyTo(folder);
        Files.writeString(folder.resolve(PLAN), StrictJson.write(plan));
        Files.writeString(folder.resolve(Provenance.FILE), StrictJson.write(provenance));
        check(folder);
    }

    /**
     * Every tensor that stays, under its new name.
     *
     * @param origins filled with the name that each had
     */
    private SequencedMap<String, TensorPlan> plans(
            StoredWeights stored, Map<String, String> origins) {
        SequencedMap<String, TensorPlan> plans = new LinkedHashMap<>();
        stored.tensors()
                .forEach(
                        (name, info) -> {
                            String renamed = renamed(name);
                            if (renamed != null) {
                                origins.put(renamed, name);
                                plans.put(renamed, new TensorPlan(info.type(), info.shape()));
                            }
                        });
        return plans;
    }

    private @Nullable String renamed(String name) {
        OptionalInt layer = names.layerOf(name);
        if (layer.isEmpty() || layer.getAsInt() >= plan.layers()) {
            return name;
        }
        int index = stays.indexOf(layer.getAsInt());
        return index < 0 ? null : names.name(index, names.within(name));
    }

    /** What the written config says is the model that was meant, layer by layer. */
    private void check(Path folder) {
        DecoderConfig after = decoder(ModelFamilies.plan(ModelDirectory.open(folder)));
        boolean right = after.layers() == stays.size() && after.rotary().equals(before.rotary());
        for (int i = 0; right && i < stays.size(); i++) {
            Integer window = after.windowOf(i);
            Integer meant = before.windowOf(stays.get(i));
            right = window == null ? meant == null : window.equals(meant);
        }
        if (!right) {
            throw new CheckpointError(
                    "prune",
                    source.folder(),
                    "a config whose keys for layers are not known here",
                    "num_hidden_layers and windows that can be told for "
                            + stays.size()
                            + " layers",
                    "write num_hidden_layers into config.json, and try again");
        }
    }
}
