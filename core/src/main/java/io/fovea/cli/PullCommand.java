package io.fovea.cli;

import io.fovea.config.StrictJson;
import io.fovea.hub.Hub;
import io.fovea.hub.HubSettings;
import io.fovea.hub.ModelName;
import io.fovea.hub.PullRequest;
import io.fovea.hub.Pulled;
import io.fovea.hub.Revision;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code fovea pull ORG/NAME}: gets a model from the Hugging Face Hub. */
@Command(
        name = "pull",
        description = {
            "Get a model from the Hugging Face Hub: its config, words and safetensors.",
            "Then --model ORG/NAME takes it. The cache is the one that Python tools use; what is"
                    + " there already is not fetched again, what was interrupted goes on."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Environment: HF_TOKEN, HF_ENDPOINT, HF_HOME, HF_HUB_CACHE, HF_HUB_OFFLINE.",
            "",
            "Examples:",
            "  fovea pull llava-hf/llava-1.5-7b-hf",
            "  fovea pull Qwen/Qwen2.5-VL-3B-Instruct --to models/qwen",
            "  fovea inspect llava-hf/llava-1.5-7b-hf"
        })
final class PullCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "ORG/NAME",
            description = "the model's name on the Hub",
            converter = Name.class)
    private @Nullable ModelName model;

    @Option(
            names = "--revision",
            paramLabel = "REV",
            description = "branch, tag or commit (default: main)",
            converter = RevisionText.class)
    private Revision revision = Revision.MAIN;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "put plain files into this folder instead of the cache")
    private @Nullable Path to;

    @Option(names = "--offline", description = "use what was pulled before; ask nobody")
    private boolean offline;

    @Option(names = "--json", description = "print JSON instead of text")
    private boolean json;

    @Override
    public Integer call() {
        if (model == null) {
            throw new IllegalStateException("picocli gives a model or refuses the command line");
        }
        HubSettings settings = HubSettings.ofProcess();
        PrintWriter err = spec.commandLine().getErr();
        Pulled pulled;
        Thread note = new Thread(() -> interrupted(err), "pull-interrupted");
        Runtime.getRuntime().addShutdownHook(note);
        try (PullProgress progress = new PullProgress(err, model.toString())) {
            pulled =
                    new Hub(offline ? settings.withoutNetwork() : settings)
                            .pull(new PullRequest(model, revision, to), progress);
        } finally {
            forget(note);
        }
        print(pulled);
        return ExitCodes.OK;
    }

    private static void interrupted(PrintWriter err) {
        err.println();
        err.println("fovea: interrupted; what was fetched is kept, the same command goes on");
    }

    private static void forget(Thread note) {
        try {
            Runtime.getRuntime().removeShutdownHook(note);
        } catch (IllegalStateException e) {
            // the machine is going down already
        }
    }

    private void print(Pulled pulled) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(StrictJson.write(pulled));
            return;
        }
        out.println("model      " + pulled.model());
        out.println("commit     " + pulled.commit() + " (" + pulled.revision() + ")");
        out.println(
                "files      "
                        + pulled.files().size()
                        + ", "
                        + InspectCommand.size(pulled.bytes())
                        + (pulled.fetchedBytes() == 0 ? ", all there before" : ""));
        out.println("folder     " + pulled.folder());
    }

    /** A model by name. */
    static final class Name implements ITypeConverter<ModelName> {
        @Override
        public ModelName convert(String value) {
            try {
                return ModelName.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** A revision. */
    static final class RevisionText implements ITypeConverter<Revision> {
        @Override
        public Revision convert(String value) {
            try {
                return new Revision(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
