package io.fovea.data.scenes;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Definite noun phrases that name exactly one thing of a scene, by colour, size, side, order or
 * relation.
 */
final class Phrases {

    static final List<String> BIG = List.of("big", "large", "bigger", "larger");
    static final List<String> SMALL = List.of("small", "little", "smaller");
    static final List<String> LEFT = List.of("left", "leftmost");
    static final List<String> RIGHT = List.of("right", "rightmost");
    static final List<String> TOP = List.of("top", "upper");
    static final List<String> BOTTOM = List.of("bottom", "lower");

    /** Longest sides of two things of which one is "the big one". */
    static final double SIZE_RATIO = 1.4;

    private static final double SIDE_MARGIN = 0.1;
    private static final double ORDER_MARGIN = 0.07;

    /** Words for one thing: "the red car". */
    record Phrase(String text, SceneThing target, String form) {}

    private Phrases() {}

    /** "the red car": every other car has a colour that nobody takes for red. */
    static List<Phrase> byColour(Asking asking) {
        List<Phrase> phrases = new ArrayList<>();
        for (SceneThing thing : asking.scene().things()) {
            SceneColour colour = thing.colour();
            if (colour != null
                    && others(asking, thing).stream()
                            .allMatch(other -> differs(colour, other.colour()))) {
                phrases.add(
                        new Phrase(
                                "the " + colour.word() + " " + thing.kind().name(),
                                thing,
                                "colour"));
            }
        }
        return phrases;
    }

    private static boolean differs(SceneColour colour, @Nullable SceneColour other) {
        return other != null && colour.clearlyDiffersFrom(other);
    }

    /** "the big apple": clearly larger, or smaller, than every other apple. */
    static List<Phrase> bySize(Asking asking) {
        List<Phrase> phrases = new ArrayList<>();
        for (SceneThing thing : asking.scene().things()) {
            List<SceneThing> others = others(asking, thing);
            if (others.isEmpty()) {
                continue;
            }
            if (others.stream().allMatch(other -> clearlyLarger(thing, other))) {
                phrases.add(adjective(asking, BIG, thing, "size"));
            } else if (others.stream().allMatch(other -> clearlyLarger(other, thing))) {
                phrases.add(adjective(asking, SMALL, thing, "size"));
            }
        }
        return phrases;
    }

    /** Larger both by the longest visible side and by the visible area. */
    static boolean clearlyLarger(SceneThing a, SceneThing b) {
        return a.longestSide() >= SIZE_RATIO * b.longestSide()
                && a.visiblePixels() >= SIZE_RATIO * b.visiblePixels();
    }

    /** "the left apple": every other apple lies clearly further right. */
    static List<Phrase> bySide(Asking asking) {
        List<Phrase> phrases = new ArrayList<>();
        for (SceneThing thing : asking.scene().things()) {
            List<SceneThing> others = others(asking, thing);
            if (others.isEmpty()) {
                continue;
            }
            extreme(asking, thing, others, SceneThing::centreX, LEFT, RIGHT, phrases);
            extreme(asking, thing, others, SceneThing::centreY, TOP, BOTTOM, phrases);
        }
        return phrases;
    }

    private static void extreme(
            Asking asking,
            SceneThing thing,
            List<SceneThing> others,
            ToDoubleFunction<SceneThing> along,
            List<String> least,
            List<String> most,
            List<Phrase> phrases) {
        double at = along.applyAsDouble(thing);
        if (others.stream().allMatch(other -> along.applyAsDouble(other) - at >= SIDE_MARGIN)) {
            phrases.add(adjective(asking, least, thing, "side"));
        } else if (others.stream()
                .allMatch(other -> at - along.applyAsDouble(other) >= SIDE_MARGIN)) {
            phrases.add(adjective(asking, most, thing, "side"));
        }
    }

