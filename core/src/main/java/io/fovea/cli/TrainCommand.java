package io.fovea.cli;

import io.fovea.assistant.Assistant;
import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.Provenance;
import io.fovea.checkpoint.RunDirectory;
import io.fovea.checkpoint.RunStep;
import io.fovea.config.StrictJson;
import io.fovea.train.DataNotes;
import io.fovea.train.Recipe;
import io.fovea.train.RecipeFile;
import io.fovea.train.Trainer;
import io.fovea.tuning.TrainableTable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** {@code fovea train RECIPE}: runs a recipe, or goes on with a run. */
@Command(
        name = "train",
        description = {
            "Train a model by a recipe.",
            "Ctrl-C (or a signal to end) stops after the step with a checkpoint; --resume goes on"
                    + " from there, to the bit."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  fovea train recipes/fovea-mini.json",
            "  fovea train recipes/fovea-mini.json --resume",
            "  fovea train recipes/fovea-mini.json --check",
            "  fovea train fruit.json                 a few lines: {\"data\": {\"sets\": [{\"set\":"
                    + " \"lines:fruit.jsonl\"}]}}",
            "",
            "docs/train-your-own.md goes from a folder of pictures to a model that finds things in"
                    + " them."
        })
final class TrainCommand implements Callable<Integer> {

    private static final int SHOWN = 20;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "RECIPE", description = "recipe (JSON)")
    private Path recipe = Path.of("recipe.json");

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            description = "where runs are kept (default: ${DEFAULT-VALUE})")
    private Path runs = Path.of("runs");

    @Option(names = "--resume", description = "go on from the latest checkpoint of the run")
    private boolean resume;

    @Option(
            names = "--check",
            description = "read the recipe, print it with all its defaults, train nothing")
    private boolean check;

    private boolean begun;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        RecipeFile file = RecipeFile.read(recipe, Assistant::embeddedFolder);
        Recipe parsed = file.recipe();
        if (check) {
            out.println(StrictJson.write(parsed));
            return ExitCodes.OK;
        }
        RunDirectory run = run(file);
        long total = parsed.stages().stream().mapToLong(Recipe.Stage::steps).sum();
        long done = run.latest().map(RunStep::step).orElse(0L);
        out.println(
                "run: "
                        + run.folder()
                        + ", "
                        + total
                        + " steps"
                        + (done > 0 ? ", going on after " + done : ""));
        try (StopSignal stop = StopSignal.install()) {
            Optional<Path> model =
                    trainOrForget(run, parsed, stop, TrainProgress.of(out, total, done));
            String more =
                    "go on with: fovea train "
                            + recipe
                            + (runs.equals(Path.of("runs")) ? "" : " --runs " + runs)
                            + " --resume";
            out.println(
                    model.map(folder -> written(parsed, folder))
                            .orElseGet(
                                    () ->
                                            "stopped with a checkpoint after step "
                                                    + run.latest().map(RunStep::step).orElse(0L)
                                                    + "; "
                                                    + more));
        }
        return ExitCodes.OK;
    }

    /** A new run that cannot begin, for want of its data or model, leaves no folder behind. */
    private Optional<Path> trainOrForget(
            RunDirectory run, Recipe parsed, StopSignal stop, TrainProgress progress)
            throws IOException {
        try {
            return train(run, parsed, stop, progress);
        } catch (IOException | RuntimeException e) {
            if (!begun && !resume) {
                forget(run.folder());
            }
            throw e;
        }
    }

    private static void forget(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static String written(Recipe parsed, Path folder) {
        return parsed.model().adapts()
                ? "adapter: "
                        + folder
                        + "; use it with: --model "
                        + parsed.model().from()
                        + " --adapter "
                        + folder
                : "model: " + folder;
    }

    private Optional<Path> train(
            RunDirectory run, Recipe parsed, StopSignal stop, TrainProgress progress)
            throws IOException {
        LossChart chart = new LossChart(run, spec.commandLine().getErr());
        try (progress) {
            Trainer.Listener listener =
                    new Trainer.Listener() {
                        @Override
                        public void onBegin(TrainableTable.OfRun trainable) {
                            begun = true;
                            print(DataNotes.read(run.folder()));
                            trainable.stages().forEach(TrainCommand.this::print);
                        }

                        @Override
                        public void onStep(
                                long step, long total, String stage, Map<String, Double> line) {
                            progress.step(step, stage, line);
                            if (step % parsed.checkpointEvery() == 0) {
                                chart.draw();
                            }
                        }
                    };
            Optional<Path> model = new Trainer(run, listener, stop::asked).train();
            if (model.isPresent()) {
                chart.draw(); // not while the machine goes down: drawing needs what is already gone
            }
            return model;
        }
    }

    private void print(List<String> notes) {
        PrintWriter out = spec.commandLine().getOut();
        notes.stream().limit(SHOWN).forEach(out::println);
        if (notes.size() > SHOWN) {
            out.println("... and " + (notes.size() - SHOWN) + " lines more in data.txt of the run");
        }
    }

    private void print(TrainableTable table) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("stage '" + table.stage() + "' trains:");
        table.lines().forEach(line -> out.println("  " + line));
        out.flush();
    }

    private RunDirectory run(RecipeFile file) throws IOException {
        Recipe parsed = file.recipe();
        Path folder = runs.resolve(parsed.name());
        String text = file.text();
        if (!resume) {
            if (Files.exists(folder)) {
                throw new CheckpointError(
                        "begin a run",
                        folder,
                        "something by this name",
                        "a free name",
                        "go on with it by --resume, give the recipe another name, or remove the"
                                + " folder");
            }
            return RunDirectory.create(
                    folder,
                    text,
                    Provenance.now(text, Versions.commit(), parsed.seed(), Versions.all()));
        }
        RunDirectory run = RunDirectory.resume(folder);
        if (!run.recipe().equals(text)) {
            throw new CliError(
                    "the recipe "
                            + recipe
                            + " is not the one that the run "
                            + folder
                            + " began with; go on with "
                            + folder.resolve("recipe.json")
                            + ", or begin a run of another name");
        }
        return run;
    }
}
