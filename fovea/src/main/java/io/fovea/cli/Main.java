package io.fovea.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code fovea}: the root of all verbs. */
@Command(
        name = "fovea",
        description = "Pictures and words in; words, boxes and masks out.",
        mixinStandardHelpOptions = true,
        subcommands = {TrainCommand.class})
public final class Main {

    /** Starts the program. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
