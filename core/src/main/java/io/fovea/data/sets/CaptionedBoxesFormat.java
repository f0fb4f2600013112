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
import io.fovea.data.files.RecordCheck;
import io.fovea.data.files.RecordFile;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Region;
import io.fovea.image.Image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Referring expressions in the COCO-style JSON that MDETR and its followers use ({@code
 * finetune_refcoco_testA.json}): each record of {@code images} has the phrase as {@code caption},
 * or several as {@code expressions}, and its annotations are the boxes and masks that it is about.
 */
public final class CaptionedBoxesFormat implements DataFormat {

    @Override
    public String name() {
        return "mdetr";
    }

    @Override
    public String summary() {
        return "referring expressions as COCO-style JSON, the phrase being the picture's caption";
    }

    @Override
    public String example() {
        return "mdetr:finetune_refcoco_testA.json,images=train2014";
    }

    @Override
    public Map<String, String> options() {
        return Map.of("images", "folder of the pictures (that of the file)");
    }

    @Override
    public Dataset open(DataSpec spec, Findings findings) {
        Pictures pictures = new Pictures(spec.folder("images"));
        Map<Long, Integer> byId = new HashMap<>();
        List<Long> of = new ArrayList<>();
        Map<String, RecordCheck> checks = new LinkedHashMap<>();
        checks.put(
                "images",
                (record, line) -> {
                    pictures.file(CocoPicture.of(record, line).name());
                    phrases(record);
                    if (byId.putIfAbsent(Values.whole(record, "id"), byId.size()) != null) {
                        throw new BadRecord("a second picture of the id " + record.get("id"));
                    }
                    return true;
                });
        checks.put(
                "annotations",
                (record, line) -> {
                    Places.xywh(record.path("bbox"));
                    of.add(Values.whole(record, "image_id"));
                    return true;
                });
        Map<String, RecordFile> files = JsonArrays.open(spec.path(), findings, checks);
        RecordFile images = files.get("images");
        RecordFile annotations = files.get("annotations");
        if (images == null || annotations == null) {
            throw DataError.at(spec.path(), 0, "expected images and annotations");
        }
        int[] owners = of.stream().mapToInt(id -> byId.getOrDefault(id, -1)).toArray();
        Groups groups = new Groups(owners, byId.size());
        Chunks chunks = new Chunks(1);
        for (int i = 0; i < groups.count(); i++) {
            if (groups.size(i) > 0) {
                chunks.add(i, 1);
            } else {
                findings.add(spec.path(), images.line(i), "the picture has no annotation");
            }
        }
        return new Phrases(images, annotations, pictures, groups, chunks);
    }

    private static List<String> phrases(JsonNode record) {
        List<String> several = Values.texts(record, "expressions");
        return several.isEmpty() ? List.of(Values.text(record, "caption").strip()) : several;
    }

    /** A sample for each record of images. */
    private record Phrases(
            RecordFile images,
            RecordFile annotations,
            Pictures pictures,
            Groups groups,
            Chunks chunks)
            implements PictureDataset {

        @Override
        public long size() {
            return chunks.size();
        }

        @Override
        public Sample get(long index) {
            int owner = chunks.owner(index);
            JsonNode record = images.get(owner);
            CocoPicture picture = CocoPicture.of(record, images.line(owner));
            Image image = picture.read(pictures, images.file());
            List<Region> regions = new ArrayList<>();
            for (int i = 0; i < groups.size(owner); i++) {
                regions.add(region(groups.member(owner, i), image.canvas()));
            }
            List<Dialogue> dialogues =
                    phrases(record).stream().map(phrase -> Asked.find(phrase, regions)).toList();
            return new Sample(Long.toString(picture.id()), image, dialogues, regions, Map.of());
        }

        @Override
        public long pictureKey(long index) {
            int owner = chunks.owner(index);
            return CocoPicture.of(images.get(owner), images.line(owner))
                    .key(pictures, images.file());
        }

        private Region region(int member, Canvas canvas) {
            try {
                return CocoFile.region(annotations.get(member), canvas, null);
            } catch (BadRecord e) {
                throw annotations.error(member, e.what());
            }
        }
    }
}
