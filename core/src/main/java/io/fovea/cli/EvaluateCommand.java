package io.fovea.cli;

import io.fovea.assistant.Assistant;
import io.fovea.config.StrictJson;
import io.fovea.data.Dataset;
import io.fovea.data.scenes.ScenePack;
import io.fovea.data.scenes.ScenePackReader;
import io.fovea.data.scenes.Split;
import io.fovea.eval.AssistantAnswerer;
import io.fovea.eval.EvalReport;
import io.fovea.eval.Evaluator;
import io.fovea.eval.Prediction;
import io.fovea.eval.PredictionSheet;
import io.fovea.eval.ReportFolder;
import io.fovea.eval.ReportMarkdown;
import io.fovea.eval.SceneKinds;
import io.fovea.eval.Scored;
import io.fovea.eval.Scorer;
import io.fovea.eval.WeightHashes;
import io.fovea.image.ImageWriter;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * {@code fovea evaluate [MODEL]}: asks a model about held-out scenes and reports how well it
 * answers.
 */
@Command(
        name = "evaluate",
        description = "Measure how well a model answers about held-out scenes.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Writes predictions.jsonl, report.json, report.md and sheet.png into the folder given"
                    + " by --out.",
            "",
            "Examples:",
            "  fovea evaluate                            the embedded model",
            "  fovea evaluate runs/fovea-mini/model --limit 200 --out evaluation",
            "  fovea evaluate --report evaluation/report.json --document docs/fovea-mini.md"
        })
final class EvaluateCommand implements Callable<Integer> {

    private static final String EMBEDDED = "/io/fovea/mini/";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private CommonOptions options = new CommonOptions();

    @Mixin private SceneArguments scenes = new SceneArguments();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "MODEL",
            description = "model folder (default: --model, else the embedded model)")
    private @Nullable Path model;

    @Option(
            names = "--data",
            paramLabel = "NAME",
            description = "data set (default: ${DEFAULT-VALUE})")
    private String data = "scenes:test";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "number of scenes (default: ${DEFAULT-VALUE})")
    private int limit = 500;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "folder of the report (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("evaluation");

    @Option(
            names = "--document",
            paramLabel = "FILE",
            description = "Markdown file whose marked part gets the tables")
    private @Nullable Path document;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "take this report.json instead of asking a model")
    private @Nullable Path report;

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw new ParameterException(
                    spec.commandLine(), "expected --limit from 1, got " + limit);
        }
        if (document != null) {
            ReportFolder.checkDocument(document);
        }
        checkScenes();
        EvalReport result = report == null ? evaluate() : ReportFolder.read(report);
        if (document != null) {
            ReportFolder.updateDocument(document, result);
        }
        PrintWriter print = spec.commandLine().getOut();
        print.print(options.json ? StrictJson.write(result) : ReportMarkdown.document(result));
        if (!options.json && report == null) {
            print.println();
            print.println("written to " + out);
        }
        return ExitCodes.OK;
    }

    private void checkScenes() {
        try {
            scenes.options();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private EvalReport evaluate() throws IOException {
        Split split = SceneArguments.split(data);
        OutputFile.folder(out);
        ScenePack pack = ScenePackReader.builtIn();
        Dataset dataset = scenes.dataset(pack, split, options.seed);
        ReportFolder folder = new ReportFolder(out);
        Path asked = model != null ? model : options.model;
        Path place = asked == null ? null : ModelArgument.folder(asked);
        List<Prediction> predictions;
        EvalReport.Subject subject;
        try (Assistant assistant = place == null ? options.open() : options.open(place)) {
            subject = subject(assistant, place);
            predictions = ask(assistant, dataset);
        }
        Scorer scorer = new Scorer(SceneKinds.of(pack));
        List<Scored> scored =
                predictions.stream()
                        .map(prediction -> new Scored(prediction, scorer.score(prediction)))
                        .toList();
        EvalReport result = EvalReport.of(subject, scored);
        folder.write(result, scored);
        ImageWriter.write(
                PredictionSheet.draw(scored, dataset, options.seed), folder.file("sheet.png"));
        return result;
    }

    private List<Prediction> ask(Assistant assistant, Dataset dataset) {
        Evaluator evaluator = new Evaluator(new AssistantAnswerer(assistant, options.generation()));
        try (EvaluationProgress progress =
                EvaluationProgress.open(limit, spec.commandLine().getErr())) {
            return evaluator.run(dataset, limit, progress);
        }
    }

    private EvalReport.Subject subject(Assistant assistant, @Nullable Path place)
            throws IOException {
        SortedMap<String, String> weights = new TreeMap<>();
        if (place != null && Files.isDirectory(place)) {
            weights.putAll(WeightHashes.of(place));
        } else {
            weights.putAll(WeightHashes.ofResource(EMBEDDED));
        }
        Map<String, String> versions = new TreeMap<>(Versions.all());
        versions.put("java", Runtime.version().toString());
        versions.put("commit", Versions.commit());
        String command =
                "fovea "
                        + String.join(
                                " ",
                                spec.commandLine().getParent() == null
                                        ? List.<String>of("evaluate")
                                        : spec.commandLine()
                                                .getParent()
                                                .getParseResult()
                                                .originalArgs());
        return new EvalReport.Subject(
                assistant.info().name(),
                weights,
                data + ": " + scenes.options().words(),
                options.seed,
                versions,
                command);
    }
}
