package io.fovea.cli;

import io.fovea.checkpoint.AtomicFolder;
import io.fovea.checkpoint.RunDirectory;
import io.fovea.checkpoint.RunStep;
import io.fovea.config.StrictJson;
import io.fovea.data.PlaceForm;
import io.fovea.sweep.LearningCurve;
import io.fovea.sweep.OutcomeReader;
import io.fovea.sweep.Sweep;
import io.fovea.tensor.DType;
import io.fovea.train.Export;
import io.fovea.train.Recipe;
import io.fovea.train.RunClock;

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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code fovea curve RUN...}: what the checkpoints of runs can do, over samples and time. */
@Command(
        name = "curve",
        description = {
            "Evaluate every checkpoint that runs kept (keep_checkpoints in their recipes) and draw"
                    + " what they could do over samples and over time.",
            "Runs whose names differ only in -sSEED are one curve, their mean. What is done stays"
                    + " done: the same command goes on where an earlier one was ended."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Writes RUN/step-N (as evaluate does), curves.json, curves.md and curves.png into the"
                    + " folder given by --out.",
            "",
            "Examples:",
            "  fovea curve runs/mine --data scenes:validation --limit 100",
            "  fovea curve sweeps/claim/runs/* --out sweeps/claim/curves"
        })
final class CurveCommand implements Callable<Integer> {

    private static final String PLACES = "Finding one thing that is there";

    private static final List<Sweep.Column> COLUMNS =
            List.of(
                    column("Acc@0.5", PLACES, "Acc@0.5"),
                    column("mask cIoU", PLACES, "mask cIoU"),
                    column("questions", "Questions answered in words", "exact match"));

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "folders of runs")
    private List<Path> runs = List.of();

    @Option(
            names = "--data",
            paramLabel = "NAME",
            description = "data set, as for evaluate (default: ${DEFAULT-VALUE})")
    private String data = "scenes:validation";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "most pictures for each checkpoint (default: ${DEFAULT-VALUE})")
    private int limit = 100;

    @Option(
            names = "--steps",
            paramLabel = "N",
            split = ",",
            description = "the checkpoints after these steps alone")
    private List<Long> steps = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "folder to write (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("curves");

    private static Sweep.Column column(String title, String table, String estimate) {
        return new Sweep.Column(title, "evaluation", table, "all", estimate, null);
    }

    @Override
    public Integer call() throws IOException {
        List<RunDirectory> opened = runs.stream().map(RunDirectory::open).toList();
        OutputFile.folder(out);
        List<LearningCurve.Point> points = new ArrayList<>();
        for (RunDirectory run : opened) {
            Recipe recipe = StrictJson.parse(run.recipe(), run.folder().toString(), Recipe.class);
            RunClock clock = RunClock.of(run.log());
            for (RunStep step : chosen(run)) {
                Path report = out.resolve(name(run)).resolve("step-" + step.step());
                int code = evaluate(run, recipe, step, report);
                if (code != ExitCodes.OK) {
                    return code;
                }
                points.add(point(name(run), recipe, step.step(), clock, report));
            }
        }
        LearningCurve curve = curve(points);
        OutputFile.write(StrictJson.write(curve), out.resolve("curves.json"));
        OutputFile.write(curve.table().markdown(), out.resolve("curves.md"));
        CurveSheet.draw(curve, out.resolve("curves.png"));
        PrintWriter print = spec.commandLine().getOut();
        print.print(curve.table().markdown());
        print.println("written to " + out);
        return ExitCodes.OK;
    }

    private static String name(RunDirectory run) {
        return String.valueOf(run.folder().toAbsolutePath().normalize().getFileName());
    }

    /** Oldest first. */
    private List<RunStep> chosen(RunDirectory run) {
        List<RunStep> kept =
                run.steps().reversed().stream()
                        .filter(step -> steps.isEmpty() || steps.contains(step.step()))
                        .toList();
        if (kept.isEmpty()) {
            throw new CliError(
                    "the run "
                            + run.folder()
                            + " has no such checkpoint; it has those after steps "
                            + run.steps().reversed().stream().map(RunStep::step).toList());
        }
        return kept;
    }

    private int evaluate(RunDirectory run, Recipe recipe, RunStep step, Path report)
            throws IOException {
        if (Files.exists(report.resolve("report.json"))) {
            return ExitCodes.OK;
        }
        Path scratch = Files.createTempDirectory(out, ".model-");
        try {
            Path model = scratch.resolve("model");
            Export.checkpoint(run, step, model, DType.FLOAT32);
            PlaceForm form = recipe.data() == null ? PlaceForm.TOKEN : recipe.data().form();
            List<String> verb =
                    List.of(
                            "evaluate",
                            model.toString(),
                            "--data",
                            data,
                            "--limit",
                            String.valueOf(limit),
                            "--threads",
                            "1",
                            "--places",
                            form.name().toLowerCase(Locale.ROOT),
                            "--out",
                            report.toString());
            PrintWriter err = spec.commandLine().getErr();
            err.println(name(run) + ", step " + step.step());
            return Main.run(verb.toArray(String[]::new), err, err);
        } finally {
            AtomicFolder.remove(scratch);
        }
    }

    private static LearningCurve.Point point(
            String run, Recipe recipe, long step, RunClock clock, Path report) throws IOException {
        Optional<RunClock.Mark> mark = clock.at(step);
        return new LearningCurve.Point(
                run,
                step,
                recipe.samples(step),
                mark.map(RunClock.Mark::seconds).orElse(null),
                mark.map(RunClock.Mark::processorSeconds).orElse(null),
                new OutcomeReader(Map.of("evaluation", report), report.resolve("log.jsonl"))
                        .numbers(COLUMNS));
    }

    /** Only numbers that the data set has. */
    private static LearningCurve curve(List<LearningCurve.Point> points) {
        List<String> titles =
                COLUMNS.stream()
                        .map(Sweep.Column::title)
                        .filter(
                                title ->
                                        points.stream()
                                                .anyMatch(p -> p.numbers().containsKey(title)))
                        .toList();
        return new LearningCurve(titles, points);
    }
}
