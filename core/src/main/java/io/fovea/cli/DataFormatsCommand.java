package io.fovea.cli;

import io.fovea.data.sets.DataFormat;
import io.fovea.data.sets.DataFormats;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** {@code fovea data formats}: every data set format, its options and an example. */
@Command(
        name = "formats",
        description = "List the data set formats with their options.",
        mixinStandardHelpOptions = true)
final class DataFormatsCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        for (DataFormat format : DataFormats.all()) {
            out.println(format.name() + ": " + format.summary());
            out.println("  " + format.example());
            new TreeMap<>(format.options())
                    .forEach((key, meaning) -> out.printf("    %-14s %s%n", key, meaning));
        }
        return ExitCodes.OK;
    }
}
