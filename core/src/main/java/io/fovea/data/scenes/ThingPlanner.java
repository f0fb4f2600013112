package io.fovea.data.scenes;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Chooses what shall be in a scene: kinds, cut-outs, colours, sizes and turns; not yet where. */
final class ThingPlanner {

    private static final double MOST_TURN = StrictMath.toRadians(20);
    private static final double SIZE_RATIO = 1.6;

    /** How often two, three, four or five of a kind. */
    private static final double[] REPEATS = {.65, .22, .08, .05};

    private final ScenePack pack;
    private final SceneOptions options;
    private final double side;

    ThingPlanner(ScenePack pack, SceneOptions options) {
        this.pack = pack;
        this.options = options;
        this.side = Math.min(options.width(), options.height());
    }

    /**
     * Half the scenes hold two or more of one kind; all other kinds occur once. In random order,
     * back to front.
     */
    List<ThingPlan> plan(Split split, Draw draw) {
        int count = draw.between(options.minThings(), options.maxThings());
        boolean repeated = draw.chance(0.5) && options.maxThings() >= 2;
        List<ThingPlan> plans = new ArrayList<>();
        List<ThingKind> used = new ArrayList<>();
        if (repeated) {
            int repeats = Math.min(options.maxThings(), 2 + draw.weighted(REPEATS));
            count = Math.min(options.maxThings(), Math.max(Math.max(3, repeats), count));
            ThingKind kind = fresh(used, draw, draw.chance(0.4));
            plans.addAll(group(kind, repeats, split, draw));
        }
        while (plans.size() < count) {
            plans.addAll(group(fresh(used, draw, false), 1, split, draw));
        }
        return draw.shuffled(plans);
    }

    private ThingKind fresh(List<ThingKind> used, Draw draw, boolean tintable) {
        ThingKind kind = draw.from(pack.kinds());
        for (int attempt = 0;
                attempt < 20 && (used.contains(kind) || tintable && !kind.tintable());
                attempt++) {
            kind = draw.from(pack.kinds());
        }
        while (used.contains(kind)) {
            kind = draw.from(pack.kinds());
        }
        used.add(kind);
        return kind;
    }

    /** Things of one kind that differ in colour where the kind can be tinted, and often in size. */
    private List<ThingPlan> group(ThingKind kind, int count, Split split, Draw draw) {
        List<ThingPlan> plans = new ArrayList<>();
        boolean coloured = kind.tintable() && draw.chance(0.7);
        boolean sized =
                count > 1
                        && options.maxFraction() / options.minFraction() >= SIZE_RATIO
                        && draw.chance(0.5);
        boolean oneBig = draw.chance(0.5);
        double divide = Math.sqrt(options.minFraction() * options.maxFraction());
        List<SceneColour> taken = new ArrayList<>();
        CutOut before = null;
        for (int i = 0; i < count; i++) {
            CutOut cutOut = cutOut(kind, before, split, draw);
            before = cutOut;
            SceneColour tint = coloured && cutOut.reference().tintable() ? tint(taken, draw) : null;
            double fraction = draw.uniform(options.minFraction(), options.maxFraction());
            if (sized) {
                double low = divide / Math.sqrt(SIZE_RATIO);
                double high = divide * Math.sqrt(SIZE_RATIO);
                fraction =
                        (i == 0) == oneBig
                                ? draw.uniform(
                                        Math.min(high, options.maxFraction()),
                                        options.maxFraction())
                                : draw.uniform(
                                        options.minFraction(),
                                        Math.max(low, options.minFraction()));
            }
            ThingPlan plan = plan(kind, cutOut, tint, fraction * side, draw);
            plans.add(split == Split.TRAIN ? ThingVariation.of(plan, draw) : plan);
        }
        return plans;
    }

    private ThingPlan plan(
            ThingKind kind, CutOut cutOut, @Nullable SceneColour tint, double pixels, Draw draw) {
        ThingPlan.Look look =
                new ThingPlan.Look(
                        (float) draw.uniform(0.85, 1.12),
                        (float) draw.uniform(0.85, 1.15),
                        (float) draw.uniform(0.85, 1.15),
                        0);
        boolean mirrored = draw.chance(0.5) && kind.mirrorable();
        return new ThingPlan(
                kind, cutOut, tint, pixels, draw.uniform(-MOST_TURN, MOST_TURN), mirrored, 1, look);
    }

    private CutOut cutOut(ThingKind kind, @Nullable CutOut before, Split split, Draw draw) {
        List<CutOut> held = pack.cutOuts(kind, true);
        if (split == Split.TEST && !held.isEmpty() && draw.chance(0.5)) {
            return draw.from(held);
        }
        List<CutOut> known = pack.cutOuts(kind, false);
        CutOut cutOut = draw.from(known);
        return cutOut == before ? draw.from(known) : cutOut;
    }

    /** A colour that nobody takes for one that is taken. */
    private static SceneColour tint(List<SceneColour> taken, Draw draw) {
        SceneColour colour = draw.from(SceneColour.TINTS);
        for (int attempt = 0; attempt < 12; attempt++) {
            SceneColour candidate = colour;
            if (taken.stream().allMatch(candidate::clearlyDiffersFrom)) {
                break;
            }
            colour = draw.from(SceneColour.TINTS);
        }
        taken.add(colour);
        return colour;
    }
}
