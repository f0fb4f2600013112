package io.fovea.data.scenes;

import io.fovea.data.Dialogue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Exchanges whose answer is a place: name, qualifier, relation, all; and the same forms where
 * nothing fits.
 */
final class PlaceQuestions {

    /** How often colour, size, side and ordinal are tried first. */
    private static final double[] QUALIFIERS = {.4, .2, .25, .15};

    /**
     * How often each is drawn where nothing fits: as often as it is found, so that the form tells
     * nothing.
     */
    private static final double[] QUALIFIERS_ABSENT = {.57, .12, .24, .07};

    private PlaceQuestions() {}

    /** "find the apple", of which there is one. */
    static @Nullable Dialogue name(Asking asking) {
        List<SceneThing> unique = asking.unique();
        if (unique.isEmpty()) {
            return null;
        }
        SceneThing target = asking.draw().from(unique);
        return find(
                asking, "name", new Phrases.Phrase("the " + target.kind().name(), target, "name"));
    }

    /** "find the red car". */
    static @Nullable Dialogue qualifier(Asking asking) {
        double[] weights = QUALIFIERS.clone();
        for (int attempt = 0; attempt < weights.length; attempt++) {
            int form = asking.draw().weighted(weights);
            weights[form] = 0;
            List<Phrases.Phrase> phrases =
                    switch (form) {
                        case 0 -> Phrases.byColour(asking);
                        case 1 -> Phrases.bySize(asking);
                        case 2 -> Phrases.bySide(asking);
                        default -> Phrases.byOrder(asking);
                    };
            if (!phrases.isEmpty()) {
                return find(asking, "qualifier", asking.draw().from(phrases));
            }
        }
        return null;
    }

    /** "find the apple left of the cat". */
    static @Nullable Dialogue relation(Asking asking) {
        Phrases.Phrase phrase = Phrases.byRelation(asking);
        return phrase == null ? null : find(asking, "relation", phrase);
    }

    private static Dialogue find(Asking asking, String kind, Phrases.Phrase phrase) {
        Wordings.Wording wording = asking.wording(Wordings.FIND);
        return asking.places(
                new Asking.Topic(kind, phrase.form(), List.of(phrase.target())),
                wording,
                wording.text() + phrase.text());
    }

    /** "find all apples", from left to right; now and then there is none. */
    static Dialogue all(Asking asking) {
        Draw draw = asking.draw();
        List<ThingKind> repeated = asking.repeated();
        ThingKind kind =
                draw.chance(0.2)
                        ? asking.absentKind()
                        : !repeated.isEmpty() && draw.chance(0.6)
                                ? draw.from(repeated)
                                : draw.from(asking.scene().kinds());
        Wordings.Wording wording = asking.wording(Wordings.ALL);
        return asking.places(
                new Asking.Topic("all", "all", asking.scene().ofKind(kind)),
                wording,
                wording.with(kind));
    }

    /** Something that is not there, in the forms above. */
    static Dialogue absent(Asking asking) {
        Draw draw = asking.draw();
        double what = draw.uniform(0, 1);
        Missing missing = null;
        if (what >= 0.85) {
            missing = hard(asking);
        }
        if (missing == null && what >= 0.6) {
            missing = draw.chance(0.6) ? qualified(asking) : related(asking);
        }
        if (missing == null) {
            missing = new Missing("the " + asking.absentKind().name(), "name");
        }
        Wordings.Wording wording = asking.wording(Wordings.FIND);
        return asking.places(
                new Asking.Topic("absent", missing.form(), List.of()),
                wording,
                wording.text() + missing.text());
    }

    private record Missing(String text, String form) {}

    /** "the red zebra" where there is no zebra. */
    private static Missing qualified(Asking asking) {
        Draw draw = asking.draw();
        ThingKind kind = asking.absentKind();
        return switch (draw.weighted(QUALIFIERS_ABSENT)) {
            case 0 ->
                    new Missing(
                            "the " + likelyColour(kind, draw).word() + " " + kind.name(), "colour");
            case 1 ->
                    new Missing(
                            "the "
                                    + draw.from(draw.chance(0.5) ? Phrases.BIG : Phrases.SMALL)
                                    + " "
                                    + kind.name(),
                            "size");
            case 2 ->
                    new Missing(
                            "the "
                                    + draw.from(
                                            draw.from(
                                                    List.of(
                                                            Phrases.LEFT,
                                                            Phrases.RIGHT,
                                                            Phrases.TOP,
                                                            Phrases.BOTTOM)))
                                    + " "
                                    + kind.name(),
                            "side");
            default ->
                    new Missing(
                            Phrases.order(
                                    draw.chance(0.5) ? "left" : "right", draw.between(0, 2), kind),
                            "ordinal");
        };
    }

