package io.fovea.data.scenes;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * How one thing lies to another, judged with margins: a person would agree with yes and with no,
 * and what lies between the two is never asked about. Distances are fractions of the picture's
 * width or height between box centres.
 */
enum Relation {
    LEFT("left", List.of("left of", "to the left of")),
    RIGHT("right", List.of("right of", "to the right of")),
    ABOVE("above", List.of("above")),
    BELOW("below", List.of("below", "under")),
    BEHIND("behind", List.of("behind")),
    FRONT("front", List.of("in front of")),
    NEAREST("nearest", List.of("nearest to", "closest to")),
    BETWEEN("between", List.of("between"));

    /** Relations whose opposite is the answer no. */
    static final List<Relation> SIDES = List.of(LEFT, RIGHT, ABOVE, BELOW);

    /**
     * How often each is tried, in the order of the constants; those that scenes seldom allow more
     * often.
     */
    static final double[] TRIED = {.11, .11, .11, .11, .22, .09, .03, .22};

    /**
     * How often each is then found (measured); where nothing fits they are drawn so, that the form
     * tells nothing.
     */
    static final double[] FOUND = {.18, .18, .18, .18, .11, .04, .09, .04};

    /** A judgement with a margin. */
    enum Verdict {
        YES,
        NO,
        UNSURE
    }

    private static final double CLEAR = 0.12;
    private static final double NEITHER = 0.02;
    private static final double NEARER = 1.4;

    private final String form;
    private final List<String> words;

    Relation(String form, List<String> words) {
        this.form = form;
        this.words = words;
    }

    /** Its name in the tags of a dialogue. */
    String form() {
        return form;
    }

    /** Ways to say it, each before the reference. */
    List<String> words() {
        return words;
    }

    Relation opposite() {
        return switch (this) {
            case LEFT -> RIGHT;
            case RIGHT -> LEFT;
            case ABOVE -> BELOW;
            case BELOW -> ABOVE;
            case BEHIND -> FRONT;
            case FRONT -> BEHIND;
            case NEAREST, BETWEEN -> throw new IllegalStateException(this + " has no opposite");
        };
    }

    /** Whether a thing lies so to a reference; for the relations of two things only. */
    Verdict verdict(Scene scene, SceneThing thing, SceneThing reference) {
        double dx = reference.centreX() - thing.centreX();
        double dy = reference.centreY() - thing.centreY();
        return switch (this) {
            case LEFT -> beside(dx, dy);
            case RIGHT -> beside(-dx, dy);
            case ABOVE -> beside(dy, dx);
            case BELOW -> beside(-dy, dx);
            case BEHIND -> hidden(scene, thing, reference);
            case FRONT -> hidden(scene, reference, thing);
            case NEAREST, BETWEEN ->
                    throw new IllegalStateException(this + " is judged among all things");
        };
    }

    private static Verdict beside(double along, double across) {
        if (along >= CLEAR && along >= 0.5 * Math.abs(across)) {
            return Verdict.YES;
        }
        return along <= -NEITHER ? Verdict.NO : Verdict.UNSURE;
    }

    /** A tenth of it is hidden by what is seen right in front of it. */
    private static Verdict hidden(Scene scene, SceneThing thing, SceneThing front) {
        double share = scene.hiddenBehind(thing, front);
        if (share == 0) {
            return Verdict.NO;
        }
        return share >= 0.1 && scene.touch(thing, front) ? Verdict.YES : Verdict.UNSURE;
    }

    /**
     * The one candidate that lies so to the reference (and, for BETWEEN, to the other reference),
     * or null when there is none, more than one, or any doubt.
     */
    @Nullable SceneThing only(
            Scene scene,
            List<SceneThing> candidates,
            SceneThing reference,
            @Nullable SceneThing other) {
        if (this == NEAREST) {
            return nearest(candidates, reference);
        }
        SceneThing found = null;
        for (SceneThing candidate : candidates) {
            Verdict verdict =
                    this == BETWEEN && other != null
                            ? between(candidate, reference, other)
                            : verdict(scene, candidate, reference);
            if (verdict == Verdict.UNSURE || verdict == Verdict.YES && found != null) {
                return null;
            }
            if (verdict == Verdict.YES) {
                found = candidate;
            }
        }
        return found;
    }

    private static @Nullable SceneThing nearest(List<SceneThing> candidates, SceneThing reference) {
        if (candidates.size() < 2) {
            return null;
        }
        List<SceneThing> sorted =
                candidates.stream()
                        .sorted(
                                (a, b) ->
                                        Double.compare(
                                                distance(a, reference), distance(b, reference)))
                        .toList();
        double first = distance(sorted.get(0), reference);
        double second = distance(sorted.get(1), reference);
        return second >= NEARER * first && second - first >= 0.1 ? sorted.get(0) : null;
    }

    private static double distance(SceneThing a, SceneThing b) {
        double dx = a.centreX() - b.centreX();
        double dy = a.centreY() - b.centreY();
        return Math.sqrt(dx * dx + dy * dy);
    }

    /** Whether a thing lies on the way from one reference to the other. */
    static Verdict between(SceneThing thing, SceneThing from, SceneThing to) {
        double dx = to.centreX() - from.centreX();
        double dy = to.centreY() - from.centreY();
        double length = Math.sqrt(dx * dx + dy * dy);
        if (length < 0.3) {
            return Verdict.UNSURE;
        }
        double px = thing.centreX() - from.centreX();
        double py = thing.centreY() - from.centreY();
        double along = (px * dx + py * dy) / (length * length);
        double aside = Math.abs(px * dy - py * dx) / (length * length);
        if (along >= 0.25 && along <= 0.75 && aside <= 0.22) {
            return Verdict.YES;
        }
        return along <= 0 || along >= 1 || aside >= 0.5 ? Verdict.NO : Verdict.UNSURE;
    }
}
