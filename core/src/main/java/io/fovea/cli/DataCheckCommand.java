package io.fovea.cli;

import io.fovea.config.StrictJson;
import io.fovea.data.files.Findings;
import io.fovea.data.sets.DataCheck;
import io.fovea.data.sets.DataSpec;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

/** {@code fovea data check SET}: reads a data set as a whole and says what is wrong with it. */
@Command(
        name = "check",
        description = {
            "Read a data set as a whole and report what is wrong: missing or broken pictures,"
                    + " boxes, masks, JSON, ids, duplicates, each with file and line.",
            "Ends with 0 when all is well, with 3 when something was left out."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  fovea data check lines:fruit.jsonl,images=photos",
            "  fovea data check coco:instances_val2017.json,images=val2017 --limit 1000",
            "  fovea data check llava:mix665k.json,images=data --strict"
        })
final class DataCheckCommand implements Callable<Integer> {

    private static final long EVERY = 10_000_000_000L;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SET", description = "data set, FORMAT:PLACE,key=value,...")
    private String set = "";

    @Option(names = "--strict", description = "end at the first problem, with 1")
    private boolean strict;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "samples to read; records are all looked at (default: all)")
    private @Nullable Long limit;

    @Option(names = "--show", paramLabel = "N", description = "problems to print (default: 100)")
    private int show = 100;

    @Option(names = "--json", description = "print the report as JSON")
    private boolean json;

    private long told = System.nanoTime();

    @Override
    public Integer call() {
        if (limit != null && limit < 0 || show < 0) {
            throw new ParameterException(spec.commandLine(), "expected --limit and --show from 0");
        }
        DataSpec data = DataSpec.parse(set);
        Findings findings = strict ? Findings.strict() : Findings.lenient();
        DataCheck.Report report = DataCheck.of(data, findings, limit, this::progress);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(StrictJson.write(report));
        } else {
            print(report, out);
        }
        return report.problems() == 0 ? ExitCodes.OK : ExitCodes.SOME_FAILED;
    }

    /** A line now and then on standard error, so that a long check is seen to go on. */
    private void progress(long done) {
        if (System.nanoTime() - told > EVERY) {
            told = System.nanoTime();
            spec.commandLine().getErr().println(done + " samples read");
        }
    }

    private void print(DataCheck.Report report, PrintWriter out) {
        report.findings().stream().limit(show).forEach(out::println);
        if (report.problems() > show) {
            out.println("... and " + (report.problems() - show) + " more (--show N)");
        }
        out.println(
                report.set()
                        + ": "
                        + report.samples()
                        + " samples, "
                        + report.exchanges()
                        + " exchanges, "
                        + report.places()
                        + " places, "
                        + (report.problems() == 0 ? "no" : report.problems())
                        + (report.problems() == 1 ? " problem" : " problems"));
        report.kinds().forEach((kind, count) -> out.printf("  %-16s %d%n", kind, count));
    }
}
