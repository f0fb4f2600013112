package io.fovea.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code fovea ask IMAGE QUESTION}. */
@Command(
        name = "ask",
        description = "Answer a question about a picture.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  fovea ask photo.jpg \"how many apples\"",
            "  fovea ask photo.jpg \"what colour is the car\" --json",
            "  fovea ask photo.jpg \"describe the picture and point\" --out drawn.png"
        })
final class AskCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private CommonOptions options = new CommonOptions();

    @Parameters(
            index = "0",
            paramLabel = "IMAGE",
            description = "picture: JPEG, PNG, WebP, GIF or BMP")
    private Path image = Path.of("");

    @Parameters(index = "1", paramLabel = "QUESTION", description = "what you want to know")
    private String question = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "draw the places of the answer (.png or .jpg)")
    private @Nullable Path out;

    @Override
    public Integer call() {
        Given.words(spec, "QUESTION", question);
        return new Answering(options, spec.commandLine().getOut(), image, out)
                .run(picture -> new Asked.Question(question));
    }
}
