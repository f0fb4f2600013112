package io.fovea.data.sets;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.data.Dataset;
import io.fovea.data.Dialogue;
import io.fovea.data.PictureDataset;
import io.fovea.data.Sample;
import io.fovea.data.files.BadRecord;
import io.fovea.data.files.DataError;
import io.fovea.data.files.Findings;
import io.fovea.data.files.JsonArrays;
import io.fovea.geometry.Region;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * RefCOCO, RefCOCO+ and RefCOCOg (Yu et al. 2016; Mao et al. 2016) as lichengunc/refer publishes
 * them: {@code refs(unc).p}, {@code refs(google).p} or {@code refs(umd).p} beside {@code
 * instances.json}. Pickles are read without running anything in them; the same records as a JSON
 * list are read as well. Each sentence is an exchange, "find SENTENCE", answered by box and mask.
 */
public final class RefCocoFormat implements DataFormat {

    @Override
    public String name() {
        return "refcoco";
    }

    @Override
    public String summary() {
        return "RefCOCO, RefCOCO+, RefCOCOg: phrases for one thing in a picture of COCO";
    }

    @Override
    public String example() {
        return "refcoco:refcoco/refs(unc).p,instances=refcoco/instances.json,images=train2014,"
                + "split=testA";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "instances", "the instances.json beside the phrases (that of the folder)",
                "images", "folder of COCO's train2014 pictures (that of the file)",
                "split", "train, val, test, testA or testB (all)",
                "dialogues", "most phrases in a sample (8)");
    }

    @Override
    public Dataset open(DataSpec spec, Findings findings) {
        Path file = spec.path();
        Path beside = spec.path("instances");
        Path instances = beside == null ? file.resolveSibling("instances.json") : beside;
        CocoFile coco = CocoFile.open(instances, findings);
        Map<Long, Integer> pictures = new HashMap<>();
        for (int i = 0; i < coco.pictures().size(); i++) {
            pictures.put(coco.pictures().get(i).id(), i);
        }
        Phrases phrases = new Phrases(coco, new Pictures(spec.folder("images")), instances);
        Reading reading = new Reading(file, spec.text("split", ""), findings, pictures, phrases);
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".p") || name.endsWith(".pkl") || name.endsWith(".pickle")) {
            pickled(file, reading);
        } else {
            JsonArrays.underOrAlone(file, "refs", findings, reading::json);
        }
        phrases.plan(spec.whole("dialogues", 8, 1), findings);
        return phrases;
    }

    private static void pickled(Path file, Reading reading) {
        if (!(SafePickle.read(file) instanceof List<?> refs)) {
            throw DataError.at(file, 0, "expected a pickled list of references");
        }
        for (int i = 0; i < refs.size(); i++) {
            try {
                if (!(refs.get(i) instanceof Map<?, ?> ref)) {
                    throw new BadRecord("not a reference");
                }
                List<String> sentences = new ArrayList<>();
                if (ref.get("sentences") instanceof List<?> list) {
                    for (Object sentence : list) {
                        sentences.add(
                                sentence instanceof Map<?, ?> map
                                        ? String.valueOf(
                                                map.get("sent") == null
                                                        ? map.get("raw")
                                                        : map.get("sent"))
                                        : String.valueOf(sentence));
                    }
                }
                reading.add(
                        whole(ref, "image_id"),
                        whole(ref, "ann_id"),
                        String.valueOf(ref.get("split")),
                        sentences);
            } catch (BadRecord e) {
                reading.findings.add(file, 0, "reference " + i + ": " + e.what());
            }
        }
    }

    private static long whole(Map<?, ?> ref, String key) {
        if (ref.get(key) instanceof Number number) {
            return number.longValue();
        }
        throw new BadRecord("no " + key);
    }

    /** A phrase for an annotation. */
    private record Phrase(long annotation, String words) {}

    /** Takes references as they come. */
    private record Reading(
            Path file,
            String split,
            Findings findings,
            Map<Long, Integer> pictures,
            Phrases phrases) {

        boolean json(JsonNode record, long line) {
            List<String> sentences = new ArrayList<>();
            for (JsonNode sentence : Values.list(record, "sentences")) {
                sentences.add(
                        sentence.isValueNode()
                                ? sentence.asText()
                                : Values.textOf(sentence, "sent", "raw"));
            }
            add(
                    Values.whole(record, "image_id"),
                    Values.whole(record, "ann_id"),
                    Values.text(record, "split"),
                    sentences);
            return false;
        }

        void add(long image, long annotation, String of, List<String> sentences) {
            if (!split.isEmpty() && !split.equals(of)) {
                return;
            }
            Integer picture = pictures.get(image);
            if (picture == null) {
                throw new BadRecord("of the picture " + image + ", which is not in the instances");
            }
            if (sentences.isEmpty()) {
                throw new BadRecord("without a sentence");
            }
            List<Phrase> all = phrases.byPicture.computeIfAbsent(picture, key -> new ArrayList<>());
            sentences.forEach(words -> all.add(new Phrase(annotation, words.strip())));
        }
    }

    /** Pictures with their phrases. */
    private static final class Phrases implements PictureDataset {

        private final CocoFile coco;
        private final Pictures folder;
        private final Path instances;
        private final Map<Integer, List<Phrase>> byPicture = new LinkedHashMap<>();
        private Chunks chunks = new Chunks(1);

        Phrases(CocoFile coco, Pictures folder, Path instances) {
            this.coco = coco;
            this.folder = folder;
            this.instances = instances;
        }

        void plan(int most, Findings findings) {
            chunks = new Chunks(most);
            byPicture.forEach(
                    (picture, phrases) -> {
                        CocoPicture record = coco.pictures().get(picture);
                        try {
                            folder.file(record.name());
                            chunks.add(picture, phrases.size());
                        } catch (BadRecord e) {
                            findings.add(instances, record.line(), e.what());
                        }
                    });
        }

        @Override
        public long size() {
            return chunks.size();
        }

        @Override
        public long pictureKey(long index) {
            return coco.pictures().get(chunks.owner(index)).key(folder, instances);
        }

        @Override
        public List<String> labels() {
            return coco.categories().stream().distinct().toList();
        }

        @Override
        public Sample get(long index) {
            int owner = chunks.owner(index);
            CocoPicture picture = coco.pictures().get(owner);
            List<CocoFile.Thing> things = coco.things(owner);
            List<Dialogue> dialogues = new ArrayList<>();
            for (Phrase phrase :
                    byPicture.get(owner).subList(chunks.from(index), chunks.to(index))) {
                dialogues.add(Asked.find(phrase.words(), List.of(region(phrase, things, picture))));
            }
            return new Sample(
                    chunks.id(index, Long.toString(picture.id())),
                    picture.read(folder, instances),
                    dialogues,
                    things.stream().filter(t -> !t.crowd()).map(CocoFile.Thing::region).toList(),
                    Map.of());
        }

        private Region region(Phrase phrase, List<CocoFile.Thing> things, CocoPicture picture) {
            return things.stream()
                    .filter(thing -> thing.id() == phrase.annotation())
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    DataError.at(
                                            instances,
                                            picture.line(),
                                            "the phrase '"
                                                    + Values.shown(phrase.words())
                                                    + "' is about the annotation "
                                                    + phrase.annotation()
                                                    + ", which is not there"))
                    .region();
        }
    }
}
