package io.fovea.data.scenes;

import io.fovea.data.Dialogue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Exchanges whose answer is a word or two: exists, count, colour, where, larger, smaller, yesno,
 * whatis.
 */
final class WordQuestions {

    private static final double PART_MARGIN = 0.04;

    private WordQuestions() {}

    /** How often each is tried in the training split: the hard ones more often. */
    private static final double[] PRACTISED = {.10, .16, .09, .09, .24, .12, .20};

    /** One of them; by equal chance among those that the scene allows, except in training. */
    static @Nullable Dialogue any(Asking asking) {
        Draw draw = asking.draw();
        int which = asking.split() == Split.TRAIN ? draw.weighted(PRACTISED) : draw.between(0, 6);
        return switch (which) {
            case 0 -> exists(asking);
            case 1 -> count(asking);
            case 2 -> colour(asking);
            case 3 -> where(asking);
            case 4 -> larger(asking);
            case 5 -> yesNo(asking);
            default -> whatIs(asking);
        };
    }

    private static Dialogue exists(Asking asking) {
        boolean yes = asking.draw().chance(0.5);
        ThingKind kind = yes ? asking.draw().from(asking.scene().kinds()) : asking.absentKind();
        Wordings.Wording wording = asking.wording(Wordings.EXISTS);
        return asking.words(
                new Asking.Topic("exists", "exists", asking.scene().ofKind(kind)),
                wording,
                wording.with(kind),
                yes ? "yes" : "no");
    }

    private static Dialogue count(Asking asking) {
        Draw draw = asking.draw();
        List<ThingKind> repeated = asking.repeated();
        ThingKind kind =
                draw.chance(0.2)
                        ? asking.absentKind()
                        : !repeated.isEmpty() && draw.chance(0.75)
                                ? draw.from(repeated)
                                : draw.from(asking.scene().kinds());
        List<SceneThing> things = asking.scene().ofKind(kind);
        Wordings.Wording wording = asking.wording(Wordings.COUNT);
        return asking.words(
                new Asking.Topic("count", "count", things),
                wording,
                wording.with(kind),
                Grammar.number(things.size()));
    }

    private static @Nullable Dialogue colour(Asking asking) {
        List<Phrases.Phrase> phrases = new ArrayList<>();
        for (SceneThing thing : asking.unique()) {
            phrases.add(new Phrases.Phrase("the " + thing.kind().name(), thing, "name"));
        }
        phrases.addAll(Phrases.bySide(asking));
        phrases.removeIf(phrase -> phrase.target().colour() == null);
        if (phrases.isEmpty()) {
            return null;
        }
        Phrases.Phrase phrase = asking.draw().from(phrases);
        SceneColour colour = phrase.target().colour();
        Wordings.Wording wording = asking.wording(Wordings.COLOUR);
        return colour == null
                ? null
                : asking.words(
                        new Asking.Topic("colour", phrase.form(), List.of(phrase.target())),
                        wording,
                        wording.text() + phrase.text(),
                        colour.word());
    }

    private static @Nullable Dialogue where(Asking asking) {
        for (SceneThing thing : asking.draw().shuffled(asking.unique())) {
            String part = part(thing);
            if (part != null) {
                Wordings.Wording wording = asking.wording(Wordings.WHERE);
                return asking.words(
                        new Asking.Topic("where", "where", List.of(thing)),
                        wording,
                        wording.with(thing.kind()),
                        part);
            }
        }
        return null;
    }

    /**
     * "top left" ... "bottom right" by the centre of the box; null near a border between two parts.
     */
    static @Nullable String part(SceneThing thing) {
        int column = third(thing.centreX());
        int row = third(thing.centreY());
        if (column < 0 || row < 0) {
            return null;
        }
        String vertical = List.of("top", "", "bottom").get(row);
        String horizontal = List.of("left", "", "right").get(column);
        String both = (vertical + " " + horizontal).strip();
        return both.isEmpty() ? "middle" : both;
    }

    private static int third(double at) {
        boolean doubtful =
                Math.abs(at - 1 / 3.0) < PART_MARGIN || Math.abs(at - 2 / 3.0) < PART_MARGIN;
        return doubtful ? -1 : at < 1 / 3.0 ? 0 : at < 2 / 3.0 ? 1 : 2;
    }

    private static @Nullable Dialogue larger(Asking asking) {
        Draw draw = asking.draw();
        List<SceneThing> unique = draw.shuffled(asking.unique());
        for (SceneThing a : unique) {
            for (SceneThing b : unique) {
                if (a != b && Phrases.clearlyLarger(a, b)) {
                    boolean larger = draw.chance(0.5);
                    boolean first = draw.chance(0.5);
                    Wordings.Wording wording =
                            asking.wording(larger ? Wordings.LARGER : Wordings.SMALLER);
                    String question =
                            wording.text()
                                    + "the "
                                    + (first ? a : b).kind().name()
                                    + " or the "
                                    + (first ? b : a).kind().name();
                    String form = larger ? "larger" : "smaller";
                    return asking.words(
                            new Asking.Topic(form, form, List.of(a, b)),
                            wording,
                            question,
                            "the " + (larger ? a : b).kind().name());
                }
            }
        }
        return null;
    }

    /** "is the apple left of the cat", as often yes as no. */
    private static @Nullable Dialogue yesNo(Asking asking) {
        Draw draw = asking.draw();
        List<SceneThing> unique = asking.unique();
        if (unique.size() < 2) {
            return null;
        }
        boolean yes = draw.chance(0.5);
        for (int attempt = 0; attempt < 12; attempt++) {
            SceneThing a = draw.from(unique);
            SceneThing b = draw.from(unique);
            Relation relation = draw.from(Relation.SIDES);
            Relation holds = yes ? relation : relation.opposite();
            if (a != b && holds.verdict(asking.scene(), a, b) == Relation.Verdict.YES) {
                Wordings.Wording wording = asking.wording(Wordings.YES_NO);
                String question =
                        wording.text()
                                + a.kind().name()
                                + " "
                                + draw.from(relation.words())
                                + " the "
                                + b.kind().name();
                return asking.words(
                        new Asking.Topic("yesno", relation.form(), List.of(a, b)),
                        wording,
                        question,
                        yes ? "yes" : "no");
            }
        }
        return null;
    }

    /** "what is left of the cat": exactly one thing is. */
    private static @Nullable Dialogue whatIs(Asking asking) {
        Draw draw = asking.draw();
        List<SceneThing> unique = asking.unique();
        for (int attempt = 0; attempt < 12 && !unique.isEmpty(); attempt++) {
            Relation relation = Relation.values()[draw.weighted(Relation.TRIED)];
            SceneThing reference = draw.from(unique);
            SceneThing second = relation == Relation.BETWEEN ? draw.from(unique) : null;
            if (second == reference) {
                continue;
            }
            List<SceneThing> candidates = Phrases.candidates(asking, null, reference, second);
            SceneThing only = relation.only(asking.scene(), candidates, reference, second);
            if (only != null) {
                Wordings.Wording wording = asking.wording(Wordings.WHAT_IS);
                String question =
                        wording.text()
                                + draw.from(relation.words())
                                + " the "
                                + reference.kind().name()
                                + (second == null ? "" : " and the " + second.kind().name());
                return asking.words(
                        new Asking.Topic("whatis", relation.form(), List.of(only)),
                        wording,
                        question,
                        only.kind().withArticle());
            }
        }
        return null;
    }
}
