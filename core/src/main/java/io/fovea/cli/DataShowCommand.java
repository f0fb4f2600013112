package io.fovea.cli;

import io.fovea.data.Dataset;
import io.fovea.data.Sample;
import io.fovea.data.files.Findings;
import io.fovea.data.sets.DataFormats;
import io.fovea.data.sets.DataSpec;
import io.fovea.data.sets.SamplePage;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code fovea data show SET --out FILE}: draws samples for people to look at. */
@Command(
        name = "show",
        description =
                "Draw samples with their boxes and masks, questions and answers beneath: one"
                        + " picture (.png, .jpg), or one page that needs no network (.html).",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  fovea data show coco:instances.json,images=photos --out sheet.html",
            "  fovea data show scenes:test --out sheet.png --limit 12 --from 100"
        })
final class DataShowCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SET", description = "data set, FORMAT:PLACE,key=value,...")
    private String set = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "picture or page to write (.png, .jpg or .html)")
    private Path out = Path.of("sheet.html");

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "samples (default: ${DEFAULT-VALUE}, at most 1000)")
    private int limit = 24;

    @Option(names = "--from", paramLabel = "N", description = "first sample (default: 0)")
    private long from;

    @Override
    public Integer call() throws IOException {
        if (limit < 1 || limit > 1000 || from < 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected --limit from 1 to 1000 and --from at least 0, got "
                            + limit
                            + " and "
                            + from);
        }
        boolean page = out.toString().toLowerCase(Locale.ROOT).endsWith(".html");
        if (page) {
            OutputFile.writable(out);
        } else {
            OutputFile.picture(out);
        }
        DataSpec data = DataSpec.parse(set);
        Findings findings = Findings.lenient();
        Dataset dataset = DataFormats.open(data, findings);
        String size =
                dataset.size() == Long.MAX_VALUE ? "without end" : dataset.size() + " samples";
        List<Sample> samples = samples(dataset);
        String title = data + ", " + size + ", from " + from;
        if (page) {
            OutputFile.write(SamplePage.html(title, samples), out);
        } else {
            OutputFile.write(SamplePage.sheet(title, samples), out);
        }
        spec.commandLine().getOut().println("sheet: " + out + " (" + samples.size() + " samples)");
        if (findings.count() > 0) {
            spec.commandLine()
                    .getErr()
                    .println(
                            findings.count()
                                    + " problems in this data set; fovea data check tells them");
        }
        return ExitCodes.OK;
    }

    /** The samples that can be read. */
    private List<Sample> samples(Dataset dataset) {
        List<Sample> samples = new ArrayList<>();
        for (long i = from; i < Math.min(dataset.size(), from + limit); i++) {
            try {
                samples.add(dataset.get(i));
            } catch (IllegalArgumentException e) {
                spec.commandLine().getErr().println("left out: " + e.getMessage());
            }
        }
        if (samples.isEmpty()) {
            throw new CliError(
                    "there is nothing to show from sample "
                            + from
                            + " on; the data set has "
                            + dataset.size());
        }
        return samples;
    }
}
