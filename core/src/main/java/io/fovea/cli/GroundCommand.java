package io.fovea.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** {@code fovea ground IMAGE PHRASE}. */
@Command(
        name = "ground",
        description = "Find what a phrase names: boxes and masks, or word that nothing fits.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  fovea ground photo.jpg \"the red apple\"",
            "  fovea ground photo.jpg \"all the apples\" --out found.png",
            "  fovea ground photo.jpg \"the cup left of the plate\" --json"
        })
final class GroundCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private CommonOptions options = new CommonOptions();

    @Mixin private PictureArgument picture = new PictureArgument();

    @Mixin private DrawingOption drawing = new DrawingOption();

    @Parameters(
            index = "1",
            paramLabel = "PHRASE",
            description = "what to find, such as 'the red apple'")
    private String phrase = "";

    @Override
    public Integer call() {
        Given.words(spec, "PHRASE", phrase);
        return new Answering(options, spec.commandLine().getOut(), picture.image, drawing.out)
                .run(image -> new Asked.Phrase(phrase));
    }
}
