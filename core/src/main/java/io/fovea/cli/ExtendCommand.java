package io.fovea.cli;

import io.fovea.config.StrictJson;
import io.fovea.interaction.InteractionExtension;
import io.fovea.model.FolderExtension;
import io.fovea.perception.PerceptionConfig;
import io.fovea.perception.PerceptionExtension;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
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

/**
 * {@code fovea extend MODEL --perception --out DIR}: heads and tokens for places; {@code
 * --interaction}: a network that lets the model ask its picture.
 */
@Command(
        name = "extend",
        description = {
            "Give a model heads and tokens for places (PerceptionGPT), or a network and tokens by"
                    + " which it asks its picture (LMEye).",
            "What is added is new: train the written folder by a recipe with model.from."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  fovea extend llava-1.5-7b --perception --out llava-places",
            "  fovea extend bunny --perception --tokens \"<loc>,<q>,</q>\" --out bunny-places",
            "  fovea extend llava-1.5-7b --interaction --slots 8 --out llava-eye",
            "  fovea extend llava-places --interaction --form qformer --config sizes.json --out"
                    + " both"
        })
final class ExtendCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "MODEL", description = "model folder, or ORG/NAME of a pulled one")
    private Path model = Path.of(".");

    @ArgGroup(exclusive = true, multiplicity = "1")
    private What what = new What();

    @ArgGroup(exclusive = false, heading = "%nWith --interaction:%n")
    private @Nullable InteractionArguments network;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "model folder to write")
    private Path out = Path.of("model");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "sizes of the heads, or options of the network (default: the paper's heads, or"
                            + " our own form of the network, in proportion to the model)")
    private @Nullable Path config;

    @Option(
            names = "--tokens",
            paramLabel = "NAMES",
            split = ",",
            description =
                    "names of the new tokens: of a place and of those around a phrase (default:"
                            + " <vis>,<p>,</p>), or of a request and of an answer to it (default:"
                            + " <request>,<answer>)")
    private @Nullable List<String> tokens;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "of the first weights of what is new (default: ${DEFAULT-VALUE})")
    private long seed;

    /** What is added. */
    private static final class What {

        @Option(names = "--perception", description = "boxes and masks behind one token")
        private boolean perception;

        @Option(
                names = "--interaction",
                description = "a request at the end of each question, answered by the picture")
        private boolean interaction;
    }

    @Override
    public Integer call() {
        if (network != null && what.perception) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--form, --slots, --rounds and --request belong to --interaction; leave them"
                            + " out with --perception");
        }
        FolderExtension.Written written = what.perception ? perception() : interaction();
        tell(written, spec.commandLine().getOut());
        return ExitCodes.OK;
    }

    private FolderExtension.Written perception() {
        List<String> names = names("three", List.of("<vis>", "<p>", "</p>"));
        PerceptionConfig sizes =
                config == null ? null : StrictJson.read(config, PerceptionConfig.class);
        return PerceptionExtension.write(
                ModelArgument.folder(model),
                out,
                new PerceptionExtension.Settings(
                        sizes, names.get(0), names.get(1), names.get(2), seed),
                Versions.commit(),
                Versions.all());
    }

    private FolderExtension.Written interaction() {
        List<String> names = names("two", List.of("<request>", "<answer>"));
        InteractionArguments given = network == null ? new InteractionArguments() : network;
        return InteractionExtension.write(
                ModelArgument.folder(model),
                out,
                new InteractionExtension.Settings(
                        given.options(config), names.get(0), names.get(1), seed),
                Versions.commit(),
                Versions.all());
    }

    private List<String> names(String count, List<String> usual) {
        List<String> names = tokens == null ? usual : tokens;
        if (names.size() != usual.size()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--tokens takes " + count + " names with commas between, got " + names.size());
        }
        return names;
    }

    private void tell(FolderExtension.Written written, PrintWriter to) {
        written.tokens().forEach((name, id) -> to.println("token      " + name + " = " + id));
        to.println(
                "rows       "
                        + written.vocabulary()
                        + (written.vocabulary() == written.vocabularyBefore()
                                ? what.perception
                                        ? ", as before; spare ones were used"
                                        : ", as before; the new tokens need none"
                                : ", " + written.vocabularyBefore() + " before"));
        to.printf(
                Locale.ROOT,
                "%-10s %,d parameters%n",
                what.perception ? "heads" : "network",
                written.parameters());
        to.println("model: " + out);
    }
}
