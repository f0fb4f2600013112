package io.fovea.data.sets;

import io.fovea.data.Dataset;
import io.fovea.data.files.DataError;
import io.fovea.data.files.Findings;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The list of formats, and the door to all data sets. */
public final class DataFormats {

    private static final List<DataFormat> ALL =
            List.of(
                    new ScenesFormat(),
                    new LinesFormat(),
                    new MixFormat(),
                    new CocoFormat(),
                    new RefCocoFormat(),
                    new CaptionedBoxesFormat(),
                    new ExpressionsFormat(),
                    new LlavaFormat(),
                    new FlickrFormat(),
                    VqaFormat.v2(),
                    VqaFormat.ok(),
                    new GqaFormat(),
                    new TextVqaFormat(),
                    new ScienceQaFormat(),
                    new PopeFormat(),
                    new MmeFormat(),
                    new MmBenchFormat(),
                    new SeedBenchFormat(),
                    new NlvrFormat());

    private DataFormats() {}

    /** Every format. */
    public static List<DataFormat> all() {
        return ALL;
    }

    /**
     * Opens the data set that a text names, such as {@code scenes:test}; what is broken is left
     * out.
     *
     * @throws DataError when it cannot be opened, or nothing of it can be used
     */
    public static Dataset open(String spec) {
        return open(DataSpec.parse(spec), Findings.lenient());
    }

    /**
     * Opens a data set.
     *
     * @throws DataError when it cannot be opened, nothing of it can be used, or the findings are
     *     strict and something is broken
     */
    public static Dataset open(DataSpec spec, Findings findings) {
        Dataset dataset = FoldOption.apply(spec, format(spec).open(spec, findings));
        if (dataset.size() < 1) {
            throw new DataError(
                    "the data set "
                            + spec
                            + " has nothing that can be used"
                            + findings.list().stream()
                                    .findFirst()
                                    .map(
                                            first ->
                                                    "; the first of "
                                                            + findings.count()
                                                            + " problems: "
                                                            + first)
                                    .orElse(""));
        }
        return dataset;
    }

    /**
     * The format of a spec, its options checked.
     *
     * @throws DataError when there is no such format, it does not know an option, or the options of
     *     folds are wrong
     */
    public static DataFormat format(DataSpec spec) {
        DataFormat format =
                ALL.stream()
                        .filter(known -> known.name().equals(spec.format()))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new DataError(
                                                "there is no data set format '"
                                                        + spec.format()
                                                        + "'; expected one of "
                                                        + names()));
        Set<String> known = new TreeSet<>(format.options().keySet());
        if (!format.endless()) {
            known.addAll(FoldOption.options().keySet());
        }
        for (String key : new TreeSet<>(spec.options().keySet())) {
            if (!known.contains(key)) {
                throw new DataError(
                        "data sets of the format "
                                + format.name()
                                + " have no option '"
                                + key
                                + "'; expected one of "
                                + String.join(", ", known));
            }
        }
        FoldOption.part(spec);
        return format;
    }

    private static String names() {
        return ALL.stream().map(DataFormat::name).sorted().collect(Collectors.joining(", "));
    }
}
