package io.fovea.data.sets;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.data.AnswerTags;
import io.fovea.data.Dataset;
import io.fovea.data.files.BadRecord;
import io.fovea.data.files.Findings;
import io.fovea.data.files.RecordFile;

import java.util.Map;

/**
 * NLVR (Suhr et al. 2017): JSON lines {@code {identifier, sentence, label, structured_rep}}; the
 * sentence is true or false of a drawn picture. Pictures are named by {@code image}, or {@code
 * DIRECTORY/SPLIT-IDENTIFIER-0.png} as in the release.
 */
public final class NlvrFormat implements DataFormat {

    @Override
    public String name() {
        return "nlvr";
    }

    @Override
    public String summary() {
        return "NLVR: sentences about drawn shapes, true or false";
    }

    @Override
    public String example() {
        return "nlvr:dev.jsonl,images=images";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "images", "folder of the pictures (that of the file)",
                "split", "how the names of pictures begin where records do not name them (dev)",
                "dialogues", "most sentences in a sample (8)");
    }

    @Override
    public Dataset open(DataSpec spec, Findings findings) {
        return Questions.open(
                new Pictures(spec.folder("images")),
                spec.whole("dialogues", 8, 1),
                record -> read(record, spec.text("split", "dev")),
                check -> RecordFile.open(spec.path(), findings, check));
    }

    private static Question read(JsonNode record, String split) {
        String identifier = Values.text(record, "identifier");
        String label = Values.text(record, "label");
        if (!label.equals("true") && !label.equals("false")) {
            throw new BadRecord("expected true or false for label, got " + Values.shown(label));
        }
        String named = Values.textOrNull(record, "image");
        String folder = Values.textOrNull(record, "directory");
        String picture =
                named != null
                        ? named
                        : (folder == null ? "" : folder + "/")
                                + split
                                + "-"
                                + identifier
                                + "-0.png";
        return new Question(
                picture,
                identifier,
                Asked.words(
                        "yesno",
                        "is it true: " + Values.text(record, "sentence").strip(),
                        label.equals("true") ? "yes" : "no",
                        Map.of(AnswerTags.METRIC, "pope", AnswerTags.GROUP, "nlvr")));
    }
}
