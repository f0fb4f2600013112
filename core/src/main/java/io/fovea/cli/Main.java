package io.fovea.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** {@code fovea}: the root of all verbs. */
@Command(
        name = "fovea",
        description = "Pictures and words in; words, boxes and masks out.",
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        optionListHeading = "%nOptions:%n",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; also when nothing in the picture fits a phrase",
            "1:failed: a file, a picture, a model or the machine",
            "2:the command line is wrong",
            "3:batch, data check: some lines failed, the others are answered or can be used",
            "130:interrupted (143 when asked to end by a signal)",
            "141:whoever read the output went away"
        },
        footer = {
            "",
            "Examples:",
            "  fovea demo",
            "  fovea ask photo.jpg \"how many apples\"",
            "  fovea ground photo.jpg \"the red apple\" --out found.png",
            "  fovea VERB --help"
        },
        subcommands = {
            DemoCommand.class,
            AskCommand.class,
            GroundCommand.class,
            DescribeCommand.class,
            BatchCommand.class,
            PullCommand.class,
            InitCommand.class,
            InspectCommand.class,
            VerifyCommand.class,
            TrainCommand.class,
            SweepCommand.class,
            CurveCommand.class,
            ExtendCommand.class,
            LayersCommand.class,
            PruneCommand.class,
            ExportCommand.class,
            MergeCommand.class,
            DataCommand.class,
            ScenesCommand.class,
            EvaluateCommand.class,
            PerplexityCommand.class,
            CompareCommand.class
        })
public final class Main implements Runnable {

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "tell errors with their stack trace")
    private boolean stacktrace;

    @Spec private CommandSpec spec = CommandSpec.create();

    /** Starts the program. */
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        PrintWriter out = writer(output);
        PrintWriter err = writer(new FileOutputStream(FileDescriptor.err));
        int code = run(arguments, out, err, output::readerGone);
        System.exit(code);
    }

    private static PrintWriter writer(OutputStream to) {
        return new PrintWriter(to, true, StandardCharsets.UTF_8);
    }

    /**
     * Runs one command line.
     *
     * @return the exit code, one of {@link ExitCodes}
     */
    static int run(String[] arguments, PrintWriter out, PrintWriter err) {
        return run(arguments, out, err, () -> false);
    }

    private static int run(
            String[] arguments, PrintWriter out, PrintWriter err, BooleanSupplier readerGone) {
        Main root = new Main();
        CommandLine line =
                new CommandLine(root)
                        .setOut(out)
                        .setErr(err)
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setUsageHelpAutoWidth(true)
                        .setAbbreviatedOptionsAllowed(false);
        ErrorLines errors = new ErrorLines(err, () -> root.stacktrace);
        line.setParameterExceptionHandler((problem, given) -> errors.usage(problem));
        line.setExecutionExceptionHandler(
                (problem, command, parsed) ->
                        problem instanceof CliError && readerGone.getAsBoolean()
                                ? ExitCodes.READER_GONE
                                : errors.failure(problem));
        int code;
        try {
            code = line.execute(arguments);
        } catch (Throwable problem) {
            code = errors.failure(problem);
        }
        out.flush();
        if (out.checkError() && code == ExitCodes.OK) {
            code =
                    readerGone.getAsBoolean()
                            ? ExitCodes.READER_GONE
                            : errors.failure(
                                    new CliError(
                                            "standard output cannot be written: it was closed or"
                                                    + " the disk is full; what was printed is not"
                                                    + " whole"));
        }
        return code;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a verb is missing; see fovea --help");
    }
}
