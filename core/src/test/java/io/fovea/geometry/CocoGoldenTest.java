package io.fovea.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Run lengths, polygons, areas, bounds and IoU against numbers that cocoapi computed. */
class CocoGoldenTest {

    private static JsonNode golden;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in =
                CocoGoldenTest.class.getResourceAsStream("/golden/coco_rle/expected.json")) {
            golden = new ObjectMapper().readTree(Objects.requireNonNull(in));
        }
    }

    private static Canvas canvas(JsonNode entry) {
        return new Canvas(entry.get("size").get(1).asInt(), entry.get("size").get(0).asInt());
    }

    private static boolean[] bits(JsonNode rows) {
        StringBuilder all = new StringBuilder();
        rows.forEach(row -> all.append(row.asText()));
        boolean[] bits = new boolean[all.length()];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = all.charAt(i) == '1';
        }
        return bits;
    }

    private static List<double[]> polygons(JsonNode entry) {
        List<double[]> polygons = new ArrayList<>();
        for (JsonNode polygon : entry.get("polygons")) {
            double[] xy = new double[polygon.size()];
            for (int i = 0; i < xy.length; i++) {
                xy[i] = polygon.get(i).asDouble();
            }
            polygons.add(xy);
        }
        return polygons;
    }

    private static List<Mask> all() {
        List<Mask> masks = new ArrayList<>();
        golden.get("masks").forEach(m -> masks.add(Mask.fromBits(canvas(m), bits(m.get("rows")))));
        golden.get("polygons").forEach(p -> masks.add(Mask.fromPolygons(canvas(p), polygons(p))));
        return masks;
    }

    private static void checkNumbers(Mask mask, JsonNode entry) {
        assertThat(mask.area()).isEqualTo(entry.get("area").asLong());
        double[] xywh = mask.bounds().map(BoxFormat.XYWH::write).orElse(new double[4]);
        for (int i = 0; i < 4; i++) {
            assertThat(xywh[i])
                    .as("bounds[" + i + "]")
                    .isEqualTo(entry.get("bbox").get(i).asDouble());
        }
    }

    @Test
    void masksAreCodedAsCocoCodesThem() {
        for (JsonNode entry : golden.get("masks")) {
            boolean[] bits = bits(entry.get("rows"));
            Mask mask = Mask.fromBits(canvas(entry), bits);
            assertThat(mask.toCoco()).isEqualTo(entry.get("counts").asText());
            int[] counts = new int[entry.get("uncompressed_counts").size()];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = entry.get("uncompressed_counts").get(i).asInt();
            }
            assertThat(mask.counts()).containsExactly(counts);
            assertThat(RunLength.decode(entry.get("counts").asText())).containsExactly(counts);
            assertThat(Mask.fromCoco(canvas(entry), entry.get("counts").asText()).toBits())
                    .containsExactly(bits);
            checkNumbers(mask, entry);
        }
    }

    @Test
    void polygonsCoverWhatCocoSaysTheyCover() {
        for (JsonNode entry : golden.get("polygons")) {
            List<double[]> polygons = polygons(entry);
            for (int i = 0; i < polygons.size(); i++) {
                assertThat(new Polygon(polygons.get(i)).toMask(canvas(entry)).toCoco())
                        .isEqualTo(entry.get("per_polygon_counts").get(i).asText());
            }
            Mask mask = Mask.fromPolygons(canvas(entry), polygons);
            assertThat(mask.toCoco()).isEqualTo(entry.get("merged_counts").asText());
            assertThat(mask.toBits()).containsExactly(bits(entry.get("rows")));
            checkNumbers(mask, entry);
        }
    }

    @Test
    void iouUnionAndIntersectionAreCocos() {
        List<Mask> masks = all();
        for (int i = 0; i < masks.size(); i++) {
            for (int j = 0; j < masks.size(); j++) {
                Mask a = masks.get(i);
                Mask b = masks.get(j);
                assertThat(a.iou(b))
                        .as("iou of " + i + " and " + j)
                        .isCloseTo(golden.get("rle_iou").get(i).get(j).asDouble(), within(1e-12));
                double crowd = a.area() == 0 ? 0 : (double) a.intersectionArea(b) / a.area();
                assertThat(crowd)
                        .isCloseTo(
                                golden.get("rle_iou_crowd").get(i).get(j).asDouble(),
                                within(1e-12));
            }
        }
        assertThat(masks.get(3).union(masks.get(4)).toCoco())
                .isEqualTo(golden.get("merge_union_masks_3_4").asText());
        assertThat(masks.get(3).intersect(masks.get(4)).toCoco())
                .isEqualTo(golden.get("merge_intersect_masks_3_4").asText());
    }

    @Test
    void boxIouIsCocos() {
        Canvas canvas = new Canvas(48, 40);
        List<Box> boxes = new ArrayList<>();
        for (JsonNode b : golden.get("boxes_xywh")) {
            double[] v = {
                b.get(0).asDouble(), b.get(1).asDouble(), b.get(2).asDouble(), b.get(3).asDouble()
            };
            boxes.add(BoxFormat.XYWH.read(v, canvas));
        }
        for (int i = 0; i < boxes.size(); i++) {
            for (int j = 0; j < boxes.size(); j++) {
                assertThat(boxes.get(i).iou(boxes.get(j)))
                        .isCloseTo(golden.get("box_iou").get(i).get(j).asDouble(), within(1e-12));
            }
        }
    }
}
