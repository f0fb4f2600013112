package io.fovea.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.checkpoint.Provenance;
import io.fovea.config.StrictJson;
import io.fovea.interaction.InteractionNetworks;
import io.fovea.model.BlankFolder;
import io.fovea.model.FreshModel;
import io.fovea.model.NamedShapes;
import io.fovea.perception.PerceptionHeads;
import io.fovea.tensor.DType;
import io.fovea.train.Recipe;
import io.fovea.train.RecipeStart;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code fovea init CONFIG --out DIR}: a model with random weights. */
@Command(
        name = "init",
        description = {
            "Write a model with random weights, of any family and any size.",
            "For trying out, measuring, and beginning a training. Weights are drawn and written one"
                    + " after the other; memory holds one of them. A seed gives the same weights"
                    + " everywhere."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  fovea init smolvlm-256m --out models/random",
            "  fovea init my-config/ --out models/mine --seed 7 --dtype bfloat16",
            "  fovea init recipes/fovea-mini.json --out models/start"
        })
final class InitCommand implements Callable<Integer> {

    /** The shapes that ship with the program, for the help. */
    static final class Shapes implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return NamedShapes.names().iterator();
        }
    }

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "CONFIG",
            completionCandidates = Shapes.class,
            description =
                    "config.json, a folder that has one (its words, preprocessor and chat template"
                            + " are taken along), a recipe with a new model, or one of"
                            + " ${COMPLETION-CANDIDATES}")
    private Path config = Path.of("config.json");

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "model folder to write; a free name")
    private Path out = Path.of("model");

    @Option(names = "--seed", paramLabel = "N", description = "seed of the weights (default: 0)")
    private long seed;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            description =
                    "float32, bfloat16 or float16 (default: what the config names, else float32)",
            converter = StoredType.class)
    private @Nullable DType dtype;

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description = "tokenizer.json to use; its ids must be those that the config names")
    private @Nullable Path tokenizer;

    @Option(names = "--json", description = "print JSON instead of text")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        BlankFolder given = given();
        BlankFolder files =
                tokenizer == null ? given : given.withTokenizer(Files.readAllBytes(tokenizer));
        FreshModel model =
                new FreshModel(
                        files, InteractionNetworks.after(PerceptionHeads::attach), seed, dtype);
        FreshModel.Made made;
        try (StopSignal stop = StopSignal.install();
                InitProgress progress =
                        new InitProgress(spec.commandLine().getErr(), stop::asked)) {
            made = model.write(out, InitCommand::origin, progress);
        }
        print(made);
        return ExitCodes.OK;
    }

    private static Provenance origin(String text, long seed) {
        return Provenance.now(text, Versions.commit(), seed, Versions.all());
    }

    private BlankFolder given() throws IOException {
        String name = config.toString();
        if (!Files.exists(config) && NamedShapes.names().contains(name)) {
            return NamedShapes.of(name);
        }
        if (!Files.exists(config) && name.indexOf('/') < 0) {
            throw new CliError(
                    "there is no file or folder '"
                            + name
                            + "', and it is none of the shapes that are known by name: "
                            + String.join(", ", NamedShapes.names())
                            + "; check the path");
        }
        Path place = ModelArgument.folder(config);
        if (Files.isRegularFile(place) && isRecipe(StrictJson.tree(place))) {
            return RecipeStart.of(StrictJson.read(place, Recipe.class));
        }
        return BlankFolder.read(place);
    }

    private static boolean isRecipe(JsonNode tree) {
        return tree.has("stages") && tree.has("model");
    }

    private void print(FreshModel.Made made) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(StrictJson.write(made));
            return;
        }
        out.println("family     " + made.family());
        out.println(
                String.format(
                        Locale.ROOT,
                        "weights    %,d numbers in %,d tensors, %s as %s, seed %d",
                        made.parameters(),
                        made.tensors(),
                        InspectCommand.size(made.bytes()),
                        made.dtype(),
                        made.seed()));
        out.println("folder     " + made.folder());
    }

    /** A type of stored weights by name. */
    static final class StoredType implements ITypeConverter<DType> {
        @Override
        public DType convert(String value) {
            return switch (value) {
                case "float32", "fp32" -> DType.FLOAT32;
                case "bfloat16", "bf16" -> DType.BFLOAT16;
                case "float16", "fp16" -> DType.FLOAT16;
                default ->
                        throw new TypeConversionException(
                                "expected float32, bfloat16 or float16, got '" + value + "'");
            };
        }
    }
}
