package io.fovea.data.sets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.StrictJson;
import io.fovea.data.Dataset;
import io.fovea.data.Sample;
import io.fovea.data.files.Findings;
import io.fovea.geometry.Mask;
import io.fovea.geometry.Region;
import io.fovea.testkit.OutsideData;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Data sets of others, which are not kept here. */
class RealDataTest {

    private static DataCheck.Report check(String spec) {
        return DataCheck.of(DataSpec.parse(spec), Findings.lenient(), null, n -> {});
    }

    @Test
    void cocoInstancesAndCaptions() {
        Path coco = OutsideData.folder("coco-real");
        Path instances = coco.resolve("instances.json");
        String spec =
                "coco:"
                        + instances
                        + ",images="
                        + coco.resolve("images")
                        + ",captions="
                        + coco.resolve("captions.json");
        Dataset dataset = DataFormats.open(spec);
        JsonNode tree = StrictJson.tree(instances);
        Map<String, Integer> wanted = new HashMap<>();
        Map<String, Long> areas = new HashMap<>();
        for (JsonNode annotation : tree.get("annotations")) {
            if (annotation.get("iscrowd").asInt() == 0) {
                String picture = annotation.get("image_id").asText();
                wanted.merge(picture, 1, Integer::sum);
                if (annotation.get("segmentation").isObject()) {
                    areas.merge(picture, annotation.get("area").asLong(), Long::sum);
                }
            }
        }
        int pictures = 0;
        for (long i = 0; i < dataset.size(); i++) {
            Sample sample = dataset.get(i);
            if (sample.id().contains("-")) {
                continue;
            }
            pictures++;
            assertThat(sample.things())
                    .as("things of picture %s", sample.id())
                    .hasSize(wanted.getOrDefault(sample.id(), 0));
            Long area = areas.get(sample.id());
            boolean runs =
                    area != null
                            && area
                                    == sample.things().stream()
                                            .map(Region::mask)
                                            .mapToLong(Mask::area)
                                            .sum();
            assertThat(area == null || runs).as("pixels of picture %s", sample.id()).isTrue();
        }
        assertThat(pictures).isEqualTo(tree.get("images").size());
        assertThat(dataset.labels()).hasSize(80);
    }

    @Test
    void expressionsAndPope() {
        Path coco = OutsideData.folder("coco-real");
        String beside = ",images=" + coco.resolve("images");
        DataCheck.Report expressions =
                check(
                        "expressions:"
                                + coco.resolve("refexp.jsonl")
                                + beside
                                + ",instances="
                                + coco.resolve("instances.json"));
        assertThat(expressions.findings()).isEmpty();
        assertThat(expressions.exchanges()).isEqualTo(lines(coco.resolve("refexp.jsonl")));
        assertThat(expressions.kinds()).containsKeys("name", "absent");
        DataCheck.Report pope = check("pope:" + coco.resolve("pope.jsonl") + beside);
        assertThat(pope.findings()).isEmpty();
        assertThat(pope.exchanges()).isEqualTo(lines(coco.resolve("pope.jsonl")));
    }

    @Test
    void noPhotographIsOnBothSidesOfAFold() {
        Path coco = OutsideData.folder("coco-real");
        String images = ",images=" + coco.resolve("images");
        List<String> sets =
                List.of(
                        "coco:" + coco.resolve("instances.json") + images,
                        "expressions:" + coco.resolve("refexp.jsonl") + images,
                        "pope:" + coco.resolve("pope.jsonl") + images);
        Set<Integer> tested = new HashSet<>();
        Set<Integer> learnt = new HashSet<>();
        for (String set : sets) {
            pictures(set + ",fold=2/5", tested);
            pictures(set + ",without=2/5", learnt);
        }
        assertThat(learnt).doesNotContainAnyElementsOf(tested);
        assertThat(tested).hasSizeBetween(40, 80);
        assertThat(learnt.size() + tested.size()).isBetween(290, 307);
    }

    private static void pictures(String spec, Set<Integer> into) {
        Dataset dataset = DataFormats.open(spec);
        for (long i = 0; i < dataset.size(); i++) {
            into.add(Arrays.hashCode(dataset.get(i).picture().rgb()));
        }
    }

    @Test
    void nlvr() {
        Path nlvr = OutsideData.folder("nlvr");
        DataCheck.Report report =
                check("nlvr:" + nlvr.resolve("dev.jsonl") + ",images=" + nlvr.resolve("images"));
        assertThat(report.exchanges()).isEqualTo(989);
    }

    @Test
    void refCocoSentences() {
        Path sample = OutsideData.folder("refcoco-testa-sample");
        DataCheck.Report report = check("expressions:" + sample.resolve("refs.jsonl"));
        assertThat(report.exchanges()).isEqualTo(lines(sample.resolve("refs.jsonl")));
    }

    private static long lines(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.stream().filter(line -> !line.isBlank()).count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