    /** "from the left the second apple": the apples stand clearly one after the other. */
    static List<Phrase> byOrder(Asking asking) {
        List<Phrase> phrases = new ArrayList<>();
        for (ThingKind kind : asking.repeated()) {
            List<SceneThing> row = asking.scene().ofKind(kind);
            boolean clear = row.size() <= Grammar.ORDINALS.size();
            for (int i = 1; i < row.size(); i++) {
                clear &= row.get(i).centreX() - row.get(i - 1).centreX() >= ORDER_MARGIN;
            }
            for (int i = 0; clear && i < row.size(); i++) {
                phrases.add(new Phrase(order("left", i, kind), row.get(i), "ordinal"));
                phrases.add(
                        new Phrase(
                                order("right", row.size() - 1 - i, kind), row.get(i), "ordinal"));
            }
        }
        return phrases;
    }

    static String order(String side, int index, ThingKind kind) {
        return "from the " + side + " the " + Grammar.ORDINALS.get(index) + " " + kind.name();
    }

    private static Phrase adjective(
            Asking asking, List<String> words, SceneThing thing, String form) {
        return new Phrase(
                "the " + asking.draw().from(words) + " " + thing.kind().name(), thing, form);
    }

    /** Other things of the same kind. */
    static List<SceneThing> others(Asking asking, SceneThing thing) {
        return asking.scene().things().stream()
                .filter(other -> other != thing && other.kind() == thing.kind())
                .sorted(Comparator.comparingDouble(SceneThing::centreX))
                .toList();
    }

    /** A relation with a subject ("thing", "one" or a kind) and one or two references. */
    record Related(Relation relation, String subject, List<String> references) {

        String text(Draw draw) {
            return "the "
                    + subject
                    + " "
                    + draw.from(relation.words())
                    + " the "
                    + String.join(" and the ", references);
        }
    }

    /** A phrase by relation, or null when none was found in a number of tries. */
    static @Nullable Phrase byRelation(Asking asking) {
        List<SceneThing> references = asking.unique();
        Draw draw = asking.draw();
        if (references.isEmpty() || asking.scene().things().size() < 2) {
            return null;
        }
        for (int attempt = 0; attempt < 16; attempt++) {
            Relation relation = Relation.values()[draw.weighted(Relation.TRIED)];
            SceneThing reference = draw.from(references);
            SceneThing second = relation == Relation.BETWEEN ? draw.from(references) : null;
            if (second == reference) {
                continue;
            }
            ThingKind kind = subject(asking);
            List<SceneThing> candidates = candidates(asking, kind, reference, second);
            SceneThing only = relation.only(asking.scene(), candidates, reference, second);
            if (only != null) {
                Related related = related(asking, relation, kind, reference, second);
                return new Phrase(related.text(draw), only, relation.form());
            }
        }
        return null;
    }

    /** A kind to look for, one that is there more than once by preference; null for "the thing". */
    static @Nullable ThingKind subject(Asking asking) {
        Draw draw = asking.draw();
        List<ThingKind> repeated = asking.repeated();
        if (!repeated.isEmpty() && draw.chance(0.5)) {
            return draw.from(repeated);
        }
        return draw.chance(0.5) ? null : draw.from(asking.scene().things()).kind();
    }

    static List<SceneThing> candidates(
            Asking asking,
            @Nullable ThingKind kind,
            SceneThing reference,
            @Nullable SceneThing second) {
        return asking.scene().things().stream()
                .filter(
                        thing ->
                                thing != reference
                                        && thing != second
                                        && (kind == null || thing.kind() == kind))
                .toList();
    }

    static Related related(
            Asking asking,
            Relation relation,
            @Nullable ThingKind kind,
            SceneThing reference,
            @Nullable SceneThing second) {
        String subject = kind == null ? asking.draw().chance(0.7) ? "thing" : "one" : kind.name();
        List<String> references =
                second == null
                        ? List.of(reference.kind().name())
                        : List.of(reference.kind().name(), second.kind().name());
        return new Related(relation, subject, references);
    }
}
