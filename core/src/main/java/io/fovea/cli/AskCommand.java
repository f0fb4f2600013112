package io.fovea.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

    @Mixin private PictureArgument picture = new PictureArgument();

    @Mixin private DrawingOption drawing = new DrawingOption();

    @Parameters(index = "1", paramLabel = "QUESTION", description = "what you want to know")
    private String question = "";

    @Override
    public Integer call() {
        Given.words(spec, "QUESTION", question);
        return new Answering(options, spec.commandLine().getOut(), picture.image, drawing.out)
                .run(image -> new Asked.Question(question));
    }
}
