package io.fovea.cli;

import io.fovea.geometry.Region;
import io.fovea.image.Image;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code fovea describe IMAGE}: the whole picture, or a place of it. */
@Command(
        name = "describe",
        description = "Describe a picture, or the thing at a place of it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  fovea describe photo.jpg",
            "  fovea describe photo.jpg --box 12,30,88,95",
            "  fovea describe photo.jpg --mask mask.png --json"
        })
final class DescribeCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private CommonOptions options = new CommonOptions();

    @Mixin private PictureArgument picture = new PictureArgument();

    @ArgGroup private @Nullable Place place;

    /** Either a box or a mask. */
    static final class Place {

        @Option(
                names = "--box",
                paramLabel = "X1,Y1,X2,Y2",
                required = true,
                description = "place in pixels: left, top, right, bottom")
        @Nullable String box;

        @Option(
                names = "--mask",
                paramLabel = "FILE",
                required = true,
                description = "place as a picture of the same size: bright pixels belong to it")
        @Nullable Path mask;
    }

    @Override
    public Integer call() {
        double[] corners = place == null || place.box == null ? null : Given.box(spec, place.box);
        return new Answering(options, spec.commandLine().getOut(), picture.image, null)
                .run(image -> new Asked.Description(region(image, corners)));
    }

    private @Nullable Region region(Image image, double @Nullable [] corners) {
        if (corners != null) {
            return Given.region(image.canvas(), corners);
        }
        return place == null || place.mask == null ? null : Given.mask(image.canvas(), place.mask);
    }
}
