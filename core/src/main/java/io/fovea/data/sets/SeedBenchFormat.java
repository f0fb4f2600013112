package io.fovea.data.sets;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.data.AnswerTags;
import io.fovea.data.Dataset;
import io.fovea.data.files.BadRecord;
import io.fovea.data.files.Findings;
import io.fovea.data.files.JsonArrays;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * SEED-Bench (Li et al. 2023, arXiv 2307.16125): records {@code {question_id, question, choice_a ..
 * choice_d, answer, data_id, data_type, question_type_id}} under {@code questions}. Those about
 * videos are passed over.
 */
public final class SeedBenchFormat implements DataFormat {

    private static final List<String> TYPES =
            List.of(
                    "Scene Understanding",
                    "Instance Identity",
                    "Instance Attributes",
                    "Instance Location",
                    "Instances Counting",
                    "Spatial Relation",
                    "Instance Interaction",
                    "Visual Reasoning",
                    "Text Understanding");

    @Override
    public String name() {
        return "seed";
    }

    @Override
    public String summary() {
        return "SEED-Bench: questions with four options; the pictures of it, not the videos";
    }

    @Override
    public String example() {
        return "seed:SEED-Bench.json,images=SEED-Bench-image";
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
                record ->
                        Values.textOf(record, "data_type").equals("image")
                                ? read(record, suffix)
                                : null,
                check -> JsonArrays.underOrAlone(spec.path(), "questions", findings, check));
    }

    private static Question read(JsonNode record, String suffix) {
        List<String> options = new ArrayList<>();
        for (String letter : List.of("a", "b", "c", "d")) {
            options.add(Values.text(record, "choice_" + letter));
        }
        String answer = Values.text(record, "answer").strip();
        if (!answer.matches("[A-D]")) {
            throw new BadRecord("expected an answer of A to D, got " + Values.shown(answer));
        }
        long type = Values.whole(record, "question_type_id");
        String group =
                type >= 1 && type <= TYPES.size() ? TYPES.get((int) type - 1) : "type " + type;
        return new Question(
                Values.text(record, "data_id"),
                Values.text(record, "question_id"),
                Choices.tagged(
                        Choices.of(
                                Values.text(record, "question"),
                                options,
                                answer.charAt(0) - 'A',
                                suffix),
                        AnswerTags.GROUP,
                        group));
    }
}
