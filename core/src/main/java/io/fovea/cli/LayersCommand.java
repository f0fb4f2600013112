package io.fovea.cli;

import io.fovea.assistant.AssistantConfig.Precision;
import io.fovea.chat.Conversation;
import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.Provenance;
import io.fovea.config.StrictJson;
import io.fovea.interaction.InteractionNetworks;
import io.fovea.model.ModelFamilies;
import io.fovea.model.ModelFolder;
import io.fovea.model.Processor;
import io.fovea.model.VisionLanguageModel;
import io.fovea.perception.PerceptionHeads;
import io.fovea.pruning.ActivationScores;
import io.fovea.pruning.Calibration;
import io.fovea.pruning.LanguageLayers;
import io.fovea.pruning.ModelIdentity;
import io.fovea.pruning.ParameterChange;
import io.fovea.pruning.PictureFolder;
import io.fovea.pruning.Score;
import io.fovea.pruning.ScoreFile;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Torch;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/** {@code fovea layers MODEL}: how much each language layer does. */
@Command(
        name = "layers",
        description = {
            "Score the language layers of a model: how much each of them does.",
            "Prompts are read once and only sums are kept. The scores and their formulas:"
                    + " docs/pruning.md."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Scores: block_influence, image_block_influence, text_block_influence,",
            "multimodal_block_influence, angular_distance, block_angular_distance,",
            "image_attention; with --against: parameter_l2, parameter_angular, parameter_ratio.",
            "",
            "Examples:",
            "  fovea layers runs/fovea-mini/model --limit 200 --plot scores.png",
            "  fovea layers llava-1.5-7b --data photos --scores"
                    + " multimodal_block_influence,angular_distance",
            "  fovea layers vicuna-7b --data sentences.txt --dtype bfloat16",
            "  fovea layers llava-1.5-7b --against vicuna-7b --scores parameter_ratio"
        })
