package io.fovea.data.sets;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.data.Dataset;
import io.fovea.data.PictureDataset;
import io.fovea.data.Sample;
import io.fovea.data.files.BadRecord;
import io.fovea.data.files.Findings;
import io.fovea.data.files.JsonArrays;
import io.fovea.data.files.Lines;
import io.fovea.data.files.RecordCheck;
import io.fovea.data.files.RecordFile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Flickr30k's captions: {@code results_20130124.token} (lines {@code NAME.jpg#0 TAB caption}), or
 * the JSON with splits that Karpathy made, {@code {images: [{filename, split, sentences:
 * [{raw}]}]}}. The first caption is the answer, all are references.
 */
public final class FlickrFormat implements DataFormat {

    @Override
    public String name() {
        return "flickr30k";
    }

    @Override
    public String summary() {
        return "Flickr30k: five captions a picture";
    }

    @Override
    public String example() {
        return "flickr30k:dataset_flickr30k.json,images=flickr30k-images,split=test";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "images", "folder of the pictures (that of the file)",
                "split", "train, val or test of the JSON (all)");
    }

    @Override
    public Dataset open(DataSpec spec, Findings findings) {
        Path file = spec.path();
        Pictures pictures = new Pictures(spec.folder("images"));
        boolean json = file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
        return json ? json(spec, pictures, findings) : lines(file, pictures, findings);
    }

    private static Dataset json(DataSpec spec, Pictures pictures, Findings findings) {
        String split = spec.text("split", "");
        RecordCheck check =
                (record, line) -> {
                    if (!split.isEmpty() && !split.equals(Values.text(record, "split"))) {
                        return false;
                    }
                    pictures.file(Values.text(record, "filename"));
                    sentences(record);
                    return true;
                };
        RecordFile file = JsonArrays.underOrAlone(spec.path(), "images", findings, check);
        int[] owners = new int[file.size()];
        for (int i = 0; i < owners.length; i++) {
            owners[i] = i;
        }
        return new Captioned(file, pictures, new Groups(owners, owners.length), true);
    }

    private static Dataset lines(Path path, Pictures pictures, Findings findings) {
        Map<String, Integer> order = new LinkedHashMap<>();
        Ints owners = new Ints();
        RecordFile file =
                Lines.text(
                        path,
                        findings,
                        (line, number) -> {
                            String name = name(line);
                            pictures.file(name);
                            owners.add(order.computeIfAbsent(name, key -> order.size()));
                            return true;
                        });
        return new Captioned(file, pictures, new Groups(owners.toArray(), order.size()), false);
    }

    private static List<String> sentences(JsonNode record) {
        List<String> texts = new ArrayList<>();
        for (JsonNode sentence : Values.list(record, "sentences")) {
            texts.add(Values.text(sentence, "raw").strip());
        }
        if (texts.isEmpty()) {
            throw new BadRecord("no sentences");
        }
        return texts;
    }

    private static String name(JsonNode line) {
        String text = line.asText();
        int hash = text.indexOf('#');
        int tab = text.indexOf('\t');
        if (hash < 1 || tab < hash || tab == text.length() - 1) {
            throw new BadRecord(
                    "expected NAME.jpg#0, a tab and a caption, got " + Values.shown(text));
        }
        return text.substring(0, hash);
    }

    /** A sample for each picture. */
    private record Captioned(RecordFile file, Pictures pictures, Groups groups, boolean json)
            implements PictureDataset {

        @Override
        public long size() {
            return groups.count();
        }

        @Override
        public Sample get(long index) {
            int owner = Math.toIntExact(index);
            int first = groups.member(owner, 0);
            try {
                JsonNode record = file.get(first);
                String name = picture(record);
                List<String> captions = json ? sentences(record) : captions(owner);
                return new Sample(
                        name,
                        pictures.read(name),
                        List.of(Asked.caption(captions)),
                        List.of(),
                        Map.of());
            } catch (BadRecord e) {
                throw file.error(first, e.what());
            }
        }

        @Override
        public long pictureKey(long index) {
            int first = groups.member(Math.toIntExact(index), 0);
            try {
                return pictures.key(picture(file.get(first)));
            } catch (BadRecord e) {
                throw file.error(first, e.what());
            }
        }

        private String picture(JsonNode record) {
            return json ? Values.text(record, "filename") : name(record);
        }

        private List<String> captions(int owner) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < groups.size(owner); i++) {
                String line = file.get(groups.member(owner, i)).asText();
                texts.add(line.substring(line.indexOf('\t') + 1).strip());
            }
            return texts;
        }
    }
}
