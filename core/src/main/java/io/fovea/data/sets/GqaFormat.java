package io.fovea.data.sets;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.data.AnswerTags;
import io.fovea.data.Dataset;
import io.fovea.data.files.Findings;
import io.fovea.data.files.JsonArrays;

import java.util.Map;

/**
 * GQA (Hudson and Manning 2019): an object of questions by id, {@code {question, imageId, answer,
 * fullAnswer, types}}; pictures are {@code imageId.jpg}. Measured by the same words.
 */
public final class GqaFormat implements DataFormat {

    @Override
    public String name() {
        return "gqa";
    }

    @Override
    public String summary() {
        return "GQA: questions about scene graphs";
    }

    @Override
    public String example() {
        return "gqa:testdev_balanced_questions.json,images=images";
    }

    @Override
    public Map<String, String> options() {
        return Questions.OPTIONS;
    }

    @Override
    public Dataset open(DataSpec spec, Findings findings) {
        String suffix = spec.text(Choices.SUFFIX, "");
        return Questions.open(
                new Pictures(spec.folder("images")),
                spec.whole("dialogues", 8, 1),
                member -> {
                    String id = member.fieldNames().next();
                    return read(id, member.get(id), suffix);
                },
                check -> JsonArrays.members(spec.path(), findings, check));
    }

    private static Question read(String id, JsonNode record, String suffix) {
        String group = record.path("types").path("structural").asText("");
        return new Question(
                Values.text(record, "imageId") + ".jpg",
                id,
                Asked.words(
                        "question",
                        Choices.with(Values.text(record, "question"), suffix),
                        Values.text(record, "answer"),
                        group.isEmpty() ? Map.of() : Map.of(AnswerTags.GROUP, group)));
    }
}
