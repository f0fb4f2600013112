package io.fovea.cli;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Message;
import io.fovea.data.Dialogue;
import io.fovea.data.Sample;
import io.fovea.data.scenes.SceneOptions;
import io.fovea.data.scenes.ScenePackReader;
import io.fovea.data.scenes.ScenesDataset;
import io.fovea.data.scenes.Split;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Region;
import io.fovea.image.Overlay;
import io.fovea.image.Sheet;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code fovea scenes}: shows the composed scenes that models are trained and tried on. */
@Command(
        name = "scenes",
        description =
                "Draw composed scenes and what is said about them, on one sheet or as pictures.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  fovea scenes --out sheet.png",
            "  fovea scenes --out sheet.png --split test --count 12 --seed 3 --plain",
            "  fovea scenes --pictures folder --split test --count 6 --size 384"
        })
final class ScenesCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--out", paramLabel = "FILE", description = "sheet to draw (.png or .jpg)")
    private @Nullable Path out;

    @Option(
            names = "--pictures",
            paramLabel = "DIR",
            description = "folder to write each scene into as a JPEG")
    private @Nullable Path pictures;

    @Option(names = "--split", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Split split = Split.TRAIN;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "scenes (default: ${DEFAULT-VALUE}, at most 400)")
    private int count = 12;

    @Option(
            names = "--from",
            paramLabel = "N",
            description = "index of the first scene (default: 0)")
    private long from;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "side of a scene (default: ${DEFAULT-VALUE})")
    private int size = 256;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "seed of the scenes (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--plain", description = "without boxes and masks")
    private boolean plain;

    @Override
    public Integer call() throws IOException {
        check();
        ScenesDataset scenes =
                new ScenesDataset(
                        ScenePackReader.builtIn(),
                        SceneOptions.defaults().withSize(size),
                        split,
                        seed);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            samples.add(scenes.get(from + i));
        }
        PrintWriter print = spec.commandLine().getOut();
        if (out != null) {
            OutputFile.write(sheet(samples), out);
            print.println("sheet: " + out);
        }
        if (pictures != null) {
            for (Sample sample : samples) {
                Path file = pictures.resolve(sample.id() + ".jpg");
                OutputFile.write(sample.picture(), file);
                print.println(file);
                sample.things().forEach(thing -> print.println("  " + AnswerText.place(thing)));
                sample.dialogues().forEach(dialogue -> print.println("  " + words(dialogue)));
            }
        }
        return ExitCodes.OK;
    }

    private void check() throws IOException {
        if (out == null && pictures == null) {
            throw new picocli.CommandLine.ParameterException(
                    spec.commandLine(), "say --out FILE or --pictures DIR");
        }
        if (count < 1 || count > 400 || from < 0 || size < 32 || size > 2048) {
            throw new picocli.CommandLine.ParameterException(
                    spec.commandLine(),
                    "expected --count from 1 to 400, --from at least 0 and --size from 32 to 2048,"
                            + " got "
                            + count
                            + ", "
                            + from
                            + " and "
                            + size);
        }
        if (out != null) {
            OutputFile.picture(out);
        }
        if (pictures != null) {
            OutputFile.folder(pictures);
        }
    }

    private io.fovea.image.Image sheet(List<Sample> samples) {
        List<Sheet.Entry> entries =
                samples.stream()
                        .map(
                                sample ->
                                        new Sheet.Entry(
                                                plain
                                                        ? sample.picture()
                                                        : Overlay.draw(
                                                                sample.picture(), sample.things()),
                                                sample.dialogues().stream()
                                                        .limit(2)
                                                        .map(ScenesCommand::words)
                                                        .collect(Collectors.joining("  |  "))))
                        .toList();
        String title =
                "scenes, "
                        + split.name().toLowerCase(Locale.ROOT)
                        + " split, seed "
                        + seed
                        + ", from "
                        + from;
        return new Sheet(4, new Canvas(size, size)).draw(title, entries);
    }

    /** An exchange in a line; places as numbers of pixels. */
    private static String words(Dialogue dialogue) {
        return dialogue.messages().stream()
                .map(
                        message ->
                                (message.role() == Message.Role.USER ? "" : "> ")
                                        + message.parts().stream()
                                                .map(ScenesCommand::words)
                                                .collect(Collectors.joining()))
                .collect(Collectors.joining("  "));
    }

    private static String words(ContentPart part) {
        return switch (part) {
            case ContentPart.Text(String text) -> text;
            case ContentPart.Picture ignored -> "";
            case ContentPart.Place place -> AnswerText.box(place.region().box());
            case ContentPart.Grounded(String phrase, List<Region> regions) ->
                    phrase
                            + regions.stream()
                                    .map(region -> " " + AnswerText.box(region.box()))
                                    .collect(Collectors.joining());
        };
    }
}
