package io.fovea.data.sets;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.data.AnswerTags;
import io.fovea.data.Dataset;
import io.fovea.data.files.Findings;
import io.fovea.data.files.JsonArrays;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * ScienceQA (Lu et al. 2022): {@code problems.json}, an object of {@code {question, choices,
 * answer, hint, image, split, subject}} by id; pictures are {@code SPLIT/ID/image.png}. Questions
 * without a picture are words alone.
 */
public final class ScienceQaFormat implements DataFormat {

    @Override
    public String name() {
        return "scienceqa";
    }

    @Override
    public String summary() {
        return "ScienceQA: school questions with options, half of them with a picture";
    }

    @Override
    public String example() {
        return "scienceqa:problems.json,images=images,split=test";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "images",
                "folder of the splits (that of the file)",
                "split",
                "train, val or test (all)",
                "pictures",
                "with or without: questions of that kind only (all)",
                Choices.SUFFIX,
                Choices.SUFFIX_MEANING);
    }

    @Override
    public Dataset open(DataSpec spec, Findings findings) {
        String split = spec.text("split", "");
        String wanted = spec.text("pictures", "");
        if (!wanted.isEmpty() && !wanted.equals("with") && !wanted.equals("without")) {
            throw spec.wrong("pictures", "with or without", wanted);
        }
        String suffix = spec.text(Choices.SUFFIX, "");
        return Questions.open(
                new Pictures(spec.folder("images")),
                1,
                member -> {
                    String id = member.fieldNames().next();
                    JsonNode record = member.get(id);
                    boolean pictured = Values.textOrNull(record, "image") != null;
                    boolean other =
                            !split.isEmpty() && !split.equals(Values.text(record, "split"))
                                    || !wanted.isEmpty() && pictured != wanted.equals("with");
                    return other ? null : read(id, record, suffix);
                },
                check -> JsonArrays.members(spec.path(), findings, check));
    }

    private static Question read(String id, JsonNode record, String suffix) {
        @Nullable String image = Values.textOrNull(record, "image");
        @Nullable String hint = Values.textOrNull(record, "hint");
        String question =
                (hint == null || hint.isBlank() ? "" : "Context: " + hint.strip() + "\n")
                        + Values.text(record, "question");
        String subject = Values.textOrNull(record, "subject");
        return new Question(
                image == null ? null : Values.text(record, "split") + "/" + id + "/" + image,
                id,
                Choices.tagged(
                        Choices.of(
                                question,
                                Values.texts(record, "choices"),
                                (int) Values.whole(record, "answer"),
                                suffix),
                        AnswerTags.GROUP,
                        subject == null ? "all" : subject));
    }
}
