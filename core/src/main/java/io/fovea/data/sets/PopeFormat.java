package io.fovea.data.sets;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.data.AnswerTags;
import io.fovea.data.Dataset;
import io.fovea.data.files.BadRecord;
import io.fovea.data.files.Findings;
import io.fovea.data.files.RecordFile;

import java.util.Locale;
import java.util.Map;

/**
 * POPE (Li et al. 2023, arXiv 2305.10355): JSON lines {@code {question_id, image, text, label}},
 * yes or no; also {@code {image_id, kind, question, answer}} with COCO's ids.
 */
public final class PopeFormat implements DataFormat {

    @Override
    public String name() {
        return "pope";
    }

    @Override
    public String summary() {
        return "POPE: is there such a thing, yes or no";
    }

    @Override
    public String example() {
        return "pope:coco_pope_popular.json,images=val2014,group=popular";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "images",
                "folder of COCO's pictures (that of the file)",
                "group",
                "what reports call these questions: random, popular, adversarial",
                Choices.SUFFIX,
                Choices.SUFFIX_MEANING,
                "dialogues",
                "most questions in a sample (8)");
    }

    @Override
    public Dataset open(DataSpec spec, Findings findings) {
        Pictures pictures = new Pictures(spec.folder("images"));
        return Questions.open(
                pictures,
                spec.whole("dialogues", 8, 1),
                record -> read(record, spec, pictures),
                check -> RecordFile.open(spec.path(), findings, check));
    }

    private static Question read(JsonNode record, DataSpec spec, Pictures pictures) {
        String named = Values.textOrNull(record, "image");
        String picture = named == null ? pictures.coco(Values.whole(record, "image_id")) : named;
        String answer = Values.textOf(record, "label", "answer").strip().toLowerCase(Locale.ROOT);
        if (!answer.equals("yes") && !answer.equals("no")) {
            throw new BadRecord("expected yes or no, got " + Values.shown(answer));
        }
        String kind = Values.textOrNull(record, "kind");
        String group = spec.text("group", kind == null ? "all" : kind);
        return new Question(
                picture,
                group + "-" + Values.text(record, "question_id"),
                Asked.words(
                        "exists",
                        Choices.with(
                                Values.textOf(record, "text", "question"),
                                spec.text(Choices.SUFFIX, "")),
                        answer,
                        Map.of(AnswerTags.METRIC, "pope", AnswerTags.GROUP, group)));
    }
}
