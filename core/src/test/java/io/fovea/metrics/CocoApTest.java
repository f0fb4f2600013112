package io.fovea.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Mask;
import io.fovea.geometry.Region;
import io.fovea.testkit.Golden;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

class CocoApTest {

    private static final Canvas CANVAS = new Canvas(200, 160);
    private static final JsonNode GOLDEN = Golden.open("coco_ap").json("expected.json");

    private static Region region(JsonNode node, double score) {
        JsonNode box = node.get("bbox");
        int[] counts = new int[node.get("counts").size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = node.get("counts").get(i).asInt();
        }
        return new Region(
                Box.ofXywh(
                        box.get(0).asDouble(),
                        box.get(1).asDouble(),
                        box.get(2).asDouble(),
                        box.get(3).asDouble(),
                        CANVAS),
                new Mask(CANVAS, counts),
                null,
                score);
    }

    private static CocoAp golden(CocoOverlap overlap) {
        SortedSet<Long> images = new TreeSet<>();
        GOLDEN.get("images").forEach(image -> images.add(image.asLong()));
        List<CocoTruth> truths = new ArrayList<>();
        for (JsonNode node : GOLDEN.get("truths")) {
            truths.add(
                    new CocoTruth(
                            node.get("image").asLong(),
                            node.get("category").asText(),
                            region(node, 1),
                            node.get("area").asDouble(),
                            node.get("crowd").asInt() == 1));
        }
        List<CocoFound> found = new ArrayList<>();
        for (JsonNode node : GOLDEN.get("found")) {
            found.add(
                    new CocoFound(
                            node.get("image").asLong(),
                            node.get("category").asText(),
                            region(node, node.get("score").asDouble())));
        }
        return new CocoAp(images, truths, found, overlap);
    }

    private static double[] numbers(CocoSummary s) {
        return new double[] {
            s.ap(), s.ap50(), s.ap75(), s.apSmall(), s.apMedium(), s.apLarge(),
            s.ar1(), s.ar10(), s.ar100(), s.arSmall(), s.arMedium(), s.arLarge()
        };
    }

    @ParameterizedTest
    @EnumSource
    void numbersAreThoseOfCoco(CocoOverlap overlap) {
        JsonNode expected = GOLDEN.get(overlap == CocoOverlap.BOX ? "bbox" : "segm");
        CocoAp ap = golden(overlap);
        double[] got = numbers(ap.summary());
        for (int i = 0; i < got.length; i++) {
            assertThat(got[i])
                    .as("number " + i)
                    .isCloseTo(expected.get("stats").get(i).asDouble(), within(1e-9));
        }
        expected.get("ap_by_category")
                .properties()
                .forEach(
                        category -> {
                            Double own = ap.byCategory().get(category.getKey());
                            assertThat(own == null ? -1 : own)
                                    .as("category " + category.getKey())
                                    .isCloseTo(category.getValue().asDouble(), within(1e-9));
                        });
    }

    @Test
    void aPictureCountedTwiceIsAsIfItWereThereTwice() {
        Region a = Region.of(new Box(0, 0, 50, 50, CANVAS));
        Region b = Region.of(new Box(100, 0, 150, 50, CANVAS));
        List<CocoTruth> truths =
                List.of(
                        CocoTruth.of(1, "cat", a),
                        CocoTruth.of(2, "cat", a),
                        CocoTruth.of(3, "cat", a));
        List<CocoFound> found =
                List.of(
                        new CocoFound(1, "cat", scored(a, 0.9)),
                        new CocoFound(2, "cat", scored(b, 0.8)),
                        new CocoFound(3, "cat", scored(b, 0.8)));
        SortedSet<Long> three = new TreeSet<>(List.of(1L, 2L, 3L));
        CocoAp all = new CocoAp(three, truths, found, CocoOverlap.BOX);
        CocoAp two =
                new CocoAp(
                        new TreeSet<>(List.of(1L, 2L)),
                        truths.subList(0, 2),
                        found.subList(0, 2),
                        CocoOverlap.BOX);
        assertThat(two.summary(new int[] {1, 2}).ap()).isEqualTo(all.summary().ap());
        assertThat(two.summary(new int[] {0, 1}).ap()).isZero();
        assertThat(two.summary(new int[] {1, 0}).ap()).isCloseTo(1, within(1e-12));
        assertThat(Arrays.stream(numbers(two.summary(new int[] {0, 0}))).allMatch(Double::isNaN))
                .isTrue();
    }

    private static Region scored(Region region, double score) {
        return new Region(region.box(), region.mask(), region.label(), score);
    }

    @Test
    void aCrowdIsNeitherFoundNorMissed() {
        Region crowd = Region.of(new Box(0, 0, 100, 100, CANVAS));
        Region thing = Region.of(new Box(120, 0, 180, 60, CANVAS));
        Region within = Region.of(new Box(10, 10, 60, 60, CANVAS));
        CocoAp ap =
                new CocoAp(
                        new TreeSet<>(List.of(1L)),
                        List.of(
                                new CocoTruth(1, "people", crowd, 10_000, true),
                                CocoTruth.of(1, "people", thing)),
                        List.of(
                                new CocoFound(1, "people", scored(within, 0.99)),
                                new CocoFound(1, "people", scored(within, 0.98)),
                                new CocoFound(1, "people", scored(thing, 0.5))),
                        CocoOverlap.BOX);
        assertThat(ap.summary().ap()).isCloseTo(1, within(1e-12));
    }

    @Test
    void aThingOfAnotherPictureIsRefused() {
        Region a = Region.of(new Box(0, 0, 50, 50, CANVAS));
        assertThatThrownBy(
                        () ->
                                new CocoAp(
                                        new TreeSet<>(List.of(1L)),
                                        List.of(CocoTruth.of(2, "cat", a)),
                                        List.of(),
                                        CocoOverlap.BOX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("picture 2");
    }
}
