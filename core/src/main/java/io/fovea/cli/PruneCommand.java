package io.fovea.cli;

import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.Provenance;
import io.fovea.config.StrictJson;
import io.fovea.model.ModelFamilies;
import io.fovea.pruning.LanguageLayers;
import io.fovea.pruning.LeastImportant;
import io.fovea.pruning.ModelIdentity;
import io.fovea.pruning.PrunedFolder;
import io.fovea.pruning.PruningPlan;
import io.fovea.pruning.Score;
import io.fovea.pruning.ScoreFile;
import io.fovea.tuning.LayerSelection;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code fovea prune MODEL --out DIR}: a model without some of its language layers. */
@Command(
        name = "prune",
        description = {
            "Write a model without some of its language layers, as an ordinary smaller folder.",
            "Which layers go is a plan: ranked by scores of 'fovea layers', listed, or read from a"
                    + " file. Layers that --outside selects (the visual layers) stay."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A selection of layers is a list (0,4,8-11), a word (all, visual-region-paper), or JSON"
                    + " as in a recipe.",
            "",
            "Examples:",
            "  fovea prune MODEL --scores scores.json --score angular_distance --remove 2 --out"
                    + " smaller",
            "  fovea prune MODEL --scores scores.json --score angular_distance --remove 2 \\",
            "      --outside '{\"share\": 0.25, \"place\": \"sparse\"}' --dry-run > plan.json",
            "  fovea prune MODEL --plan plan.json --out smaller",
            "  fovea prune MODEL --remove-layers 3,7 --out smaller"
        })
