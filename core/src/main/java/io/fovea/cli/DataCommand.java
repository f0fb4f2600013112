package io.fovea.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fovea data}: looks at data sets. */
@Command(
        name = "data",
        description = "Check a data set, look at it, or list the formats that can be read.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(check | show | formats)",
        subcommands = {DataCheckCommand.class, DataShowCommand.class, DataFormatsCommand.class},
        footer = {
            "",
            "A data set is named by FORMAT:PLACE,key=value,... (docs/data.md).",
            "",
            "Examples:",
            "  fovea data formats",
            "  fovea data check coco:instances.json,images=photos",
            "  fovea data show lines:fruit.jsonl --out sheet.html --limit 40"
        })
final class DataCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say check, show or formats; see fovea data --help");
    }
}
