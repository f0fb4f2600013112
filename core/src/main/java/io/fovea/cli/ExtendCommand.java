package io.fovea.cli;

import io.fovea.config.StrictJson;
import io.fovea.model.FolderExtension;
import io.fovea.perception.PerceptionConfig;
import io.fovea.perception.PerceptionExtension;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code fovea extend MODEL --perception --out DIR}: heads and tokens for places. */
@Command(
        name = "extend",
        description = {
            "Give a model of another family tokens and heads for places (PerceptionGPT).",
            "The heads are new: train the written folder by a recipe with model.from."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  fovea extend llava-1.5-7b --perception --out llava-places",
            "  fovea extend bunny --perception --tokens \"<loc>,<q>,</q>\" --out bunny-places"
        })
final class ExtendCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "MODEL", description = "model folder, or ORG/NAME of a pulled one")
    private Path model = Path.of(".");

    @Option(
            names = "--perception",
            required = true,
            description = "what to add: boxes and masks behind one token")
    private boolean perception;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "model folder to write")
    private Path out = Path.of("model");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "sizes of the heads (default: the paper's, in proportion to the model)")
    private @Nullable Path config;

    @Option(
            names = "--tokens",
            paramLabel = "VIS,START,END",
            split = ",",
            defaultValue = "<vis>,<p>,</p>",
            description =
                    "names of the token for a place and of those around a phrase (default:"
                            + " ${DEFAULT-VALUE})")
    private List<String> tokens = List.of();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "of the heads' first weights (default: ${DEFAULT-VALUE})")
    private long seed;

    @Override
    public Integer call() {
        if (tokens.size() != 3) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--tokens takes three names with commas between, got " + tokens.size());
        }
        PerceptionConfig sizes =
                config == null ? null : StrictJson.read(config, PerceptionConfig.class);
        FolderExtension.Written written =
                PerceptionExtension.write(
                        ModelArgument.folder(model),
                        out,
                        new PerceptionExtension.Settings(
                                sizes, tokens.get(0), tokens.get(1), tokens.get(2), seed),
                        Versions.commit(),
                        Versions.all());
        tell(written, spec.commandLine().getOut());
        return ExitCodes.OK;
    }

    private void tell(FolderExtension.Written written, PrintWriter to) {
        written.tokens().forEach((name, id) -> to.println("token      " + name + " = " + id));
        to.println(
                "rows       "
                        + written.vocabulary()
                        + (written.vocabulary() == written.vocabularyBefore()
                                ? ", as before; spare ones were used"
                                : ", " + written.vocabularyBefore() + " before"));
        to.printf(Locale.ROOT, "heads      %,d parameters%n", written.parameters());
        to.println("model: " + out);
    }
}
