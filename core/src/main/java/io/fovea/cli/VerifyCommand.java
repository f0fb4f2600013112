package io.fovea.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.checkpoint.CheckpointError;
import io.fovea.config.ConfigError;
import io.fovea.config.StrictJson;
import io.fovea.hub.HubError;
import io.fovea.tensor.Torch;
import io.fovea.tokenizer.TokenizerError;
import io.fovea.verify.Finding;
import io.fovea.verify.Verification;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * {@code fovea verify DIR...}: computes again what a reference computed and compares, tensor by
 * tensor.
 */
@Command(
        name = "verify",
        description =
                "Compute again what a reference kept beside a model (expected.safetensors,"
                        + " expected.json), and compare.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "One line for each expectation: name, largest absolute difference, where it is, the",
            "bound, ok or FAIL. Exit code 1 when anything fails, or is not understood.",
            "",
            "Examples:",
            "  fovea verify core/src/test/resources/golden/llava15-fp32",
            "  fovea verify --failures golden/*"
        })
final class VerifyCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "model folders with expectations")
    private List<Path> folders = new ArrayList<>();

    @Option(names = "--failures", description = "print only what fails")
    private boolean failures;

    @Option(names = "--json", description = "print JSON instead of text")
    private boolean json;

    @Option(names = "--threads", paramLabel = "N", description = "threads (default: 1)")
    private int threads = 1;

    private int passed;
    private int failed;

    @Override
    public Integer call() {
        Torch.setThreads(threads);
        PrintWriter out = spec.commandLine().getOut();
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Path folder : folders) {
            if (!json) {
                out.println(folder);
            }
            try {
                Verification.run(
                        ModelArgument.folder(folder), finding -> tell(folder, finding, all, out));
            } catch (CheckpointError
                    | ConfigError
                    | HubError
                    | TokenizerError
                    | IllegalArgumentException e) {
                String why = String.valueOf(e.getMessage());
                tell(folder, Finding.failed("model", why), all, out);
            }
        }
        if (json) {
            ObjectNode report = JsonNodeFactory.instance.objectNode();
            report.put("passed", passed);
            report.put("failed", failed);
            report.set("findings", all);
            out.println(StrictJson.write(report));
        } else {
            out.println(passed + " passed, " + failed + " failed");
        }
        return failed == 0 ? ExitCodes.OK : ExitCodes.FAILURE;
    }

    private void tell(Path folder, Finding finding, ArrayNode all, PrintWriter out) {
        passed += finding.ok() ? 1 : 0;
        failed += finding.ok() ? 0 : 1;
        if (failures && finding.ok()) {
            return;
        }
        if (!json) {
            out.println("  " + finding.line());
            out.flush();
            return;
        }
        ObjectNode node = all.addObject();
        node.put("folder", folder.toString());
        node.put("name", finding.name());
        node.put("ok", finding.ok());
        if (!Double.isNaN(finding.bound())) {
            node.put("worst", finding.worst());
            node.put("bound", finding.bound());
            ArrayNode at = node.putArray("at");
            for (long index : finding.at()) {
                at.add(index);
            }
        }
        node.put("words", finding.words());
    }
}
