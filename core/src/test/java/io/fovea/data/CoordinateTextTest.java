package io.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.chat.Answer;
import io.fovea.chat.ContentPart;
import io.fovea.chat.Message;
import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Mask;
import io.fovea.geometry.Region;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Random;

class CoordinateTextTest {

    private static final Canvas WIDE = new Canvas(400, 200);

    private static List<Region> places(String text, Canvas canvas) {
        return CoordinateText.parts(text, canvas).stream()
                .filter(part -> part instanceof Answer.Located)
                .map(part -> ((Answer.Located) part).region())
                .toList();
    }

    @Test
    void fractionsAreThoseOfThePaddedSquare() {
        Region region = Region.of(new Box(0, 0, 200, 200, WIDE));
        assertThat(CoordinateText.of(region, PlaceForm.TEXT))
                .isEqualTo("[0.000,0.250,0.500,0.750]");
        Region tall = Region.of(new Box(50, 300, 100, 400, new Canvas(100, 400)));
        assertThat(CoordinateText.of(tall, PlaceForm.TEXT)).isEqualTo("[0.500,0.750,0.625,1.000]");
    }

    @Test
    void boxesComeBackToAThousandth() {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            Canvas canvas = new Canvas(1 + random.nextInt(900), 1 + random.nextInt(900));
            double x = random.nextDouble() * canvas.width();
            double y = random.nextDouble() * canvas.height();
            Box box =
                    new Box(
                            x,
                            y,
                            x + random.nextDouble() * (canvas.width() - x),
                            y + random.nextDouble() * (canvas.height() - y),
                            canvas);
            String text = CoordinateText.of(Region.of(box), PlaceForm.TEXT);
            Box back = places(text, canvas).getFirst().box();
            double most = 0.00051 * Math.max(canvas.width(), canvas.height());
            assertThat(Math.abs(back.x1() - box.x1())).as(text).isLessThan(most);
            assertThat(Math.abs(back.y1() - box.y1())).as(text).isLessThan(most);
            assertThat(Math.abs(back.x2() - box.x2())).as(text).isLessThan(most);
            assertThat(Math.abs(back.y2() - box.y2())).as(text).isLessThan(most);
        }
    }

    private static Mask ellipse(double cx, double cy, double rx, double ry) {
        boolean[] bits = new boolean[WIDE.width() * WIDE.height()];
        for (int y = 0; y < WIDE.height(); y++) {
            for (int x = 0; x < WIDE.width(); x++) {
                bits[y * WIDE.width() + x] = Math.hypot((x + .5 - cx) / rx, (y + .5 - cy) / ry) < 1;
            }
        }
        return Mask.fromBits(WIDE, bits);
    }

    private static Region region(Mask mask) {
        return new Region(mask.bounds().orElseThrow(), mask, null, 1);
    }

    @Test
    void masksComeBackFromAboutThirtyTwoPoints() {
        Mask round = ellipse(120, 100, 90, 70);
        Mask pieces = round.union(ellipse(330, 60, 40, 40)).union(ellipse(250, 180, 3, 3));
        for (Mask mask : List.of(round, pieces)) {
            String text = CoordinateText.of(region(mask), PlaceForm.POLYGON);
            long points = text.substring(text.indexOf(']')).chars().filter(c -> c == ';').count();
            assertThat(points).isBetween(28L, 33L);
            List<Region> back = places("it is " + text + " there", WIDE);
            assertThat(back).hasSize(1);
            assertThat(back.getFirst().mask().iou(mask)).isGreaterThan(0.96);
        }
        Mask square = Mask.fromBox(new Box(10, 10, 50, 60, WIDE));
        Region box = places(CoordinateText.of(region(square), PlaceForm.POLYGON), WIDE).getFirst();
        assertThat(box.mask().iou(square)).isGreaterThan(0.98);
        assertThat(CoordinateText.of(Region.of(box.box()), PlaceForm.POLYGON))
                .as("a place without a mask is its box")
                .doesNotContain(";");
    }

    @Test
    void wordsAndPlacesKeepTheirOrder() {
        List<Answer.Part> parts =
                CoordinateText.parts(
                        "a dog [0.1,0.3,0.2,0.4] and cats [.5, .5, 1, .7] [0.5,0.3,0.6,0.4]", WIDE);
        assertThat(parts).hasSize(5);
        assertThat(parts.get(0)).isEqualTo(new Answer.Text("a dog "));
        assertThat(parts.get(2)).isEqualTo(new Answer.Text(" and cats "));
        assertThat(((Answer.Located) parts.get(1)).region().box().x1()).isEqualTo(40);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[0.9,0.1,0.2,0.3]",
                "[0.1,0.2,0.3]",
                "[1.5,0.1,1.6,0.3]",
                "[12, 30, 40, 50]",
                "[0.1,0.2;0.3,0.4]",
                "none"
            })
    void whatIsNoPlaceStaysText(String text) {
        assertThat(CoordinateText.parts(text, WIDE)).containsExactly(new Answer.Text(text));
    }

    @Test
    void samplesAreWrittenOut() {
        Region dog = new Region(new Box(0, 0, 200, 200, WIDE), null, "dog", 1);
        Dialogue dialogue =
                new Dialogue(
                        "all",
                        List.of(
                                Message.user(
                                        new ContentPart.Text("what is"),
                                        new ContentPart.Place(dog)),
                                Message.assistant(
                                        new ContentPart.Grounded("a dog", List.of(dog)),
                                        new ContentPart.Place(dog))),
                        List.of(dog),
                        Map.of("a", "b"));
        Sample sample = new Sample("s", null, List.of(dialogue), List.of(dog), Map.of());
        Dataset one =
                new Dataset() {
                    @Override
                    public long size() {
                        return 1;
                    }

                    @Override
                    public Sample get(long index) {
                        return sample;
                    }
                };
        assertThat(WrittenPlaces.of(one, PlaceForm.TOKEN)).isSameAs(one);
        Dialogue written = WrittenPlaces.of(one, PlaceForm.TEXT).get(0).dialogues().getFirst();
        String place = "[0.000,0.250,0.500,0.750]";
        assertThat(written.messages())
                .containsExactly(
                        Message.user("what is " + place),
                        Message.assistant("a dog " + place + " " + place));
        assertThat(written.about()).containsExactly(dog);
        assertThat(written.tags()).containsEntry("a", "b");
    }
}
