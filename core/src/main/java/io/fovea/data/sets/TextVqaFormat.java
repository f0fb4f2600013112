package io.fovea.data.sets;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.data.AnswerTags;
import io.fovea.data.Dataset;
import io.fovea.data.files.Findings;
import io.fovea.data.files.JsonArrays;

import java.util.List;
import java.util.Map;

/**
 * TextVQA (Singh et al. 2019): records {@code {question_id, question, image_id, answers}} under
 * {@code data}; pictures are {@code image_id.jpg}.
 */
public final class TextVqaFormat implements DataFormat {

    @Override
    public String name() {
        return "textvqa";
    }

    @Override
    public String summary() {
        return "TextVQA: questions about words in pictures, ten people's answers";
    }

    @Override
    public String example() {
        return "textvqa:TextVQA_0.5.1_val.json,images=train_images";
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
                record -> read(record, suffix),
                check -> JsonArrays.underOrAlone(spec.path(), "data", findings, check));
    }

    private static Question read(JsonNode record, String suffix) {
        List<String> answers = VqaFormat.answers(record);
        return new Question(
                Values.text(record, "image_id") + ".jpg",
                Values.text(record, "question_id"),
                Asked.words(
                        "question",
                        Choices.with(Values.text(record, "question"), suffix),
                        VqaFormat.usual(answers),
                        AnswerTags.answers("textvqa", answers)));
    }
}
