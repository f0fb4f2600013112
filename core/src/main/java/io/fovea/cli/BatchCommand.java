package io.fovea.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.assistant.Assistant;
import io.fovea.config.StrictJson;
import io.fovea.config.UnknownKeys;
import io.fovea.image.Image;
import io.fovea.image.ImageReader;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code fovea batch}: JSON lines in, JSON lines out, one model for all. */
@Command(
        name = "batch",
        description = {
            "Answer JSON lines with JSON lines, in order, with one model for all.",
            "In:  {\"id\", \"image\", and one of \"question\", \"phrase\", \"describe\": true;"
                    + " \"box\" with describe}",
            "Out: {\"id\", \"text\", \"regions\", \"usage\", \"timing\"}, or {\"id\", \"line\","
                    + " \"error\"}"
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  fovea batch questions.jsonl --out answers.jsonl",
            "  echo '{\"id\": 1, \"image\": \"photo.jpg\", \"phrase\": \"the red apple\"}' | fovea"
                    + " batch -"
        })
final class BatchCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private CommonOptions options = new CommonOptions();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE",
            description = "JSON lines; - (default) for standard input")
    private String from = "-";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "write here instead of standard output")
    private @Nullable Path out;

    private String lastName = "";
    private @Nullable Image lastImage;

    @Override
    public Integer call() throws IOException {
        try (BufferedReader lines = reader();
                LineSink sink =
                        out == null ? LineSink.to(spec.commandLine().getOut()) : LineSink.to(out);
                Assistant assistant = options.open()) {
            int asked = 0;
            int failed = 0;
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    asked++;
                    ObjectNode answer = answer(assistant, line, number);
                    failed += answer.has("error") ? 1 : 0;
                    sink.line(answer.toString());
                }
            }
            sink.finish();
            if (failed > 0) {
                spec.commandLine()
                        .getErr()
                        .println(
                                "fovea: "
                                        + failed
                                        + " of "
                                        + asked
                                        + " lines failed; they are in the output with \"error\" and"
                                        + " their line number");
            }
            return failed > 0 ? ExitCodes.SOME_FAILED : ExitCodes.OK;
        }
    }

    private BufferedReader reader() throws IOException {
        if (from.equals("-")) {
            return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        }
        Path file = Path.of(from);
        if (Files.isDirectory(file)) {
            throw new CliError(file + " is a folder; name a file of JSON lines");
        }
        // A stream reader puts a mark where bytes are not UTF-8, so that one bad line does not end
        // the others.
        return new BufferedReader(
                new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
    }

    private ObjectNode answer(Assistant assistant, String text, long number) {
        JsonNode id = JsonNodeFactory.instance.numberNode(number);
        try {
            String source = "line " + number;
            JsonNode tree = StrictJson.tree(text, source);
            id = tree.has("id") ? tree.get("id") : id;
            BatchLine line = StrictJson.from(tree, source, BatchLine.class, UnknownKeys.REFUSE);
            Image image = image(line.image());
            Asked asked = line.asked(image.canvas());
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.set("id", id);
            return json.setAll(asked.json(asked.ask(assistant, image, options.generation())));
        } catch (RuntimeException e) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.set("id", id);
            return json.put("line", number)
                    .put("error", ErrorLines.message(e).replaceAll("\\s*\\n\\s*", " "));
        }
    }

    /** Lines about the same picture share it, so that a model may reuse what it saw. */
    private Image image(String name) {
        Image image = lastImage;
        if (image == null || !name.equals(lastName)) {
            image =
                    name.startsWith("data:")
                            ? ImageReader.readDataUri(name)
                            : ImageReader.read(Path.of(name));
            lastName = name;
            lastImage = image;
        }
        return image;
    }
}
