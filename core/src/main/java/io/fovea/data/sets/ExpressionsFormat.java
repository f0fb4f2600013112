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
import io.fovea.geometry.Mask;
import io.fovea.geometry.Region;
import io.fovea.image.Image;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Referring expressions as JSON lines, one phrase and one box each: {@code {image or image_id,
 * sentence, bbox or gt_box_xywh, ann_id, empty_case}}. With {@code instances} beside them the mask
 * of the annotation {@code ann_id} is known; {@code empty_case} says that nothing fits.
 */
public final class ExpressionsFormat implements DataFormat {

    @Override
    public String name() {
        return "expressions";
    }

    @Override
    public String summary() {
        return "phrases with one box each as JSON lines, masks from COCO instances beside";
    }

    @Override
    public String example() {
        return "expressions:refexp.jsonl,images=images,instances=instances.json";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "images", "folder of the pictures (that of the file)",
                "instances", "COCO instances that ann_id counts in (none)",
                "dialogues", "most phrases in a sample (8)");
    }

    @Override
    public Dataset open(DataSpec spec, Findings findings) {
        Pictures pictures = new Pictures(spec.folder("images"));
        Path instances = spec.path("instances");
        CocoFile coco = instances == null ? null : CocoFile.open(instances, findings);
        Map<String, Integer> order = new LinkedHashMap<>();
        Ints owners = new Ints();
        RecordFile file =
                RecordFile.open(
                        spec.path(),
                        findings,
                        (record, line) -> {
                            String picture = picture(record, pictures);
                            pictures.file(picture);
                            Values.text(record, "sentence");
                            if (!empty(record)) {
                                Places.xywh(box(record));
                            }
                            owners.add(order.computeIfAbsent(picture, name -> order.size()));
                            return true;
                        });
        Groups groups = new Groups(owners.toArray(), order.size());
        Chunks chunks = new Chunks(spec.whole("dialogues", 8, 1));
        for (int i = 0; i < groups.count(); i++) {
            chunks.add(i, groups.size(i));
        }
        return new Phrases(file, pictures, groups, chunks, Things.of(coco));
    }

    private static boolean empty(JsonNode record) {
        return record.path("empty_case").asBoolean(false);
    }

    private static JsonNode box(JsonNode record) {
        return record.has("bbox") ? record.path("bbox") : record.path("gt_box_xywh");
    }

    private static String picture(JsonNode record, Pictures pictures) {
        String named = Values.textOrNull(record, "image");
        return named == null ? pictures.coco(Values.whole(record, "image_id")) : named;
    }

    /** Annotations by picture, for masks. */
    private record Things(@Nullable CocoFile coco, Map<Long, Integer> pictures) {

        static Things of(@Nullable CocoFile coco) {
            Map<Long, Integer> pictures = new HashMap<>();
            for (int i = 0; coco != null && i < coco.pictures().size(); i++) {
                pictures.put(coco.pictures().get(i).id(), i);
            }
            return new Things(coco, pictures);
        }

        List<CocoFile.Thing> of(JsonNode record) {
            Integer picture =
                    record.has("image_id") ? pictures.get(Values.whole(record, "image_id")) : null;
            return coco == null || picture == null ? List.of() : coco.things(picture);
        }
    }

    /** Phrases, those about one picture together. */
    private record Phrases(
            RecordFile file, Pictures pictures, Groups groups, Chunks chunks, Things instances)
            implements PictureDataset {

        @Override
        public long size() {
            return chunks.size();
        }

        @Override
        public Sample get(long index) {
            int owner = chunks.owner(index);
            int first = groups.member(owner, 0);
            try {
                JsonNode record = file.get(first);
                String name = picture(record, pictures);
                Image image = pictures.read(name);
                List<CocoFile.Thing> things = instances.of(record);
                List<Dialogue> dialogues = new ArrayList<>();
                for (int i = chunks.from(index); i < chunks.to(index); i++) {
                    dialogues.add(dialogue(groups.member(owner, i), things, image.canvas()));
                }
                return new Sample(
                        chunks.id(index, name),
                        image,
                        dialogues,
                        things.stream()
                                .filter(t -> !t.crowd())
                                .map(CocoFile.Thing::region)
                                .toList(),
                        Map.of());
            } catch (BadRecord e) {
                throw file.error(first, e.what());
            }
        }

        @Override
        public long pictureKey(long index) {
            int first = groups.member(chunks.owner(index), 0);
            try {
                return pictures.key(picture(file.get(first), pictures));
            } catch (BadRecord e) {
                throw file.error(first, e.what());
            }
        }

        private Dialogue dialogue(int member, List<CocoFile.Thing> things, Canvas canvas) {
            JsonNode record = file.get(member);
            String sentence = Values.text(record, "sentence").strip();
            if (empty(record)) {
                return Asked.absent(sentence);
            }
            try {
                Region region =
                        new Region(
                                Places.box(Places.xywh(box(record)), canvas),
                                mask(record, things),
                                sentence,
                                1);
                return Asked.find(sentence, List.of(region));
            } catch (BadRecord e) {
                throw file.error(member, e.what());
            }
        }

        private static @Nullable Mask mask(JsonNode record, List<CocoFile.Thing> things) {
            String id = Values.textOrNull(record, "ann_id");
            return id == null
                    ? null
                    : things.stream()
                            .filter(thing -> Long.toString(thing.id()).equals(id))
                            .findFirst()
                            .map(thing -> thing.region().mask())
                            .orElse(null);
        }
    }
}
