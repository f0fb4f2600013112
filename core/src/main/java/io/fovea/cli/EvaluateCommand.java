package io.fovea.cli;

import io.fovea.assistant.Assistant;
import io.fovea.chat.PlaceInput;
import io.fovea.config.StrictJson;
import io.fovea.data.Dataset;
import io.fovea.data.PlaceForm;
import io.fovea.eval.Answerer;
import io.fovea.eval.AssistantAnswerer;
import io.fovea.eval.EvalReport;
import io.fovea.eval.Evaluator;
import io.fovea.eval.FileJournal;
import io.fovea.eval.Prediction;
import io.fovea.eval.PredictionSheet;
import io.fovea.eval.RankedChoices;
import io.fovea.eval.RecordedAnswers;
import io.fovea.eval.ReportFolder;
import io.fovea.eval.ReportMarkdown;
import io.fovea.eval.ReportPage;
import io.fovea.eval.Scored;
import io.fovea.eval.Scorer;
import io.fovea.eval.WrittenPlacesAnswerer;
import io.fovea.generate.GenerationConfig;
import io.fovea.image.ImageWriter;

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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * {@code fovea evaluate [MODEL]}: asks a model about held-out scenes and reports how well it
 * answers.
 */
@Command(
        name = "evaluate",
        description = "Measure how well a model answers about held-out pictures.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Writes predictions.jsonl, report.json, report.md, report.html and sheet.png into the"
                    + " folder given by --out. Each answer is written at once; an evaluation that"
                    + " was ended goes on with --resume.",
            "",
            "Examples:",
            "  fovea evaluate                            the embedded model",
            "  fovea evaluate runs/fovea-mini/model --limit 200 --out evaluation",
            "  fovea evaluate --limit 200 --out evaluation --resume",
            "  fovea evaluate --predictions other.jsonl --limit 200 --out other",
            "  fovea evaluate --report evaluation/report.json --document docs/fovea-mini.md",
            "  fovea compare evaluation other"
        })
final class EvaluateCommand implements Callable<Integer> {

    private static final int OUTLINE_TOKENS = 768;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private CommonOptions options = new CommonOptions();

    @Mixin private SceneArguments scenes = new SceneArguments();

    @Mixin private EvaluatedModel model = new EvaluatedModel();

