package io.fovea.data.scenes;

/**
 * Makes drawings look more different in the training split than they are, so that a kind is learned
 * by its shape and parts rather than by the colours and proportions of the few drawings there are.
 * What no longer has its own colours is not called by a colour.
 */
final class ThingVariation {

    private static final double MOST_STRETCH = 1.2;

    private ThingVariation() {}

    static ThingPlan of(ThingPlan plan, Draw draw) {
        double stretch = 1;
        if (draw.chance(0.6)) {
            double log = StrictMath.log(MOST_STRETCH);
            stretch = StrictMath.exp(draw.uniform(-log, log) / 2);
        }
        return new ThingPlan(
                plan.kind(),
                plan.cutOut(),
                plan.tint(),
                plan.pixels(),
                plan.radians(),
                plan.mirrored(),
                stretch,
                plan.tint() == null ? recoloured(plan.look(), draw) : plan.look());
    }

    /** A quarter of all things that are not tinted get other hues or lose most of their colour. */
    private static ThingPlan.Look recoloured(ThingPlan.Look look, Draw draw) {
        if (draw.chance(0.16)) {
            return new ThingPlan.Look(
                    look.brightness(),
                    look.contrast(),
                    (float) draw.uniform(0.6, 1.3),
                    (float) draw.uniform(15, 345));
        }
        if (draw.chance(0.12)) {
            return new ThingPlan.Look(
                    (float) draw.uniform(0.8, 1.15),
                    (float) draw.uniform(0.8, 1.4),
                    (float) draw.uniform(0, 0.45),
                    0);
        }
        return look;
    }
}
