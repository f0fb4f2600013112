package io.fovea.cli;

import io.fovea.data.sets.DataFormat;
import io.fovea.data.sets.DataFormats;
import io.fovea.data.sets.FoldOption;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

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
            print(new TreeMap<>(format.options()), out);
        }
        String endless =
                DataFormats.all().stream()
                        .filter(DataFormat::endless)
                        .map(DataFormat::name)
                        .collect(Collectors.joining(" and "));
        out.println("all but " + endless + ":");
        print(FoldOption.options(), out);
        return ExitCodes.OK;
    }

    private static void print(Map<String, String> options, PrintWriter out) {
        options.forEach((key, meaning) -> out.printf("    %-14s %s%n", key, meaning));
    }
}
