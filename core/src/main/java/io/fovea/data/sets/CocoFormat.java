package io.fovea.data.sets;

import io.fovea.data.AnswerTags;
import io.fovea.data.Dataset;
import io.fovea.data.Dialogue;
import io.fovea.data.PictureDataset;
import io.fovea.data.Sample;
import io.fovea.data.files.BadRecord;
import io.fovea.data.files.Findings;
import io.fovea.geometry.Region;
import io.fovea.image.Image;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * COCO instances, with captions beside them where there are any. What is asked: {@code find} (each
 * category that is there: "find the dog", "find every cup"), {@code absent} (one category that is
 * not), {@code exists} (one of each, yes and no), {@code caption} (the first, all as references) or
 * {@code captions} (each).
 */
public final class CocoFormat implements DataFormat {

    private static final List<String> ASKS =
            List.of("find", "absent", "exists", "caption", "captions");

    @Override
    public String name() {
        return "coco";
    }

    @Override
    public String summary() {
        return "COCO instances: boxes, polygons, both run-length forms, crowds; captions beside";
    }

    @Override
    public String example() {
        return "coco:instances_val2017.json,images=val2017,captions=captions_val2017.json";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "images", "folder of the pictures (that of the file)",
                "captions", "COCO captions of the same pictures",
                "ask", "of " + String.join(" ", ASKS) + " (find absent, and caption with captions)",
                "most", "things in an answer; categories with more are not asked for (10)",
                "dialogues", "most exchanges in a sample (8)");
    }

    @Override
    public Dataset open(DataSpec spec, Findings findings) {
        Path captions = spec.path("captions");
        List<String> asks = asks(spec, captions != null);
        Pictures folder = new Pictures(spec.folder("images"));
        CocoFile file = CocoFile.open(spec.path(), findings);
        CocoCaptions said = captions == null ? null : CocoCaptions.open(captions, file, findings);
        int most = spec.whole("most", 10, 1);
        Chunks chunks = new Chunks(spec.whole("dialogues", 8, 1));
        Pairs pairs = new Pairs(spec, file, folder, said, new Asking(asks, most), chunks);
        pairs.fill(findings);
        return pairs;
    }

    private static List<String> asks(DataSpec spec, boolean captions) {
        String usual = captions ? "find absent caption" : "find absent";
        List<String> asks = Arrays.asList(spec.text("ask", usual).strip().split("[ +]+"));
        for (String ask : asks) {
            if (!ASKS.contains(ask)) {
                throw spec.wrong("ask", "some of " + String.join(" ", ASKS), ask);
            }
        }
        if (!captions && (asks.contains("caption") || asks.contains("captions"))) {
            throw spec.wrong("ask", "captions=FILE beside it", "no captions");
        }
        return asks;
    }

    /** What is asked, and up to how many things. */
    private record Asking(List<String> asks, int most) {}

    /** Pictures with what is asked about them. */
    private record Pairs(
            DataSpec spec,
            CocoFile file,
            Pictures folder,
            @Nullable CocoCaptions captions,
            Asking asking,
            Chunks chunks)
            implements PictureDataset {

        /** Plans the samples, each picture looked for on disk. */
        void fill(Findings findings) {
            for (int i = 0; i < file.pictures().size(); i++) {
                CocoPicture picture = file.pictures().get(i);
                try {
                    folder.file(picture.name());
                } catch (BadRecord e) {
                    findings.add(spec.path(), picture.line(), e.what());
                    continue;
                }
                if (file.count(i) == 0) {
                    findings.add(
                            spec.path(),
                            picture.line(),
                            "the picture " + picture.name() + " has no annotation");
                }
                chunks.add(i, questions(i).size());
            }
        }

        @Override
        public long size() {
            return chunks.size();
        }

        @Override
        public long pictureKey(long index) {
            return file.pictures().get(chunks.owner(index)).key(folder, spec.path());
        }

        @Override
        public List<String> labels() {
            return List.copyOf(new LinkedHashSet<>(file.categories()));
        }

        @Override
        public Sample get(long index) {
            int owner = chunks.owner(index);
            CocoPicture picture = file.pictures().get(owner);
            Image image = picture.read(folder, spec.path());
            List<CocoFile.Thing> things = file.things(owner);
            List<Dialogue> dialogues =
                    questions(owner).subList(chunks.from(index), chunks.to(index)).stream()
                            .map(question -> question.of(things))
                            .toList();
            return new Sample(
                    chunks.id(index, Long.toString(picture.id())),
                    image,
                    dialogues,
                    things.stream().filter(t -> !t.crowd()).map(CocoFile.Thing::region).toList(),
                    Map.of());
        }

        /** Something to be asked, which needs the things of the picture to be worded. */
        private interface Question {

            Dialogue of(List<CocoFile.Thing> things);
        }

        private List<Question> questions(int picture) {
            List<Question> questions = new ArrayList<>();
            Map<Integer, List<Integer>> members = new LinkedHashMap<>();
            BitSet crowded = new BitSet();
            for (int i = 0; i < file.count(picture); i++) {
                int kind = file.kind(picture, i);
                members.computeIfAbsent(kind, key -> new ArrayList<>()).add(i);
                crowded.set(kind, crowded.get(kind) || file.crowd(picture, i));
            }
            if (asking.asks().contains("find")) {
                members.forEach(
                        (kind, all) -> {
                            if (!crowded.get(kind) && all.size() <= asking.most()) {
                                questions.add(
                                        things -> find(file.categories().get(kind), all, things));
                            }
                        });
            }
            words(picture, members, questions);
            return questions;
        }

        private static Dialogue find(
                String category, List<Integer> members, List<CocoFile.Thing> things) {
            List<Region> regions =
                    members.stream().map(member -> things.get(member).region()).toList();
            return Asked.find((members.size() == 1 ? "the " : "every ") + category, regions);
        }

        private void words(
                int picture, Map<Integer, List<Integer>> members, List<Question> questions) {
            List<String> names = file.categories();
            int missing = missing(picture, members);
            if (missing >= 0 && asking.asks().contains("absent")) {
                questions.add(things -> Asked.absent("the " + names.get(missing)));
            }
            if (asking.asks().contains("exists")) {
                members.keySet().stream()
                        .findFirst()
                        .ifPresent(kind -> questions.add(things -> exists(names.get(kind), "yes")));
                if (missing >= 0) {
                    questions.add(things -> exists(names.get(missing), "no"));
                }
            }
            List<String> said = captions == null ? List.of() : captions.of(picture);
            if (asking.asks().contains("captions")) {
                said.forEach(text -> questions.add(things -> Asked.caption(text)));
            } else if (asking.asks().contains("caption") && !said.isEmpty()) {
                questions.add(things -> Asked.caption(said));
            }
        }

        /** A category that is not there, the same for the same picture; below 0 when all are. */
        private int missing(int picture, Map<Integer, List<Integer>> members) {
            int count = file.categories().size();
            TreeSet<String> there = new TreeSet<>();
            members.keySet().forEach(kind -> there.add(file.categories().get(kind)));
            long start = Asked.mix(file.pictures().get(picture).id());
            for (int i = 0; i < count; i++) {
                int kind = (int) Long.remainderUnsigned(start + i, count);
                if (!there.contains(file.categories().get(kind))) {
                    return kind;
                }
            }
            return -1;
        }

        private static Dialogue exists(String category, String answer) {
            String article = "aeiou".indexOf(category.charAt(0)) >= 0 ? "an " : "a ";
            return Asked.words(
                    "exists",
                    "is there " + article + category,
                    answer,
                    Map.of(AnswerTags.METRIC, "pope"));
        }
    }
}