    @Option(
            names = "--data",
            paramLabel = "NAME",
            description =
                    "data set: scenes:test, lines:FILE, ... (docs/data.md; default:"
                            + " ${DEFAULT-VALUE})")
    private String data = "scenes:test";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "most pictures (default: ${DEFAULT-VALUE})")
    private int limit = 500;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description =
                    "answers made together; 1 to measure how long one takes (default:"
                            + " ${DEFAULT-VALUE})")
    private int batch = Assistant.TOGETHER;

    @Option(
            names = "--resume",
            description = "go on with the evaluation in --out; without it, begin anew")
    private boolean resume;

    @Option(
            names = "--predictions",
            paramLabel = "FILE",
            description =
                    "score these answers of another system (JSON lines, docs/evaluation.md)"
                            + " instead of asking a model")
    private @Nullable Path predictions;

    @Option(
            names = "--rank-options",
            description =
                    "answer multiple choices by the likeliest option instead of asking for one")
    private boolean rankOptions;

    @Option(
            names = "--places",
            paramLabel = "FORM",
            description =
                    "how the model was taught places: ${COMPLETION-CANDIDATES} (default:"
                            + " ${DEFAULT-VALUE})")
    private PlaceForm places = PlaceForm.TOKEN;

    @Option(
            names = "--pictures",
            paramLabel = "N",
            description = "most pictures in report.html (default: ${DEFAULT-VALUE})")
    private int pictures = 60;

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
        if (batch < 1) {
            throw new ParameterException(
                    spec.commandLine(), "expected --batch from 1, got " + batch);
        }
        if (pictures < 0) {
            throw new ParameterException(
                    spec.commandLine(), "expected --pictures from 0, got " + pictures);
        }
        if (predictions != null && (model.named != null || options.model != null || resume)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--predictions are another system's answers: leave MODEL, --model and --resume"
                            + " away");
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
        EvaluationData asking =
                EvaluationData.open(data, scenes, options.seed, spec.commandLine().getErr());
        Dataset dataset = rankOptions ? new RankedChoices(asking.dataset()) : asking.dataset();
        OutputFile.folder(out);
        EvaluationSubject subjects =
                new EvaluationSubject(
                        spec,
                        asking.words() + (rankOptions ? ", options ranked" : ""),
                        options.seed);
        List<Prediction> answers;
        EvalReport.Subject subject;
        if (predictions != null) {
            subject = subjects.recorded(predictions);
            answers = recorded(predictions, dataset);
        } else {
            Path place = model.place(options);
            try (Assistant assistant = EvaluatedModel.open(place, options)) {
                subject = subjects.of(assistant, place, options);
                answers = ask(assistant, dataset, new ReportFolder(out), subject);
            }
        }
        Scorer scorer = new Scorer(asking.kinds());
        List<Scored> scored =
                answers.stream()
                        .map(prediction -> new Scored(prediction, scorer.score(prediction)))
                        .toList();
        EvalReport result = EvalReport.of(subject, scored, predictions == null ? batch : 1);
        ReportFolder folder = new ReportFolder(out);
        folder.write(result, scored);
        folder.replace("report.html", ReportPage.of(result, scored, dataset, pictures));
        if (PredictionSheet.drawable(scored)) {
            ImageWriter.write(
                    PredictionSheet.draw(scored, dataset, options.seed), folder.file("sheet.png"));
        }
        return result;
    }

    private List<Prediction> recorded(Path file, Dataset dataset) throws IOException {
        RecordedAnswers answers = new RecordedAnswers(file, places);
        Evaluator evaluator =
                new Evaluator(
                        conversation -> {
                            throw new IllegalStateException("recorded answers are only read");
                        });
        List<Prediction> all;
        try (EvaluationProgress progress = progress(dataset)) {
            all = evaluator.run(dataset, limit, answers, progress);
        }
        PrintWriter err = spec.commandLine().getErr();
        if (answers.missing() > 0) {
            err.println(
                    "fovea: "
                            + answers.missing()
                            + " of "
                            + all.size()
                            + " items are not in "
                            + file
                            + "; they count as wrong and invalid");
        }
        if (!answers.unasked().isEmpty()) {
            err.println(
                    "fovea: "
                            + answers.unasked().size()
                            + " of "
                            + answers.size()
                            + " answers in "
                            + file
                            + " are to nothing that was asked, the first of them '"
                            + answers.unasked().iterator().next()
                            + "'; ids are those of predictions.jsonl, --limit says how many"
                            + " pictures are asked about");
        }
        return all;
    }

    private List<Prediction> ask(
            Assistant assistant, Dataset dataset, ReportFolder folder, EvalReport.Subject subject)
            throws IOException {
        GenerationConfig generation = generation();
        Answerer answerer = new AssistantAnswerer(assistant, generation);
        Evaluator evaluator =
                new Evaluator(
                        places == PlaceForm.TOKEN
                                ? answerer
                                : new WrittenPlacesAnswerer(answerer, places),
                        ways(),
                        batch);
        FileJournal.Settings settings =
                new FileJournal.Settings(
                        subject.model() + " " + subject.weights(),
                        subject.data() + ", seed " + subject.seed(),
                        generation + (places == PlaceForm.TOKEN ? "" : " " + places));
        try (FileJournal journal =
                        resume
                                ? FileJournal.resume(folder, settings)
                                : FileJournal.begin(folder, settings);
                EvaluationProgress progress = progress(dataset)) {
            if (journal.size() > 0) {
                spec.commandLine()
                        .getErr()
                        .println("fovea: going on after " + journal.size() + " answers");
            }
            return evaluator.run(dataset, limit, journal, progress);
        }
    }

    /** How places in questions can be told in the form that the model knows. */
    private Set<PlaceInput> ways() {
        return switch (places) {
            case TOKEN -> EnumSet.allOf(PlaceInput.class);
            case TEXT -> EnumSet.of(PlaceInput.BOX);
            case POLYGON -> EnumSet.of(PlaceInput.BOX, PlaceInput.BOTH);
        };
    }

    /** An outline takes hundreds of tokens. */
    private GenerationConfig generation() {
        return places == PlaceForm.POLYGON
                ? options.generation(OUTLINE_TOKENS)
                : options.generation();
    }

    private EvaluationProgress progress(Dataset dataset) {
        return EvaluationProgress.open(
                Math.min(limit, dataset.size()), spec.commandLine().getErr());
    }
}
