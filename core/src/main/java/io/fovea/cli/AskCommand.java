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
            "  fovea ask photo.jpg \"describe the picture and point\" --out drawn.png",
            "  fovea ask photo.jpg \"how many apples\" --model llava --adapter eye"
                    + " --show-attention looked.png",
            "  fovea ask photo.jpg \"how many apples\" --model llava-eye --no-interaction"
        })
final class AskCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private CommonOptions options = new CommonOptions();

    @Mixin private PictureArgument picture = new PictureArgument();

    @Mixin private DrawingOption drawing = new DrawingOption();

    @Option(
            names = "--show-attention",
            paramLabel = "FILE",
            description =
                    "draw where the interaction network looked for this question, one picture for"
                            + " each slot (.png or .jpg)")
    private @Nullable Path attention;

    @Parameters(index = "1", paramLabel = "QUESTION", description = "what you want to know")
    private String question = "";

    @Override
    public Integer call() {
        Given.words(spec, "QUESTION", question);
        return new Answering(
                        options, spec.commandLine().getOut(), picture.image, drawing.out, attention)
                .run(image -> new Asked.Question(question));
    }
}
