package io.fovea.data.scenes;

import io.fovea.data.Sample;
import io.fovea.geometry.Box;
import io.fovea.geometry.Region;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads a noun phrase and finds what it means from boxes, masks and pixels alone, without margins
 * and without any code of the composer or the language.
 */
final class SceneOracle {

    private final Sample sample;
    private final Pattern phrase;

    SceneOracle(Sample sample, ScenePack pack) {
        this.sample = sample;
        String kinds = pack.kinds().stream().map(ThingKind::name).collect(Collectors.joining("|"));
        this.phrase =
                Pattern.compile(
                        "(?<order>from the (?<from>left|right) the (?<nth>first|second|third)"
                                + " (?<row>"
                                + kinds
                                + "))|the (?:(?<adjective>[a-z]+) )?(?<kind>"
                                + kinds
                                + ")|the (?<subject>thing|one|"
                                + kinds
                                + ") (?<rel>left of|to the left of|right of|to the right"
                                + " of|above|below|under|behind|in front of|nearest to|closest"
                                + " to|between) the (?<ref>"
                                + kinds
                                + ")(?: and the (?<ref2>"
                                + kinds
                                + "))?");
    }

    /** Every thing that the end of the question may mean. */
    List<Region> meaning(String question) {
        for (int start = 0; start < question.length(); start++) {
            Matcher matcher = phrase.matcher(question.substring(start));
            if (matcher.matches()) {
                return resolve(matcher);
            }
        }
        throw new AssertionError("no noun phrase at the end of \"" + question + "\"");
    }

    List<Region> ofKind(String name) {
        return sample.things().stream().filter(thing -> name.equals(thing.label())).toList();
    }

    private List<Region> resolve(Matcher m) {
        if (m.group("order") != null) {
            List<Region> row =
                    ofKind(m.group("row")).stream()
                            .sorted(Comparator.comparingDouble(SceneOracle::x))
                            .toList();
            row = m.group("from").equals("left") ? row : row.reversed();
            int index = List.of("first", "second", "third").indexOf(m.group("nth"));
            return index < row.size() ? List.of(row.get(index)) : List.of();
        }
        if (m.group("rel") != null) {
            return related(m);
        }
        List<Region> same = ofKind(m.group("kind"));
        String adjective = m.group("adjective");
        if (adjective == null) {
            return same;
        }
        return switch (adjective) {
            case "big", "large", "bigger", "larger" -> least(same, thing -> -side(thing));
            case "small", "little", "smaller" -> least(same, SceneOracle::side);
            case "left", "leftmost" -> least(same, SceneOracle::x);
            case "right", "rightmost" -> least(same, thing -> -x(thing));
            case "top", "upper" -> least(same, SceneOracle::y);
            case "bottom", "lower" -> least(same, thing -> -y(thing));
            default -> keep(same, thing -> adjective.equals(colour(thing)));
        };
    }

    private List<Region> related(Matcher m) {
        List<Region> first = ofKind(m.group("ref"));
        List<Region> second = m.group("ref2") == null ? List.of() : ofKind(m.group("ref2"));
        if (first.isEmpty() || m.group("ref2") != null && second.isEmpty()) {
            return List.of();
        }
        if (first.size() > 1 || second.size() > 1) {
            throw new AssertionError("the reference of \"" + m.group() + "\" is not one thing");
        }
        Region r = first.getFirst();
        String subject = m.group("subject");
        List<Region> candidates =
                keep(
                        subject.equals("thing") || subject.equals("one")
                                ? sample.things()
                                : ofKind(subject),
                        thing -> thing != r && !second.contains(thing));
        return switch (m.group("rel")) {
            case "left of", "to the left of" -> keep(candidates, thing -> x(thing) < x(r));
            case "right of", "to the right of" -> keep(candidates, thing -> x(thing) > x(r));
            case "above" -> keep(candidates, thing -> y(thing) < y(r));
            case "below", "under" -> keep(candidates, thing -> y(thing) > y(r));
            case "nearest to", "closest to" ->
                    least(candidates, thing -> Math.hypot(x(thing) - x(r), y(thing) - y(r)));
            case "between" -> keep(candidates, thing -> between(thing, r, second.getFirst()));
            default -> keep(candidates, thing -> touches(thing, r));
        };
    }

    /** The angle at the thing between the two references is wide. */
    private static boolean between(Region thing, Region a, Region b) {
        double ax = x(a) - x(thing);
        double ay = y(a) - y(thing);
        double bx = x(b) - x(thing);
        double by = y(b) - y(thing);
        return (ax * bx + ay * by) / (Math.hypot(ax, ay) * Math.hypot(bx, by)) < -0.42;
    }

    /**
     * Whether two masks have neighbouring pixels; what is behind or in front of something touches
     * it.
     */
    boolean touches(Region a, Region b) {
        boolean[] one = Objects.requireNonNull(a.mask()).toBits();
        boolean[] two = Objects.requireNonNull(b.mask()).toBits();
        int width = a.box().canvas().width();
        for (int i = 0; i < one.length; i++) {
            if (one[i]
                    && (i + 1 < two.length && two[i + 1]
                            || i > 0 && two[i - 1]
                            || i + width < two.length && two[i + width]
                            || i >= width && two[i - width])) {
                return true;
            }
        }
        return false;
    }

    /** The tint word nearest to the mean hue of the visible pixels. */
    String colour(Region thing) {
        double[] mean = mean(thing);
        double hue = hue(mean);
        return SceneColour.TINTS.stream()
                .min(
                        Comparator.comparingDouble(
                                colour -> Math.abs(((hue - colour.hue()) % 360 + 540) % 360 - 180)))
                .orElseThrow()
                .word();
    }

    double[] mean(Region thing) {
        boolean[] bits = Objects.requireNonNull(thing.mask()).toBits();
        double[] sum = new double[3];
        int count = 0;
        for (int i = 0; i < bits.length; i++) {
            if (bits[i]) {
                count++;
                for (int c = 0; c < 3; c++) {
                    sum[c] += sample.image().rgb()[3 * i + c] & 0xff;
                }
            }
        }
        return new double[] {sum[0] / count, sum[1] / count, sum[2] / count};
    }

    static double hue(double[] rgb) {
        return Math.toDegrees(
                Math.atan2(Math.sqrt(3) * (rgb[1] - rgb[2]), 2 * rgb[0] - rgb[1] - rgb[2]));
    }

    static double saturation(double[] rgb) {
        double most = Math.max(rgb[0], Math.max(rgb[1], rgb[2]));
        return (most - Math.min(rgb[0], Math.min(rgb[1], rgb[2]))) / most;
    }

    static double x(Region thing) {
        return (thing.box().x1() + thing.box().x2()) / 2;
    }

    static double y(Region thing) {
        return (thing.box().y1() + thing.box().y2()) / 2;
    }

    static double side(Region thing) {
        Box box = thing.box();
        return Math.max(box.width(), box.height());
    }

    private static List<Region> keep(List<Region> things, Predicate<Region> condition) {
        return new ArrayList<>(things.stream().filter(condition).toList());
    }

    private static List<Region> least(List<Region> things, ToDoubleFunction<Region> value) {
        double least = things.stream().mapToDouble(value).min().orElse(0);
        return keep(things, thing -> value.applyAsDouble(thing) == least);
    }
}
