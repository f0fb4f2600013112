package io.fovea.tuning;

import io.fovea.checkpoint.AtomicFolder;
import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.IfExists;
import io.fovea.checkpoint.Provenance;
import io.fovea.checkpoint.SafetensorsWriter;
import io.fovea.config.StrictJson;
import io.fovea.model.VisionLanguageModel;
import io.fovea.nn.Linear;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The adapters of a model as a folder that PEFT opens: see {@link AdapterFolder}.
 *
 * @param base where the model is that they were trained on, for {@code base_model_name_or_path}
 * @param lora what they were made by
 * @param trained names of further weights that were trained; their modules are kept as a whole
 * @param provenance becomes {@code fovea.json}
 */
public record AdapterWriter(
        String base, LoraConfig lora, Predicate<String> trained, Provenance provenance) {

    /**
     * Writes the folder, whole or not at all.
     *
     * @throws io.fovea.checkpoint.CheckpointError when the name is taken and may not be replaced,
     *     or it cannot be written
     */
    public void write(VisionLanguageModel model, Path folder, IfExists ifExists) {
        SequencedMap<String, Linear> adapted = Adapters.of(model);
        Set<String> whole = wholeModules(model);
        if (ifExists == IfExists.REPLACE) {
            refuseStrangers(folder);
        }
        AtomicFolder.write(
                folder,
                ifExists,
                inside -> {
                    Scope scope = Scope.open();
                    try (scope;
                            Grad off = Grad.off()) {
                        new SafetensorsWriter()
                                .write(
                                        inside.resolve(AdapterFolder.WEIGHTS),
                                        weights(model, whole));
                    }
                    Files.writeString(
                            inside.resolve(PeftConfig.FILE),
                            PeftConfig.json(base, lora, targets(model, adapted.keySet()), whole));
                    Files.writeString(
                            inside.resolve(Provenance.FILE), StrictJson.write(provenance));
                });
    }

    /** So that a wrong name costs nobody other files. */
    private static void refuseStrangers(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        List<String> own = List.of(AdapterFolder.WEIGHTS, PeftConfig.FILE, Provenance.FILE);
        try (Stream<Path> files =
                Files.isDirectory(folder) ? Files.list(folder) : Stream.of(folder)) {
            Optional<Path> other =
                    files.filter(file -> !own.contains(String.valueOf(file.getFileName())))
                            .findFirst();
            if (other.isPresent()) {
                throw new CheckpointError(
                        "write an adapter",
                        folder,
                        "something else by this name (" + other.get().getFileName() + ")",
                        "a free name, or an adapter to replace",
                        "choose another name; nothing was changed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Weights weights(VisionLanguageModel model, Set<String> whole) {
        Weights weights = new Weights();
        model.weights()
                .asMap()
                .forEach(
                        (name, value) -> {
                            if (LowRankNames.isAdapter(name) || whole.contains(module(name))) {
                                Tensor plain = value.detach().cpu().contiguous();
                                weights.put(AdapterFolder.PREFIX + name, plain);
                            }
                        });
        return weights;
    }

    private Set<String> wholeModules(VisionLanguageModel model) {
        Set<String> modules = new LinkedHashSet<>();
        model.parameters().keySet().stream()
                .filter(name -> !LowRankNames.isAdapter(name) && trained.test(name))
                .forEach(name -> modules.add(module(name)));
        return modules;
    }

    private static String module(String weight) {
        int dot = weight.lastIndexOf('.');
        return dot < 0 ? weight : weight.substring(0, dot);
    }

    /** Endings of names where they name these layers and no others; else whole names. */
    private static Collection<String> targets(VisionLanguageModel model, Set<String> adapted) {
        Set<String> endings = new TreeSet<>(adapted.stream().map(Adapters::ending).toList());
        List<String> named =
                model.modules(Linear.class).keySet().stream()
                        .filter(name -> !LowRankNames.isAdapter(name + "."))
                        .filter(name -> endings.contains(Adapters.ending(name)))
                        .toList();
        return Set.copyOf(named).equals(adapted) ? endings : adapted;
    }
}
