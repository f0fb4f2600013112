package io.fovea.cli;

import io.fovea.checkpoint.RunDirectory;
import io.fovea.checkpoint.RunStep;
import io.fovea.tensor.DType;
import io.fovea.train.Export;
import io.fovea.tuning.PeftConfig;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code fovea export RUN --out DIR}: the latest checkpoint of a run as a model folder. */
@Command(
        name = "export",
        description = {
            "Write the latest checkpoint of a run as a model folder, or as an adapter where it"
                    + " trains adapters.",
            "The run may still be going on: this is how to look at a model while it learns."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  fovea export runs/fovea-mini --out mini-so-far",
            "  fovea export runs/fovea-mini --out mini --half"
        })
final class ExportCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "RUN", description = "folder of a run")
    private Path run = Path.of("run");

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "folder to write")
    private Path out = Path.of("model");

    @Option(names = "--half", description = "store weights in 16 bits: half the size, rounded")
    private boolean half;

    @Override
    public Integer call() throws IOException {
        RunDirectory directory = RunDirectory.open(run);
        RunStep step =
                directory
                        .latest()
                        .orElseThrow(
                                () ->
                                        new CliError(
                                                "the run "
                                                        + run
                                                        + " has no checkpoint yet; wait for its"
                                                        + " first one"));
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
}
