package io.fovea.data.sets;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.data.Dataset;
import io.fovea.data.Dialogue;
import io.fovea.data.PictureDataset;
import io.fovea.data.Sample;
import io.fovea.data.files.BadRecord;
import io.fovea.data.files.Findings;
import io.fovea.data.files.RecordFile;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Region;
import io.fovea.image.Image;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Our own simple format: JSON lines beside a folder of pictures (docs/data.md). */
public final class LinesFormat implements DataFormat {

    private static final int MOST_LABELS = 1000;

    @Override
    public String name() {
        return "lines";
    }

    @Override
    public String summary() {
        return "our own JSON lines: pictures, questions, answers, regions; words alone too";
    }

    @Override
    public String example() {
        return "lines:fruit.jsonl,images=photos";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "images", "folder of the pictures (that of the file)",
                "dialogues", "most exchanges in a sample (8)");
    }

    @Override
    public Dataset open(DataSpec spec, Findings findings) {
        Pictures pictures = new Pictures(spec.folder("images"));
        Set<String> labels = new LinkedHashSet<>();
        List<Integer> exchanges = new ArrayList<>();
        RecordFile file =
                RecordFile.open(
                        spec.path(),
                        findings,
                        (tree, line) -> {
                            OwnRecord record = OwnRecord.of(tree);
                            if (record.image() != null) {
                                pictures.file(record.image());
                            }
                            record.regions().forEach(place -> label(place, labels));
                            exchanges.add(record.exchanges());
                            return true;
                        });
        Chunks chunks = new Chunks(spec.whole("dialogues", 8, 1));
        for (int i = 0; i < exchanges.size(); i++) {
            chunks.add(i, exchanges.get(i));
        }
        return new Records(
                file,
                pictures,
                chunks,
                labels.size() > MOST_LABELS ? List.of() : List.copyOf(labels));
    }

    private static void label(OwnRecord.Place place, Set<String> labels) {
        String label = place.label() == null ? place.phrase() : place.label();
        if (label != null && labels.size() <= MOST_LABELS) {
            labels.add(label);
        }
    }

    /** Records, read when they are asked for. */
    private record Records(RecordFile file, Pictures pictures, Chunks chunks, List<String> labels)
            implements PictureDataset {

        @Override
        public long size() {
            return chunks.size();
        }

        @Override
        public Sample get(long index) {
            int owner = chunks.owner(index);
            JsonNode tree = file.get(owner);
            OwnRecord record = OwnRecord.of(tree);
            try {
                Image image = record.image() == null ? null : pictures.read(record.image());
                Canvas canvas = image == null ? new Canvas(1, 1) : image.canvas();
                check(record, canvas, image != null);
                List<Dialogue> dialogues =
                        record.dialogues(canvas).subList(chunks.from(index), chunks.to(index));
                List<Region> things = record.things(canvas);
                String id = Values.textOrNull(tree, "id");
                String name = id == null ? "line-" + file.line(owner) : id;
                return new Sample(chunks.id(index, name), image, dialogues, things, Map.of());
            } catch (BadRecord e) {
                throw file.error(owner, e.what());
            }
        }

        @Override
        public long pictureKey(long index) {
            int owner = chunks.owner(index);
            JsonNode tree = file.get(owner);
            String image = OwnRecord.of(tree).image();
            try {
                return image == null ? PictureKey.of(tree.toString()) : pictures.key(image);
            } catch (BadRecord e) {
                throw file.error(owner, e.what());
            }
        }

        private static void check(OwnRecord record, Canvas canvas, boolean picture) {
            Canvas said = record.canvas();
            if (picture && said != null && !said.equals(canvas)) {
                throw new BadRecord(
                        "the record says its picture is " + said + ", but it is " + canvas);
            }
        }
    }
}
