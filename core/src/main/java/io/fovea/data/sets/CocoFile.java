package io.fovea.data.sets;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.data.files.BadRecord;
import io.fovea.data.files.DataError;
import io.fovea.data.files.Findings;
import io.fovea.data.files.JsonArrays;
import io.fovea.data.files.RecordCheck;
import io.fovea.data.files.RecordFile;
import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Mask;
import io.fovea.geometry.Region;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * COCO's {@code instances_*.json}: pictures, categories and annotations (Lin et al. 2014, arXiv
 * 1405.0312; the format is at cocodataset.org, "Data format"). Masks are polygons or run lengths,
 * written out or as text; crowds are known as such. Category ids may have gaps. Pictures and
 * categories are in memory, annotations stay in the file.
 */
final class CocoFile {

    /**
     * An annotated thing.
     *
     * @param id of its annotation
     * @param crowd whether it stands for several things at once
     */
    record Thing(long id, Region region, boolean crowd) {}

    private final List<CocoPicture> pictures;
    private final List<String> categories;
    private final RecordFile annotations;
    private final Groups groups;
    private final int[] kinds;
    private final BitSet crowds;

    private CocoFile(Reading reading, RecordFile annotations, Groups groups, int[] kinds) {
        pictures = List.copyOf(reading.pictures);
        categories = List.copyOf(reading.names());
        this.annotations = annotations;
        this.groups = groups;
        this.kinds = kinds;
        crowds = reading.crowds;
    }

    /**
     * Opens a file. Annotations that are broken, or belong to no picture or category, are noted and
     * left out.
     *
     * @throws DataError when the file has no images or no annotations
     */
    static CocoFile open(Path file, Findings findings) {
        Reading reading = new Reading(file, findings);
        Map<String, RecordCheck> checks = new LinkedHashMap<>();
        checks.put("images", reading::picture);
        checks.put("categories", reading::category);
        checks.put("annotations", reading::annotation);
        Map<String, RecordFile> files = JsonArrays.open(file, findings, checks);
        RecordFile annotations = files.get("annotations");
        if (!files.containsKey("images") || annotations == null) {
            throw DataError.at(
                    file,
                    0,
                    "expected a COCO file with images and annotations; got neither or one");
        }
        return reading.finish(annotations);
    }

    List<CocoPicture> pictures() {
        return pictures;
    }

    /** Names of the categories, in the order of the file. */
    List<String> categories() {
        return categories;
    }

    /** How many annotations a picture has. */
    int count(int picture) {
        return groups.size(picture);
    }

    /** The category of an annotation of a picture, as an index of {@link #categories()}. */
    int kind(int picture, int index) {
        return kinds[groups.member(picture, index)];
    }

    boolean crowd(int picture, int index) {
        return crowds.get(groups.member(picture, index));
    }

    /**
     * The annotations of a picture.
     *
     * @throws DataError naming the line of one whose place is not on its picture
     */
    List<Thing> things(int picture) {
        List<Thing> things = new ArrayList<>();
        for (int i = 0; i < groups.size(picture); i++) {
            int member = groups.member(picture, i);
            JsonNode record = annotations.get(member);
            try {
                String name = categories.get(kinds[member]);
                things.add(
                        new Thing(
                                Values.whole(record, "id"),
                                region(record, pictures.get(picture).canvas(), name),
                                crowds.get(member)));
            } catch (BadRecord e) {
                throw annotations.error(member, e.what());
            }
        }
        return things;
    }

    static Region region(JsonNode record, Canvas canvas, @Nullable String label) {
        JsonNode segmentation = record.get("segmentation");
        Mask mask = hasMask(segmentation) ? Places.mask(segmentation, canvas) : null;
        Box box = Places.box(Places.xywh(record.path("bbox")), canvas);
        return new Region(box, mask, label, 1);
    }

    private static boolean hasMask(@Nullable JsonNode segmentation) {
        return segmentation != null && !segmentation.isNull() && !segmentation.isEmpty();
    }

    /** One pass over a file, and what must be remembered of it. */
    private static final class Reading {

        private final Path file;
        private final Findings findings;
        private final List<CocoPicture> pictures = new ArrayList<>();
        private final Map<Long, Integer> byId = new HashMap<>();
        private final Map<Long, String> categories = new LinkedHashMap<>();
        private final List<Long> owners = new ArrayList<>();
        private final List<Long> kinds = new ArrayList<>();
        private final Ints lines = new Ints();
        private final BitSet crowds = new BitSet();
        private final Set<Long> ids = new HashSet<>();

        Reading(Path file, Findings findings) {
            this.file = file;
            this.findings = findings;
        }

        List<String> names() {
            return new ArrayList<>(categories.values());
        }

        boolean picture(JsonNode record, long line) {
            CocoPicture picture = CocoPicture.of(record, line);
            if (byId.putIfAbsent(picture.id(), pictures.size()) != null) {
                throw new BadRecord("a second picture of the id " + picture.id());
            }
            pictures.add(picture);
            return true;
        }

        boolean category(JsonNode record, long line) {
            long id = Values.whole(record, "id");
            if (categories.putIfAbsent(id, Values.text(record, "name")) != null) {
                throw new BadRecord("a second category of the id " + id);
            }
            return true;
        }

        boolean annotation(JsonNode record, long line) {
            long id = Values.whole(record, "id");
            long owner = Values.whole(record, "image_id");
            long kind = Values.whole(record, "category_id");
            Places.xywh(record.path("bbox"));
            JsonNode segmentation = record.get("segmentation");
            Integer picture = byId.get(owner);
            if (hasMask(segmentation)) {
                Canvas canvas = picture == null ? null : pictures.get(picture).canvas();
                Places.check(segmentation, canvas);
            }
            if (!ids.add(id)) {
                throw new BadRecord("a second annotation of the id " + id);
            }
            crowds.set(owners.size(), record.path("iscrowd").asInt() != 0);
            owners.add(owner);
            kinds.add(kind);
            lines.add(Math.toIntExact(line));
            return true;
        }

        /** Pictures and categories may stand behind the annotations, so they are joined here. */
        CocoFile finish(RecordFile annotations) {
            Map<Long, Integer> order = new HashMap<>();
            categories.keySet().forEach(id -> order.put(id, order.size()));
            int[] of = new int[owners.size()];
            int[] kindOf = new int[owners.size()];
            for (int i = 0; i < of.length; i++) {
                of[i] = byId.getOrDefault(owners.get(i), -1);
                kindOf[i] = order.getOrDefault(kinds.get(i), -1);
                if (of[i] < 0) {
                    findings.add(
                            file,
                            lines.get(i),
                            "an annotation of the picture "
                                    + owners.get(i)
                                    + ", which is not there");
                } else if (kindOf[i] < 0) {
                    findings.add(
                            file,
                            lines.get(i),
                            "an annotation of the category "
                                    + kinds.get(i)
                                    + ", which is not there");
                    of[i] = -1;
                }
            }
            return new CocoFile(this, annotations, new Groups(of, pictures.size()), kindOf);
        }
    }
}
