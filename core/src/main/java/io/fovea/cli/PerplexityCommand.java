package io.fovea.cli;

import io.fovea.assistant.Assistant;
import io.fovea.config.StrictJson;
import io.fovea.eval.AssistantAnswerer;
import io.fovea.eval.EvalReport;
import io.fovea.eval.Perplexity;
import io.fovea.eval.ReportFolder;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code fovea perplexity [MODEL]}: how likely a model finds the true answers of a data set. */
@Command(
        name = "perplexity",
        description = {
            "Measure how likely a model finds the true answers of a data set, with or without"
                    + " pictures.",
            "Prints perplexity (over tokens) and bits a character (over letters, so that models of"
                    + " different vocabularies can be compared)."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  fovea perplexity runs/deep-base/model --data lines:text/text-test.jsonl --limit 500",
            "  fovea perplexity --data scenes:validation --limit 50 --out likelihood"
        })
final class PerplexityCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private CommonOptions options = new CommonOptions();

    @Mixin private SceneArguments scenes = new SceneArguments();

    @Mixin private EvaluatedModel model = new EvaluatedModel();

    @Option(
            names = "--data",
            paramLabel = "NAME",
            required = true,
            description = "data set: lines:FILE, scenes:validation, ... (docs/data.md)")
    private String data = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "most samples (default: ${DEFAULT-VALUE})")
    private int limit = 500;

    @Option(names = "--out", paramLabel = "DIR", description = "folder for report.json")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw new ParameterException(
                    spec.commandLine(), "expected --limit from 1, got " + limit);
        }
        PrintWriter err = spec.commandLine().getErr();
        EvaluationData asking = EvaluationData.open(data, scenes, options.seed, err);
        if (out != null) {
            OutputFile.folder(out);
        }
        Path place = model.place(options);
        EvalReport report;
        long total = Math.min(limit, asking.dataset().size());
        try (Assistant assistant = EvaluatedModel.open(place, options);
                EvaluationProgress progress = EvaluationProgress.open(total, err)) {
            EvalReport.Subject subject =
                    new EvaluationSubject(spec, asking.words(), options.seed)
                            .of(assistant, place, options);
            report =
                    new Perplexity(new AssistantAnswerer(assistant, options.generation()))
                            .report(asking.dataset(), limit, subject, progress);
        }
        if (out != null) {
            new ReportFolder(out).replace("report.json", StrictJson.write(report));
        }
        print(report);
        return ExitCodes.OK;
    }

    private void print(EvalReport report) {
        PrintWriter print = spec.commandLine().getOut();
        if (options.json) {
            print.print(StrictJson.write(report));
            return;
        }
        for (var row : report.table(Perplexity.TABLE).rows()) {
            print.print(String.format(Locale.ROOT, "%-16s %6d answers", row.name(), row.n()));
            row.estimates()
                    .forEach(
                            (name, e) ->
                                    print.print(
                                            String.format(
                                                    Locale.ROOT,
                                                    "  %s %.3f [%.3f, %.3f]",
                                                    name,
                                                    e.value(),
                                                    e.low(),
                                                    e.high())));
            print.println();
        }
    }
}
