package io.fovea.cli;

import io.fovea.config.StrictJson;
import io.fovea.eval.ComparedRun;
import io.fovea.eval.Comparison;
import io.fovea.eval.ComparisonPage;
import io.fovea.eval.ComparisonText;
import io.fovea.eval.ReportFolder;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code fovea compare A B}: sets evaluations of the same items side by side. */
@Command(
        name = "compare",
        description =
                "Compare evaluations item by item: does one model answer better than another?",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  fovea evaluate --limit 200 --out a",
            "  fovea evaluate runs/other/model --limit 200 --out b",
            "  fovea compare a b",
            "  fovea compare a b c --out comparison      also comparison.html, .md and .json"
        })
final class CompareCommand implements Callable<Integer> {

    private static final int SHOWN = 200;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "1..*",
            paramLabel = "REPORT",
            description =
                    "folders that evaluate wrote; the first is what the others are compared with")
    private List<Path> reports = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "folder for comparison.html, comparison.md and comparison.json")
    private @Nullable Path out;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "seed of resamples and swaps (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--json", description = "print JSON instead of text")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (reports.size() < 2) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected two reports or more to compare, got " + reports.size());
        }
        List<ComparedRun> runs = new ArrayList<>();
        for (Path report : reports) {
            runs.add(ComparedRun.read(report));
        }
        if (out != null) {
            OutputFile.folder(out);
        }
        Comparison comparison = Comparison.of(runs, seed);
        PrintWriter print = spec.commandLine().getOut();
        print.print(json ? StrictJson.write(comparison) : ComparisonText.document(comparison));
        if (out != null) {
            ReportFolder folder = new ReportFolder(out);
            folder.replace("comparison.json", StrictJson.write(comparison));
            folder.replace("comparison.md", ComparisonText.document(comparison));
            folder.replace("comparison.html", ComparisonPage.of(comparison, runs, SHOWN));
            if (!json) {
                print.println();
                print.println("written to " + out);
            }
        }
        return ExitCodes.OK;
    }
}
