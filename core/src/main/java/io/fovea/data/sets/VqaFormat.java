package io.fovea.data.sets;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.data.AnswerTags;
import io.fovea.data.Dataset;
import io.fovea.data.files.BadRecord;
import io.fovea.data.files.Findings;
import io.fovea.data.files.JsonArrays;
import io.fovea.data.files.RecordFile;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * VQA v2 (Goyal et al. 2017) and OK-VQA (Marino et al. 2019), which share a form: questions in one
 * file, ten people's answers in another, pictures of COCO. The answer is the most frequent one; all
 * ten are tags.
 */
public record VqaFormat(String name, String summary, String example) implements DataFormat {

    static VqaFormat v2() {
        return new VqaFormat(
                "vqa",
                "VQA v2: questions, ten people's answers, pictures of COCO",
                "vqa:v2_OpenEnded_mscoco_val2014_questions.json,"
                        + "annotations=v2_mscoco_val2014_annotations.json,images=val2014");
    }

    static VqaFormat ok() {
        return new VqaFormat(
                "okvqa",
                "OK-VQA: questions that need knowledge, in the form of VQA v2",
                "okvqa:OpenEnded_mscoco_val2014_questions.json,"
                        + "annotations=mscoco_val2014_annotations.json,images=val2014");
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "annotations",
                "file of the answers (needed)",
                "images",
                "folder of COCO's pictures (that of the file)",
                Choices.SUFFIX,
                Choices.SUFFIX_MEANING,
                "dialogues",
                "most questions in a sample (8)");
    }

    @Override
    public Dataset open(DataSpec spec, Findings findings) {
        Path annotations = spec.path("annotations");
        if (annotations == null) {
            throw spec.wrong("annotations", "the file of the answers", "nothing");
        }
        Map<Long, Integer> byQuestion = new HashMap<>();
        RecordFile answers =
                JsonArrays.underOrAlone(
                        annotations,
                        "annotations",
                        findings,
                        (record, line) -> {
                            answers(record);
                            long id = Values.whole(record, "question_id");
                            if (byQuestion.putIfAbsent(id, byQuestion.size()) != null) {
                                throw new BadRecord("a second annotation of the question " + id);
                            }
                            return true;
                        });
        Pictures pictures = new Pictures(spec.folder("images"));
        Asks asks = new Asks(pictures, answers, byQuestion, spec.text(Choices.SUFFIX, ""));
        return Questions.open(
                pictures,
                spec.whole("dialogues", 8, 1),
                asks,
                check -> JsonArrays.underOrAlone(spec.path(), "questions", findings, check));
    }

    /** The ten answers, in their order. */
    static List<String> answers(JsonNode annotation) {
        List<String> texts = new ArrayList<>();
        for (JsonNode answer : Values.list(annotation, "answers")) {
            texts.add(answer.isValueNode() ? answer.asText() : Values.text(answer, "answer"));
        }
        if (texts.isEmpty()) {
            throw new BadRecord("no answers");
        }
        return texts;
    }

    /** The most frequent answer; the first of those that are equally frequent. */
    static String usual(List<String> answers) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        answers.forEach(answer -> counts.merge(answer, 1, Integer::sum));
        String usual = answers.getFirst();
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            usual = entry.getValue() > counts.getOrDefault(usual, 0) ? entry.getKey() : usual;
        }
        return usual;
    }

    /** Reads a question and its answers. */
    private record Asks(
            Pictures pictures, RecordFile answers, Map<Long, Integer> byQuestion, String suffix)
            implements Question.Reader {

        @Override
        public @Nullable Question read(JsonNode record) {
            long id = Values.whole(record, "question_id");
            Integer annotation = byQuestion.get(id);
            if (annotation == null) {
                throw new BadRecord("the question " + id + " has no annotation");
            }
            JsonNode said = answers.get(annotation);
            List<String> ten = VqaFormat.answers(said);
            String named = Values.textOrNull(said, "multiple_choice_answer");
            Map<String, String> tags = AnswerTags.answers("vqa", ten);
            String group = Values.textOrNull(said, "answer_type");
            return new Question(
                    pictures.coco(Values.whole(record, "image_id")),
                    Long.toString(id),
                    Asked.words(
                            "question",
                            Choices.with(Values.text(record, "question"), suffix),
                            named == null ? usual(ten) : named,
                            group == null ? tags : AnswerTags.with(tags, AnswerTags.GROUP, group)));
        }
    }
}
