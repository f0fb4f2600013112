package io.fovea.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.StrictJson;
import io.fovea.sweep.Outcome;
import io.fovea.sweep.OutcomeReader;
import io.fovea.sweep.Sweep;
import io.fovea.sweep.SweepCell;
import io.fovea.sweep.SweepTable;
import io.fovea.train.Recipe;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/** {@code fovea sweep SWEEP}: trains and measures the variants of a recipe. */
@Command(
        name = "sweep",
        description = {
            "Train variants of a recipe from several seeds, measure each, and put the means and"
                    + " spreads into a table.",
            "What is done stays done: the same command goes on where an earlier one was ended."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Writes recipes/, runs/, reports/, outcomes.json and table.md into the folder given by"
                    + " --out.",
            "",
            "Examples:",
            "  fovea sweep recipes/visual-region/shares.json --plan",
            "  fovea sweep recipes/visual-region/shares.json",
            "  fovea sweep recipes/visual-region/shares.json --seed 1 --only sparse-25"
        })
final class SweepCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SWEEP", description = "the experiment (JSON, docs/formats.md)")
    private Path file = Path.of("sweep.json");

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where it is kept (default: sweeps/NAME)")
    private @Nullable Path out;

    @Option(names = "--plan", description = "list what would be trained, and train nothing")
    private boolean plan;

    @Option(names = "--only", paramLabel = "VARIANT", description = "this variant alone")
    private @Nullable String only;

    @Option(names = "--seed", paramLabel = "N", description = "this seed alone")
    private @Nullable Long seed;

    @Override
    public Integer call() throws IOException {
        Sweep sweep = StrictJson.read(file, Sweep.class);
        JsonNode base = StrictJson.tree(file.resolveSibling(sweep.recipe()));
        List<SweepCell> cells = sweep.cells(base);
        cells.forEach(SweepCommand::check);
        List<SweepCell> chosen = cells.stream().filter(this::isChosen).toList();
        if (chosen.isEmpty()) {
            throw new CliError(
                    file
                            + " has no such cell; its variants are "
                            + sweep.variants().stream().map(Sweep.Variant::name).toList()
                            + " and its seeds "
                            + sweep.seeds());
        }
        Path folder = out == null ? Path.of("sweeps", sweep.name()) : out;
        PrintWriter print = spec.commandLine().getOut();
        if (plan) {
            chosen.forEach(
                    cell ->
                            print.println(
                                    cell.name() + (done(sweep, cell, folder) ? "  done" : "")));
            return ExitCodes.OK;
        }
        OutputFile.folder(folder);
        for (SweepCell cell : chosen) {
            int code = run(sweep, cell, folder);
            if (code != ExitCodes.OK || !Files.exists(model(cell, folder))) {
                return code;
            }
            writeTable(sweep, cells, folder);
        }
        print.print(writeTable(sweep, cells, folder).markdown());
        print.println("written to " + folder);
        return ExitCodes.OK;
    }

    /** Everything wrong with a recipe is said before the first one runs. */
    private static void check(SweepCell cell) {
        if (cell.make() != null) {
            return;
        }
        StrictJson.parse(
                StrictJson.write(cell.recipe()), "the recipe of " + cell.name(), Recipe.class);
    }

    private boolean isChosen(SweepCell cell) {
        return (only == null || cell.variant().equals(only))
                && (seed == null || cell.seed() == seed);
    }

    private static Path model(SweepCell cell, Path folder) {
        return folder.resolve("runs").resolve(cell.name()).resolve("model");
    }

    private static Path report(SweepCell cell, Path folder, Sweep.Measure measure) {
        return folder.resolve("reports").resolve(cell.name()).resolve(measure.name());
    }

    private static boolean done(Sweep sweep, SweepCell cell, Path folder) {
        return Files.exists(model(cell, folder))
                && sweep.measures().stream().allMatch(m -> isMeasured(cell, folder, m));
    }

    private static boolean isMeasured(SweepCell cell, Path folder, Sweep.Measure measure) {
        return Files.exists(report(cell, folder, measure).resolve("report.json"));
    }

    private int run(Sweep sweep, SweepCell cell, Path folder) throws IOException {
        Path model = model(cell, folder);
        if (!Files.exists(model)) {
            int code = cell.make() == null ? train(cell, folder) : make(cell, folder);
            if (code != ExitCodes.OK || !Files.exists(model)) {
                return code; // stopped with a checkpoint, or failed and said why
            }
        }
        for (Sweep.Measure measure : sweep.measures()) {
            if (!isMeasured(cell, folder, measure)) {
                List<String> words = new ArrayList<>(filled(measure.command(), cell, folder));
                words.addAll(List.of("--out", report(cell, folder, measure).toString()));
                int code = verb(words);
                if (code != ExitCodes.OK) {
                    return code;
                }
            }
        }
        return ExitCodes.OK;
    }

    private int train(SweepCell cell, Path folder) throws IOException {
        OutputFile.folder(folder.resolve("recipes"));
        Path recipe = folder.resolve("recipes").resolve(cell.name() + ".json");
        write(recipe, StrictJson.write(cell.recipe()));
        List<String> words = new ArrayList<>(List.of("train", recipe.toString(), "--runs"));
        words.add(folder.resolve("runs").toString());
        if (Files.exists(folder.resolve("runs").resolve(cell.name()))) {
            words.add("--resume");
        }
        return verb(words);
    }

    private int make(SweepCell cell, Path folder) throws IOException {
        OutputFile.folder(folder.resolve("runs").resolve(cell.name()));
        return verb(filled(Objects.requireNonNull(cell.make()), cell, folder));
    }

    private static List<String> filled(List<String> words, SweepCell cell, Path folder) {
        return words.stream()
                .map(
                        word ->
                                word.replace("{model}", model(cell, folder).toString())
                                        .replace("{variant}", cell.variant())
                                        .replace("{seed}", String.valueOf(cell.seed())))
                .toList();
    }

    private int verb(List<String> words) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("fovea " + String.join(" ", words));
        return Main.run(words.toArray(String[]::new), err, err);
    }

    private static SweepTable writeTable(Sweep sweep, List<SweepCell> cells, Path folder)
            throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        for (SweepCell cell : cells) {
            if (done(sweep, cell, folder)) {
                Map<String, Path> reports = new LinkedHashMap<>();
                sweep.measures().forEach(m -> reports.put(m.name(), report(cell, folder, m)));
                Path log = model(cell, folder).resolveSibling("log.jsonl");
                outcomes.add(new OutcomeReader(reports, log).read(cell, sweep.columns()));
            }
        }
        SweepTable table = SweepTable.of(sweep, outcomes);
        write(folder.resolve("outcomes.json"), StrictJson.write(new Outcomes(outcomes)));
        write(folder.resolve("table.md"), table.markdown());
        return table;
    }

    private static void write(Path file, String text) throws IOException {
        try (LineSink sink = LineSink.to(file)) {
            sink.line(text.stripTrailing());
            sink.finish();
        }
    }

    /** The file {@code outcomes.json}. */
    record Outcomes(List<Outcome> outcomes) {}
}
