package io.fovea.cli;

import io.fovea.assistant.Assistant;
import io.fovea.eval.EvalReport;
import io.fovea.eval.WeightHashes;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an evaluation is about, with what is needed to run it again. */
final class EvaluationSubject {

    private static final String EMBEDDED = "/io/fovea/mini/";

    private final CommandSpec spec;
    private final String data;
    private final long seed;

    EvaluationSubject(CommandSpec spec, String data, long seed) {
        this.spec = spec;
        this.data = data;
        this.seed = seed;
    }

    /**
     * A model.
     *
     * @param folder null for the embedded one
     * @param options what it is used with
     */
    EvalReport.Subject of(Assistant assistant, @Nullable Path folder, CommonOptions options)
            throws IOException {
        SortedMap<String, String> weights = new TreeMap<>();
        if (folder != null && Files.isDirectory(folder)) {
            weights.putAll(WeightHashes.of(folder));
        } else {
            weights.putAll(WeightHashes.ofResource(EMBEDDED));
        }
        for (Path adapter : options.adapters) {
            WeightHashes.of(adapter)
                    .forEach((name, hash) -> weights.put(adapter.resolve(name).toString(), hash));
        }
        if (options.withoutInteraction) {
            weights.put("interaction network", "not used");
        }
        return subject(assistant.info().name(), weights);
    }

    /** Answers that lie in a file. */
    EvalReport.Subject recorded(Path predictions) throws IOException {
        String name = String.valueOf(predictions.getFileName());
        if (Files.isDirectory(predictions)) {
            throw new CliError(predictions + " is a folder; name the file of JSON lines inside it");
        }
        try (InputStream in = Files.newInputStream(predictions)) {
            return subject(name, new TreeMap<>(Map.of(name, WeightHashes.sha256(in))));
        }
    }

    private EvalReport.Subject subject(String name, SortedMap<String, String> hashes) {
        Map<String, String> versions = new TreeMap<>(Versions.all());
        versions.put("java", Runtime.version().toString());
        versions.put("commit", Versions.commit());
        return new EvalReport.Subject(name, hashes, data, seed, versions, command());
    }

    private String command() {
        List<String> words =
                spec.commandLine().getParent() == null
                        ? List.of("evaluate")
                        : spec.commandLine().getParent().getParseResult().originalArgs();
        return "fovea " + String.join(" ", words);
    }
}
