package io.fovea.data.sets;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.data.AnswerTags;
import io.fovea.data.Dataset;
import io.fovea.data.Dialogue;
import io.fovea.data.PictureDataset;
import io.fovea.data.Sample;
import io.fovea.data.files.BadRecord;
import io.fovea.data.files.Findings;
import io.fovea.data.files.RecordFile;
import io.fovea.data.files.Tables;
import io.fovea.image.Image;
import io.fovea.image.ImageException;
import io.fovea.image.ImageReader;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * MMBench (Liu et al. 2023, arXiv 2307.06281): a table {@code index, question, hint, A, B, C, D,
 * answer, category, image} with pictures in base64. With {@code circular=yes} each question is
 * asked as often as it has options, these shifted by one each time (CircularEval).
 */
public final class MmBenchFormat implements DataFormat {

    @Override
    public String name() {
        return "mmbench";
    }

    @Override
    public String summary() {
        return "MMBench: questions with options, the pictures in the table, CircularEval";
    }

    @Override
    public String example() {
        return "mmbench:mmbench_dev_20230712.tsv,circular=yes";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "circular",
                "yes: ask with all shifts of the options; no (yes)",
                Choices.SUFFIX,
                Choices.SUFFIX_MEANING);
    }

    @Override
    public Dataset open(DataSpec spec, Findings findings) {
        String circular = spec.text("circular", "yes");
        if (!circular.equals("yes") && !circular.equals("no")) {
            throw spec.wrong("circular", "yes or no", circular);
        }
        Map<String, Integer> byIndex = new HashMap<>();
        RecordFile table =
                Tables.open(
                        spec.path(),
                        findings,
                        (record, line) -> {
                            Rounds.of(record, true, "");
                            if (!record.has("image")) {
                                throw new BadRecord("no image");
                            }
                            String index = Values.text(record, "index");
                            if (byIndex.putIfAbsent(index, byIndex.size()) != null) {
                                throw new BadRecord("a second question " + index);
                            }
                            return true;
                        });
        return new Rounds(table, byIndex, circular.equals("yes"), spec.text(Choices.SUFFIX, ""));
    }

    /** A sample for each question, an exchange for each round. */
    private record Rounds(
            RecordFile table, Map<String, Integer> byIndex, boolean circular, String suffix)
            implements PictureDataset {

        @Override
        public long size() {
            return table.size();
        }

        @Override
        public Sample get(long index) {
            int row = Math.toIntExact(index);
            JsonNode record = table.get(row);
            try {
                return new Sample(
                        Values.text(record, "index"),
                        image(record),
                        of(record, circular, suffix),
                        List.of(),
                        Map.of());
            } catch (BadRecord | ImageException e) {
                throw table.error(row, String.valueOf(e.getMessage()));
            }
        }

        @Override
        public long pictureKey(long index) {
            return PictureKey.of(base64(table.get(Math.toIntExact(index))));
        }

        /** The picture's text; a short number instead of one is the row that has it. */
        private String base64(JsonNode record) {
            String image = Values.text(record, "image");
            Integer other = image.length() < 64 ? byIndex.get(image) : null;
            return other == null ? image : Values.text(table.get(other), "image");
        }

        private Image image(JsonNode record) {
            try {
                byte[] bytes = Base64.getMimeDecoder().decode(base64(record));
                return ImageReader.read(bytes, "the picture of " + Values.text(record, "index"));
            } catch (IllegalArgumentException e) {
                throw new BadRecord("the picture is not base64: " + e.getMessage());
            }
        }

        static List<Dialogue> of(JsonNode record, boolean circular, String suffix) {
            List<String> options = new ArrayList<>();
            for (char letter = 'A'; letter <= 'Z'; letter++) {
                @Nullable String option = Values.textOrNull(record, String.valueOf(letter));
                if (option == null) {
                    break;
                }
                options.add(option);
            }
            String answer = Values.text(record, "answer").strip();
            int right = answer.length() == 1 ? answer.charAt(0) - 'A' : -1;
            boolean known = right >= 0 && right < options.size();
            @Nullable String hint = Values.textOrNull(record, "hint");
            String question = (hint == null ? "" : hint + "\n") + Values.text(record, "question");
            String group = Values.textOrNull(record, "category");
            List<Dialogue> rounds = new ArrayList<>();
            for (int round = 0; round < (circular ? Math.max(1, options.size()) : 1); round++) {
                List<String> shifted = new ArrayList<>(options);
                Collections.rotate(shifted, -round);
                int place = known ? Math.floorMod(right - round, options.size()) : right;
                Dialogue asked =
                        Choices.tagged(
                                Choices.of(question, shifted, place, suffix),
                                AnswerTags.GROUP,
                                group == null ? "all" : group);
                rounds.add(
                        circular
                                ? Choices.tagged(
                                        asked, AnswerTags.CIRCLE, Values.text(record, "index"))
                                : asked);
            }
            return rounds;
        }
    }
}