final class LayersCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "MODEL", description = "model folder, or ORG/NAME of a pulled one")
    private Path model = Path.of(".");

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description =
                    "folder of pictures, text file with a prompt on each line, or a data set"
                            + " (default: ${DEFAULT-VALUE})")
    private String data = "scenes:validation";

    @Option(
            names = "--prompt",
            paramLabel = "WORDS",
            description = "asked about each picture of a folder (default: ${DEFAULT-VALUE})")
    private String prompt = PictureFolder.DESCRIBE;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "most prompts (default: ${DEFAULT-VALUE})")
    private int limit = 200;

    @Option(
            names = "--scores",
            paramLabel = "NAME",
            split = ",",
            description = "which ones (default: all that data and --against allow)")
    private List<String> scores = List.of();

    @Option(
            names = "--against",
            paramLabel = "DIR",
            description = "checkpoint that the model began as, for scores of weights")
    private @Nullable Path against;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "JSON to write (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("scores.json");

    @Option(names = "--plot", paramLabel = "FILE", description = "picture to draw")
    private @Nullable Path plot;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "of pictures drawn from a folder with more (default: 0)")
    private long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads of native operations (default: ${DEFAULT-VALUE})",
            converter = CommonOptions.Threads.class)
    private int threads = 1;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "cpu, cuda or cuda:N (default: cpu)",
            converter = CommonOptions.DeviceName.class)
    private String device = "cpu";

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            description = "type of the arithmetic: float32 or bfloat16 (default: float32)",
            converter = CommonOptions.PrecisionName.class)
    private Precision dtype = Precision.FLOAT32;

    @Override
    public Integer call() throws IOException {
        Set<Score> wanted = wanted();
        OutputFile.writable(out);
        if (plot != null) {
            OutputFile.picture(plot);
        }
        Torch.setThreads(threads);
        Path folder = ModelArgument.folder(model);
        ScoreFile file = measure(folder, wanted);
        try (LineSink sink = LineSink.to(out)) {
            sink.line(StrictJson.write(file).stripTrailing());
            sink.finish();
        }
        ScoresTable.print(file, spec.commandLine().getOut());
        if (plot != null) {
            ScoresChart.draw(file, plot);
        }
        spec.commandLine()
                .getOut()
                .println("scores: " + out + (plot == null ? "" : ", plot: " + plot));
        return ExitCodes.OK;
    }

    /** Empty for all that can be measured. */
    private Set<Score> wanted() {
        if (limit < 1) {
            throw usage("expected --limit from 1, got " + limit);
        }
        Set<Score> wanted = EnumSet.noneOf(Score.class);
        for (String name : scores) {
            try {
                wanted.add(Score.of(name));
            } catch (IllegalArgumentException e) {
                throw usage(String.valueOf(e.getMessage()));
            }
        }
        List<Score> weights =
                wanted.stream().filter(score -> score.source() == Score.Source.WEIGHTS).toList();
        if (against == null && !weights.isEmpty()) {
            throw usage(
                    weights.getFirst().key()
                            + " compares two checkpoints; name the other one by --against DIR");
        }
        if (against != null && !wanted.isEmpty() && weights.isEmpty()) {
            throw usage("--against is for scores of weights, such as --scores parameter_ratio");
        }
        return wanted;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private ScoreFile measure(Path folder, Set<Score> wanted) throws IOException {
        LanguageLayers layers = LanguageLayers.of(ModelFamilies.plan(ModelDirectory.open(folder)));
        Map<Score, List<Double>> found = new EnumMap<>(Score.class);
        ScoreFile.Shown shown = null;
        List<List<Double>> blocks = List.of();
        boolean onlyWeights =
                !wanted.isEmpty()
                        && wanted.stream()
                                .allMatch(score -> score.source() == Score.Source.WEIGHTS);
        if (!onlyWeights) {
            Calibration calibration = CalibrationArgument.of(data, prompt, limit, seed);
            ActivationScores.Result result = activations(folder, calibration, wanted);
            found.putAll(result.scores());
            blocks = result.blocks();
            shown =
                    new ScoreFile.Shown(
                            calibration.description(),
                            calibration.size(),
                            result.imageTokens(),
                            result.textTokens(),
                            seed);
        }
        Path other = against == null ? null : ModelArgument.folder(against);
        if (other != null) {
            try (LayersProgress progress =
                    new LayersProgress(
                            spec.commandLine().getErr(), "layers of weights", layers.count())) {
                ParameterChange.measure(
                                folder, other, layer -> progress.done(layer, layers.count()))
                        .forEach(
                                (score, values) -> {
                                    if (wanted.isEmpty() || wanted.contains(score)) {
                                        found.put(score, values);
                                    }
                                });
            }
        }
        return new ScoreFile(
                layers.count(),
                ModelIdentity.of(folder),
                other == null ? null : ModelIdentity.of(other),
                shown,
                found,
                blocks.isEmpty() ? null : blocks,
                Provenance.now(
                        String.join(
                                " ",
                                spec.commandLine().getParent().getParseResult().originalArgs()),
                        Versions.commit(),
                        seed,
                        Versions.all()));
    }

    private ActivationScores.Result activations(
            Path folder, Calibration calibration, Set<Score> wanted) {
        DType type =
                switch (dtype) {
                    case FLOAT32 -> DType.FLOAT32;
                    case BFLOAT16 -> DType.BFLOAT16;
                };
        try (ModelFolder.Opened opened =
                        ModelFolder.openInPlace(
                                folder, LayersCommand::attach, type, new Device(device));
                LayersProgress progress =
                        new LayersProgress(
                                spec.commandLine().getErr(), "prompts", calibration.size())) {
            return ActivationScores.measure(
                    opened, calibration, wanted.isEmpty() ? allOf(calibration) : wanted, progress);
        }
    }

    /** Weights of extensions are read, but no extension takes part in a pass. */
    private static void attach(VisionLanguageModel model) {
        PerceptionHeads.attach(model);
        InteractionNetworks.attach(model);
    }

    /** All that the data allow. */
    private static Set<Score> allOf(Calibration calibration) {
        boolean pictures =
                switch (calibration.get(0)) {
                    case Calibration.Prompt.Plain ignored -> false;
                    case Calibration.Prompt.Asked(Conversation asked) ->
                            !Processor.pictures(asked).isEmpty();
                };
        Set<Score> all = EnumSet.allOf(Score.class);
        all.removeIf(score -> score.needsPictures() && !pictures);
        return all;
    }
}
