package io.fovea.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.assistant.Assistant;
import io.fovea.assistant.AssistantError;
import io.fovea.assistant.AssistantInfo;
import io.fovea.assistant.Reply;
import io.fovea.geometry.Region;
import io.fovea.image.Image;
import io.fovea.image.Overlay;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

/** {@code fovea demo}: everything a model can do, on pictures that come with it. */
@Command(
        name = "demo",
        description =
                "Show on bundled pictures what the model can do: describe, answer, find, describe a"
                        + " place.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  fovea demo",
            "  fovea demo --model runs/fovea-mini/model --out drawn"
        })
final class DemoCommand implements Callable<Integer> {

    private static final double SAME = 0.7;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private CommonOptions options = new CommonOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "folder to draw into (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("fovea-demo");

    @Option(
            names = "--warm-up",
            hidden = true,
            description = "one scene, with a model where there is one, as JSON")
    private boolean warmUp;

    @Override
    public Integer call() throws IOException {
        return warmUp ? warmUp() : demo(DemoScene.builtIn());
    }

    /**
     * What the launcher lets the JVM learn to start from: the path of a usual verb, as far as it
     * can be gone.
     */
    private int warmUp() throws IOException {
        options.json = true;
        List<DemoScene> scenes = DemoScene.builtIn().subList(0, 1);
        try {
            return demo(scenes);
        } catch (AssistantError e) {
            io.fovea.tensor.Torch.load();
            OutputFile.write(
                    Overlay.draw(scenes.getFirst().image(), List.of()), out.resolve("scene.png"));
            return ExitCodes.OK;
        }
    }

    private int demo(List<DemoScene> scenes) throws IOException {
        PrintWriter print = spec.commandLine().getOut();
        long start = System.nanoTime();
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        OutputFile.folder(out);
        try (Assistant assistant = options.open()) {
            if (!options.json) {
                print.println(title(assistant.info(), (System.nanoTime() - start) / 1e9));
            }
            for (DemoScene scene : scenes) {
                json.add(show(scene, assistant));
            }
        }
        print.println(
                options.json
                        ? json.toString()
                        : "Pictures with places drawn: " + out.toAbsolutePath());
        return ExitCodes.OK;
    }

    private static String title(AssistantInfo info, double seconds) {
        return String.format(
                Locale.ROOT,
                "Model %s: %.1f million weights, %s, loaded in %.1f s%n",
                info.name(),
                info.parameters() / 1e6,
                info.device(),
                seconds);
    }

    private ObjectNode show(DemoScene scene, Assistant assistant) throws IOException {
        Image image = scene.image();
        double[] corners = scene.region().stream().mapToDouble(Double::doubleValue).toArray();
        Region place = Given.region(image.canvas(), corners);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        say(scene.picture() + " (" + image.canvas() + ")");
        Turns turns = new Turns(assistant, image, json);
        turns.ask("describe the picture", new Asked.Description(null));
        turns.ask(scene.question(), new Asked.Question(scene.question()));
        turns.ask("find " + scene.phrase(), new Asked.Phrase(scene.phrase()));
        turns.ask("find " + scene.all(), new Asked.Phrase(scene.all()));
        turns.ask("find " + scene.absent(), new Asked.Phrase(scene.absent()));
        turns.ask("what is " + AnswerText.box(place.box()), new Asked.Description(place));
        Path file = out.resolve(scene.name() + ".png");
        OutputFile.write(Overlay.draw(image, turns.drawn), file);
        json.put("picture", scene.picture());
        json.put("drawn", file.toString());
        say("  drawn: " + file + System.lineSeparator());
        return json;
    }

    /** What was asked about one picture, and the places found on the way. */
    private final class Turns {

        private final Assistant assistant;
        private final Image image;
        private final ArrayNode json;
        private final List<Region> drawn = new ArrayList<>();

        Turns(Assistant assistant, Image image, ObjectNode json) {
            this.assistant = assistant;
            this.image = image;
            this.json = json.putArray("turns");
        }

        void ask(String said, Asked asked) {
            Reply reply = asked.ask(assistant, image, options.generation());
            for (Region region : reply.answer().regions()) {
                if (drawn.stream().noneMatch(other -> other.box().iou(region.box()) > SAME)) {
                    drawn.add(region);
                }
            }
            ObjectNode turn = json.addObject();
            turn.put("asked", said);
            turn.setAll(asked.json(reply));
            String[] lines = AnswerText.of(reply.answer(), asked.words(reply)).split("\\R");
            say(
                    String.format(
                            Locale.ROOT,
                            "  %-42s %s  (%.0f ms)",
                            said,
                            lines[0],
                            reply.timing().totalMillis()));
            for (int i = 1; i < lines.length; i++) {
                say(" ".repeat(45) + lines[i]);
            }
        }
    }

    private void say(String line) {
        if (!options.json) {
            spec.commandLine().getOut().println(line);
        }
    }
}
