package io.fovea.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.StrictJson;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * {@code fovea inspect MODEL}: what is in a model folder, read from its headers; no weight is
 * loaded.
 */
@Command(
        name = "inspect",
        description = "Tell what is in a model folder, without loading it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  fovea inspect runs/fovea-mini/model",
            "  fovea inspect runs/fovea-mini/model --json"
        })
final class InspectCommand implements Callable<Integer> {

    private static final int LISTED = 20;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "MODEL", description = "model folder, or ORG/NAME of a pulled one")
    private Path model = Path.of(".");

    @Option(names = "--json", description = "print JSON instead of text")
    private boolean json;

    @Override
    public Integer call() {
        Inspection found = Inspection.of(ModelArgument.folder(model));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(StrictJson.write(found));
            return ExitCodes.OK;
        }
        out.println(
                "family     "
                        + found.family()
                        + (found.runs() ? "" : "  (this build cannot run it)"));
        out.println();
        table(found, out);
        out.println();
        found.tokens().forEach((use, token) -> out.println("token      " + use + " = " + token));
        provenance(found.provenance(), out);
        names("missing", found.missing(), out);
        names("unexpected", found.unexpected(), out);
        names("wrong shape", found.misshapen(), out);
        if (found.runs() && found.fits()) {
            out.println("weights    all that the model needs, nothing else");
        }
        return ExitCodes.OK;
    }

    private static void table(Inspection found, PrintWriter out) {
        int width =
                Math.max(
                        10,
                        found.parts().stream()
                                .mapToInt(part -> part.name().length())
                                .max()
                                .orElse(0));
        String row = "%-" + width + "s %8s %14s %10s  %s%n";
        out.printf(Locale.ROOT, row, "part", "tensors", "parameters", "size", "types");
        long tensors = 0;
        long parameters = 0;
        long bytes = 0;
        for (Inspection.Part part : found.parts()) {
            out.printf(
                    Locale.ROOT,
                    row,
                    part.name(),
                    part.tensors(),
                    String.format(Locale.ROOT, "%,d", part.parameters()),
                    size(part.bytes()),
                    String.join(", ", part.types()));
            tensors += part.tensors();
            parameters += part.parameters();
            bytes += part.bytes();
        }
        out.printf(
                Locale.ROOT,
                row,
                "all",
                tensors,
                String.format(Locale.ROOT, "%,d", parameters),
                size(bytes),
                "");
    }

    private static void provenance(JsonNode provenance, PrintWriter out) {
        if (provenance.isEmpty()) {
            out.println("made by    unknown (no fovea.json)");
            return;
        }
        provenance
                .properties()
                .forEach(
                        entry -> {
                            String value =
                                    entry.getValue().isTextual()
                                            ? entry.getValue().asText()
                                            : entry.getValue().toString();
                            out.println("made by    " + entry.getKey() + " = " + value);
                        });
    }

    private static void names(String title, List<String> names, PrintWriter out) {
        if (!names.isEmpty()) {
            out.println(title + " (" + names.size() + "):");
            names.stream().limit(LISTED).forEach(name -> out.println("  " + name));
            if (names.size() > LISTED) {
                out.println("  ... and " + (names.size() - LISTED) + " more");
            }
        }
    }

    /** Bytes for people. */
    static String size(long bytes) {
        return bytes < 10_000
                ? bytes + " B"
                : bytes < 10_000_000
                        ? String.format(Locale.ROOT, "%.0f kB", bytes / 1e3)
                        : bytes < 10_000_000_000L
                                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