    /**
     * A colour that the kind could have in a scene, so that the words alone do not tell that it is
     * missing.
     */
    private static SceneColour likelyColour(ThingKind kind, Draw draw) {
        List<SceneColour> own = new ArrayList<>();
        for (String word : kind.colours()) {
            SceneColour colour = SceneColour.of(word);
            if (colour != null) {
                own.add(colour);
            }
        }
        return kind.tintable() || own.isEmpty() ? draw.from(SceneColour.TINTS) : draw.from(own);
    }

    /** "the zebra left of the cat", "the thing left of the zebra" where there is no zebra. */
    private static Missing related(Asking asking) {
        Draw draw = asking.draw();
        Relation relation = Relation.values()[draw.weighted(Relation.FOUND)];
        String absent = asking.absentKind().name();
        List<SceneThing> unique = asking.unique();
        String present =
                unique.isEmpty() ? asking.absentKind().name() : draw.from(unique).kind().name();
        ThingKind asked = Phrases.subject(asking);
        boolean subjectMissing = draw.chance(0.4);
        String subject =
                subjectMissing
                        ? absent
                        : asked == null || asked.name().equals(present)
                                ? draw.chance(0.7) ? "thing" : "one"
                                : asked.name();
        List<String> references = new ArrayList<>();
        if (relation == Relation.BETWEEN) {
            references.add(present);
            references.add(subjectMissing ? another(asking, present, absent) : absent);
            references = draw.shuffled(references);
        } else {
            references.add(subjectMissing ? present : absent);
        }
        return new Missing(
                new Phrases.Related(relation, subject, references).text(draw), relation.form());
    }

    private static String another(Asking asking, String present, String absent) {
        List<String> names =
                asking.unique().stream()
                        .map(thing -> thing.kind().name())
                        .filter(name -> !name.equals(present))
                        .toList();
        if (!names.isEmpty()) {
            return asking.draw().from(names);
        }
        String name = asking.absentKind().name();
        while (name.equals(absent) || name.equals(present)) {
            name = asking.absentKind().name();
        }
        return name;
    }

    /**
     * The kind is there, but not so: wrong colour, wrong side, nothing behind it, too few in the
     * row.
     */
    private static @Nullable Missing hard(Asking asking) {
        Draw draw = asking.draw();
        for (int attempt = 0; attempt < 8; attempt++) {
            Missing missing =
                    switch (draw.weighted(new double[] {.6, .34, .06})) {
                        case 0 -> wrongColour(asking);
                        case 1 -> wrongRelation(asking);
                        default -> tooFew(asking);
                    };
            if (missing != null) {
                return missing;
            }
        }
        return null;
    }

    private static @Nullable Missing wrongColour(Asking asking) {
        ThingKind kind = asking.draw().from(asking.scene().things()).kind();
        SceneColour colour = asking.draw().from(SceneColour.TINTS);
        for (SceneThing thing : asking.scene().ofKind(kind)) {
            SceneColour own = thing.colour();
            if (own == null || !colour.clearlyDiffersFrom(own)) {
                return null;
            }
        }
        return new Missing("the " + colour.word() + " " + kind.name(), "colour");
    }

    private static @Nullable Missing wrongRelation(Asking asking) {
        Draw draw = asking.draw();
        List<SceneThing> references = asking.unique();
        if (references.isEmpty()) {
            return null;
        }
        SceneThing reference = draw.from(references);
        Relation relation = draw.chance(0.08) ? Relation.BEHIND : draw.from(Relation.SIDES);
        ThingKind kind = Phrases.subject(asking);
        List<SceneThing> candidates = Phrases.candidates(asking, kind, reference, null);
        boolean none =
                candidates.stream()
                        .allMatch(
                                candidate ->
                                        relation.verdict(asking.scene(), candidate, reference)
                                                == Relation.Verdict.NO);
        if (!none || candidates.isEmpty()) {
            return null;
        }
        return new Missing(
                Phrases.related(asking, relation, kind, reference, null).text(draw),
                relation.form());
    }

    private static @Nullable Missing tooFew(Asking asking) {
        ThingKind kind = asking.draw().from(asking.scene().kinds());
        int count = asking.scene().ofKind(kind).size();
        if (count >= Grammar.ORDINALS.size()) {
            return null;
        }
        return new Missing(
                Phrases.order(
                        asking.draw().chance(0.5) ? "left" : "right",
                        asking.draw().between(count, Grammar.ORDINALS.size() - 1),
                        kind),
                "ordinal");
    }
}
