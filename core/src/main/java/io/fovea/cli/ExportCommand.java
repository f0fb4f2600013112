package io.fovea.cli;

import io.fovea.checkpoint.RunDirectory;
import io.fovea.checkpoint.RunStep;
import io.fovea.tensor.DType;
import io.fovea.train.Export;
import io.fovea.tuning.PeftConfig;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code fovea export RUN --out DIR}: a checkpoint of a run as a model folder. */
@Command(
        name = "export",
        description = {
            "Write a checkpoint of a run, the latest unless --step names one, as a model folder, or"
                    + " as an adapter where it trains adapters.",
            "The run may still be going on: this is how to look at a model while it learns."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  fovea export runs/fovea-mini --out mini-so-far",
            "  fovea export runs/fovea-mini --out mini --half",
            "  fovea export runs/fovea-mini --step 500 --out mini-500"
        })
final class ExportCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "RUN", description = "folder of a run")
    private Path run = Path.of("run");

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "folder to write")
    private Path out = Path.of("model");

    @Option(names = "--half", description = "store weights in 16 bits: half the size, rounded")
    private boolean half;

    @Option(
            names = "--step",
            paramLabel = "N",
            description =
                    "the checkpoint after this step, while the run keeps it (keep_checkpoints in"
                            + " its recipe)")
    private @Nullable Long wanted;

    @Override
    public Integer call() throws IOException {
        RunDirectory directory = RunDirectory.open(run);
        RunStep step = step(directory);
        Export.checkpoint(directory, step, out, half ? DType.FLOAT16 : DType.FLOAT32);
        spec.commandLine()
                .getOut()
                .println(
                        (Files.exists(out.resolve(PeftConfig.FILE)) ? "adapter: " : "model: ")
                                + out
                                + ", as it was after step "
                                + step.step());
        return ExitCodes.OK;
    }

    private RunStep step(RunDirectory directory) {
        List<RunStep> steps = directory.steps();
        if (steps.isEmpty()) {
            throw new CliError("the run " + run + " has no checkpoint yet; wait for its first one");
        }
        if (wanted == null) {
            return steps.getFirst();
        }
        return steps.stream()
                .filter(step -> step.step() == wanted)
                .findFirst()
                .orElseThrow(
                        () ->
                                new CliError(
                                        "the run "
                                                + run
                                                + " has no checkpoint after step "
                                                + wanted
                                                + "; it has those after "
                                                + steps.reversed().stream()
                                                        .map(step -> String.valueOf(step.step()))
                                                        .collect(Collectors.joining(", "))));
    }
}