final class PruneCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "MODEL", description = "model folder, or ORG/NAME of a pulled one")
    private Path model = Path.of(".");

    @Option(
            names = "--scores",
            paramLabel = "FILE",
            description = "scores of this model, of 'fovea layers'")
    private @Nullable Path scores;

    @Option(
            names = "--score",
            paramLabel = "NAME",
            description = "which of them ranks the layers (default: the only one in the file)")
    private @Nullable String score;

    @Option(
            names = "--remove",
            paramLabel = "N",
            description = "how many layers go, least important first")
    private @Nullable Integer remove;

    @Option(
            names = "--outside",
            paramLabel = "SELECTION",
            description = "visual layers, which stay (default: any layer may go)")
    private @Nullable String outside;

    @Option(
            names = "--remove-layers",
            paramLabel = "SELECTION",
            description = "exactly these layers go, counted from 0")
    private @Nullable String listed;

    @Option(names = "--plan", paramLabel = "FILE", description = "plan that --dry-run printed")
    private @Nullable Path planFile;

    @Option(names = "--out", paramLabel = "DIR", description = "model folder to write")
    private @Nullable Path out;

    @Option(names = "--dry-run", description = "print the plan as JSON, write nothing")
    private boolean dryRun;

    @Override
    public Integer call() {
        checkOptions();
        Path folder = ModelArgument.folder(model);
        refuseAdapter(folder);
        int layers = LanguageLayers.of(ModelFamilies.plan(ModelDirectory.open(folder))).count();
        ModelIdentity identity = ModelIdentity.of(folder);
        PruningPlan plan = plan(identity, layers);
        PrintWriter print = spec.commandLine().getOut();
        if (dryRun || out == null) {
            print.print(StrictJson.write(plan));
            return ExitCodes.OK;
        }
        PrunedFolder.Written written =
                PrunedFolder.write(folder, out, plan, provenance(StrictJson.write(plan)));
        tell(plan, written, print);
        return ExitCodes.OK;
    }

    private void checkOptions() {
        long ways = Stream.of(scores, listed, planFile).filter(given -> given != null).count();
        if (ways != 1) {
            throw usage(
                    "expected one of --scores FILE --remove N, --remove-layers LIST and --plan"
                            + " FILE, got "
                            + (ways == 0 ? "none" : ways + " of them"));
        }
        if ((scores == null) != (remove == null)) {
            throw usage("--scores FILE and --remove N go together");
        }
        if (scores == null && (outside != null || score != null)) {
            throw usage("--outside and --score choose among layers by --scores FILE --remove N");
        }
        if (outside != null && outside.isBlank()) {
            throw usage(
                    "--outside names no layer; name the layers that stay, such as 0,4,8, or leave"
                            + " it out to let any layer go");
        }
        if (out == null && !dryRun) {
            throw usage("expected --out DIR for the smaller model, or --dry-run");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static void refuseAdapter(Path folder) {
        if (Files.exists(folder.resolve("adapter_config.json"))
                && !Files.exists(folder.resolve("config.json"))) {
            throw new CliError(
                    folder
                            + " is an adapter, not a model; merge it first: fovea merge MODEL "
                            + folder
                            + " --out DIR");
        }
    }

    private PruningPlan plan(ModelIdentity identity, int layers) {
        if (planFile != null) {
            PruningPlan plan = PruningPlan.read(planFile);
            plan.requireFits(identity, layers, "the plan " + planFile);
            return plan;
        }
        if (listed != null) {
            List<Integer> gone = LayerSelection.parse(listed).of(layers);
            return PruningPlan.listed(identity, layers, gone, provenance(listed));
        }
        return ranked(identity, layers, scores, remove);
    }

    private PruningPlan ranked(
            ModelIdentity identity, int layers, @Nullable Path from, @Nullable Integer count) {
        if (from == null || count == null) {
            throw usage("--scores FILE and --remove N go together");
        }
        ScoreFile file = ScoreFile.read(from);
        if (file.layers() != layers) {
            throw new CliError(
                    from
                            + " scores a model of "
                            + file.layers()
                            + " layers, and "
                            + identity.folder()
                            + " has "
                            + layers
                            + "; score this model: fovea layers "
                            + identity.folder());
        }
        identity.require(file.model(), "the file of scores " + from);
        List<Integer> visual =
                outside == null ? List.of() : LayerSelection.parse(outside).of(layers);
        return new LeastImportant(file, chosen(file), count, visual)
                .plan(provenance(StrictJson.write(file)));
    }

    private Score chosen(ScoreFile file) {
        if (score != null) {
            return Score.of(score);
        }
        if (file.has().size() > 1) {
            throw usage(
                    "the file holds several scores; choose by --score "
                            + file.has().stream()
                                    .map(Score::key)
                                    .collect(Collectors.joining(" or ")));
        }
        return file.has().iterator().next();
    }

    private static Provenance provenance(String made) {
        return Provenance.now(made, Versions.commit(), 0, Versions.all());
    }

    private void tell(PruningPlan plan, PrunedFolder.Written written, PrintWriter print) {
        print.println(
                "removed    "
                        + (plan.removed().isEmpty()
                                ? "nothing"
                                : plan.removed().stream()
                                        .map(PruneCommand::words)
                                        .collect(Collectors.joining(", "))));
        if (!plan.visualLayers().isEmpty()) {
            print.println("untouched  " + plan.visualLayers());
        }
        print.println(
                "now        "
                        + written.layers()
                        + " layers"
                        + renumbered(plan.stays()).stream()
                                .map(change -> "; " + change)
                                .collect(Collectors.joining()));
        print.printf(
                Locale.ROOT,
                "parameters %,d, %,d before (%.1f %%)%n",
                written.parameters(),
                written.parametersBefore(),
                100.0 * written.parameters() / written.parametersBefore());
        print.println("model: " + out);
        print.println(
                "repair it by a short run: a recipe with \"model\": {\"from\": \"" + out + "\"}");
    }

    /** Runs of layers that are called otherwise now, such as {@code 4-6 are 3-5}. */
    private static List<String> renumbered(List<Integer> stays) {
        List<String> changes = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= stays.size(); i++) {
            if (i == stays.size() || stays.get(i) - i != stays.get(from) - from) {
                if (stays.get(from) != from) {
                    changes.add(
                            i - from == 1
                                    ? stays.get(from) + " is " + from
                                    : stays.get(from)
                                            + "-"
                                            + stays.get(i - 1)
                                            + " are "
                                            + from
                                            + "-"
                                            + (i - 1));
                }
                from = i;
            }
        }
        return changes;
    }

    private static String words(PruningPlan.Removal removal) {
        return removal.score() == null
                ? String.valueOf(removal.layer())
                : String.format(Locale.ROOT, "%d (%.4f)", removal.layer(), removal.score());
    }
}
