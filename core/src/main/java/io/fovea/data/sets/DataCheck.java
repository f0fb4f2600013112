package io.fovea.data.sets;

import io.fovea.chat.Message;
import io.fovea.data.AnswerTags;
import io.fovea.data.Dataset;
import io.fovea.data.Dialogue;
import io.fovea.data.Sample;
import io.fovea.data.files.DataError;
import io.fovea.data.files.Finding;
import io.fovea.data.files.Findings;
import io.fovea.image.Image;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * A data set read as a whole, every picture decoded and every mask drawn: what is wrong, what is
 * there twice, and how much of what there is.
 */
public final class DataCheck {

    /**
     * What was found.
     *
     * @param set its spec
     * @param samples read
     * @param exchanges in them
     * @param places of their answers and questions
     * @param kinds exchanges by kind
     * @param problems how many; those of {@code findings} are the first ten thousand
     * @param findings in the order in which they were found
     */
    public record Report(
            String set,
            long samples,
            long exchanges,
            long places,
            Map<String, Long> kinds,
            long problems,
            List<Finding> findings) {}

    private static final long ENDLESS = 1000;

    private final DataSpec spec;
    private final Findings findings;
    private final boolean endless;
    private final Map<String, Long> kinds = new TreeMap<>();
    private final Map<String, Long> ids = new HashMap<>();
    private final Map<Long, String> said = new HashMap<>();
    private long samples;
    private long exchanges;
    private long places;

    private DataCheck(DataSpec spec, Findings findings, boolean endless) {
        this.spec = spec;
        this.findings = findings;
        this.endless = endless;
    }

    /**
     * Checks a data set.
     *
     * @param limit samples to read at most; null for all, and for {@value #ENDLESS} of a set
     *     without end, in which samples may come again
     * @param progress is told how many samples are read
     * @throws DataError when it cannot be opened at all; with strict findings at the first problem
     */
    public static Report of(
            DataSpec spec, Findings findings, @Nullable Long limit, LongConsumer progress) {
        Dataset dataset = DataFormats.open(spec, findings);
        boolean endless = dataset.size() == Long.MAX_VALUE;
        long most = limit != null ? limit : endless ? ENDLESS : Long.MAX_VALUE;
        DataCheck check = new DataCheck(spec, findings, endless);
        for (long i = 0; i < Math.min(most, dataset.size()); i++) {
            check.read(dataset, i);
            progress.accept(i + 1);
        }
        return new Report(
                spec.toString(),
                check.samples,
                check.exchanges,
                check.places,
                check.kinds,
                findings.count(),
                findings.list());
    }

    private void read(Dataset dataset, long index) {
        try {
            Sample sample = dataset.get(index);
            samples++;
            count(sample, index);
        } catch (DataError e) {
            findings.add(e.finding().orElseGet(() -> finding(e.getMessage())));
        } catch (IllegalArgumentException e) {
            findings.add(finding("sample " + index + ": " + e.getMessage()));
        }
    }

    private Finding finding(String what) {
        return new Finding(Path.of(spec.place().isEmpty() ? spec.format() : spec.place()), 0, what);
    }

    private void count(Sample sample, long index) {
        Long before = ids.putIfAbsent(sample.id(), index);
        if (before != null && !endless) {
            findings.add(
                    finding(
                            "samples "
                                    + before
                                    + " and "
                                    + index
                                    + " are both called '"
                                    + sample.id()
                                    + "'"));
        }
        places += Spoken.regions(sample).size();
        for (Dialogue dialogue : sample.dialogues()) {
            exchanges++;
            kinds.merge(dialogue.kind(), 1L, Long::sum);
            String words =
                    dialogue.messages().stream()
                            .map(Spoken::words)
                            .collect(Collectors.joining("\n"));
            String group = dialogue.tags().getOrDefault(AnswerTags.GROUP, "");
            String other = said.putIfAbsent(key(sample.image(), group + words), sample.id());
            if (other != null && !endless) {
                findings.add(
                        finding(
                                "the samples '"
                                        + other
                                        + "' and '"
                                        + sample.id()
                                        + "' ask the same of the same picture: "
                                        + Values.shown(question(dialogue))));
            }
        }
    }

    private static String question(Dialogue dialogue) {
        List<Message> messages = dialogue.messages();
        return messages.isEmpty() ? "" : Spoken.words(messages.getFirst());
    }

    private static long key(@Nullable Image image, String words) {
        long hash = image == null ? 0 : Arrays.hashCode(image.rgb()) * 31L + image.width();
        for (int i = 0; i < words.length(); i++) {
            hash = Asked.mix(hash + words.charAt(i));
        }
        return hash;
    }
}
