package io.fovea.cli;

import io.fovea.checkpoint.Provenance;
import io.fovea.tuning.AdapterMerge;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code fovea merge MODEL ADAPTER --out DIR}. */
@Command(
        name = "merge",
        description = {
            "Add a LoRA adapter to the weights of its model: an ordinary model folder.",
            "The adapter may come from a run here or from Hugging Face's PEFT."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  fovea merge llava-1.5-7b runs/tune/adapter --out llava-tuned",
            "  fovea ask photo.jpg \"what is it\" --model llava-tuned",
            "",
            "Without merging: fovea ask photo.jpg \"what is it\" --model llava-1.5-7b --adapter"
                    + " runs/tune/adapter"
        })
final class MergeCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "model folder, or ORG/NAME of a pulled one")
    private Path model = Path.of(".");

    @Parameters(
            index = "1",
            paramLabel = "ADAPTER",
            description = "folder with adapter_config.json and adapter_model.safetensors")
    private Path adapter = Path.of(".");

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "model folder to write")
    private Path out = Path.of("model");

    @Override
    public Integer call() {
        AdapterMerge.Merged merged =
                AdapterMerge.write(
                        ModelArgument.folder(model),
                        adapter,
                        out,
                        Provenance.now("merge", Versions.commit(), 0, Versions.all()));
        PrintWriter to = spec.commandLine().getOut();
        to.println(
                merged.changed()
                        + " linear layers changed, "
                        + merged.replaced()
                        + " weights replaced");
        to.println("model: " + out);
        return ExitCodes.OK;
    }
}
