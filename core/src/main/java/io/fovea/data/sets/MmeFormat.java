package io.fovea.data.sets;

import io.fovea.data.AnswerTags;
import io.fovea.data.Dataset;
import io.fovea.data.Dialogue;
import io.fovea.data.PictureDataset;
import io.fovea.data.Sample;
import io.fovea.data.files.BadRecord;
import io.fovea.data.files.DataError;
import io.fovea.data.files.Findings;
import io.fovea.data.files.Lines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * MME (Fu et al. 2023, arXiv 2306.13394): a folder for each task; beside each picture, or in {@code
 * questions_answers_YN} with the pictures in {@code images}, a text of lines {@code question TAB
 * Yes or No}, two a picture.
 */
public final class MmeFormat implements DataFormat {

    private static final List<String> ENDINGS = List.of(".jpg", ".png", ".jpeg");

    @Override
    public String name() {
        return "mme";
    }

    @Override
    public String summary() {
        return "MME: fourteen tasks, two yes-or-no questions a picture";
    }

    @Override
    public String example() {
        return "mme:MME_Benchmark_release_version";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "task",
                "one task only, by the name of its folder (all)",
                Choices.SUFFIX,
                Choices.SUFFIX_MEANING);
    }

    @Override
    public Dataset open(DataSpec spec, Findings findings) {
        Path root = spec.path();
        if (!Files.isDirectory(root)) {
            throw spec.wrong("the place", "the folder of the tasks", root.toString());
        }
        List<Page> pages = new ArrayList<>();
        for (Path task : sorted(root)) {
            String name = task.getFileName().toString();
            if (Files.isDirectory(task) && spec.text("task", name).equals(name)) {
                task(task, spec.text(Choices.SUFFIX, ""), findings, pages);
            }
        }
        return new Pages(pages);
    }

    private static List<Path> sorted(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new DataError(folder + " cannot be read: " + e, e);
        }
    }

    private static void task(Path task, String suffix, Findings findings, List<Page> pages) {
        Path apart = task.resolve("questions_answers_YN");
        Path texts = Files.isDirectory(apart) ? apart : task;
        Path images = Files.isDirectory(apart) ? task.resolve("images") : task;
        for (Path text : sorted(texts)) {
            String file = text.getFileName().toString();
            if (!file.endsWith(".txt")) {
                continue;
            }
            String stem = file.substring(0, file.length() - 4);
            Path picture = null;
            for (String ending : ENDINGS) {
                Path candidate = images.resolve(stem + ending);
                picture = picture == null && Files.isRegularFile(candidate) ? candidate : picture;
            }
            if (picture == null) {
                findings.add(text, 0, "there is no picture " + images.resolve(stem + ".jpg"));
                continue;
            }
            String name = task.getFileName().toString();
            List<Dialogue> dialogues = dialogues(text, name, suffix, findings);
            if (!dialogues.isEmpty()) {
                pages.add(new Page(name + "/" + stem, text, picture, dialogues));
            }
        }
    }

    private static List<Dialogue> dialogues(
            Path text, String task, String suffix, Findings findings) {
        List<Dialogue> dialogues = new ArrayList<>();
        Lines.text(
                text,
                findings,
                (line, number) -> {
                    String[] parts = line.asText().split("\t", -1);
                    String answer = parts[parts.length - 1].strip().toLowerCase(Locale.ROOT);
                    if (parts.length != 2 || !answer.equals("yes") && !answer.equals("no")) {
                        throw new BadRecord(
                                "expected a question, a tab, and Yes or No, got "
                                        + Values.shown(line.asText()));
                    }
                    dialogues.add(
                            Asked.words(
                                    "exists",
                                    Choices.with(parts[0].strip(), suffix),
                                    answer,
                                    Map.of(AnswerTags.METRIC, "mme", AnswerTags.GROUP, task)));
                    return false;
                });
        return dialogues;
    }

    /** A picture and its questions. */
    private record Page(String id, Path text, Path picture, List<Dialogue> dialogues) {}

    /** A few thousand questions: all in memory, but the pictures. */
    private record Pages(List<Page> pages) implements PictureDataset {

        @Override
        public long size() {
            return pages.size();
        }

        @Override
        public Sample get(long index) {
            Page page = pages.get(Math.toIntExact(index));
            Pictures folder = new Pictures(Path.of(""));
            try {
                return new Sample(
                        page.id(),
                        folder.read(page.picture().toString()),
                        page.dialogues(),
                        List.of(),
                        Map.of());
            } catch (BadRecord e) {
                throw DataError.at(page.text(), 0, e.what());
            }
        }

        @Override
        public long pictureKey(long index) {
            Page page = pages.get(Math.toIntExact(index));
            try {
                return PictureKey.of(page.picture());
            } catch (BadRecord e) {
                throw DataError.at(page.text(), 0, e.what());
            }
        }
    }
}
