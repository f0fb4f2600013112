package io.fovea.data.scenes;

import io.fovea.geometry.Canvas;

import java.util.ArrayList;
import java.util.List;

/**
 * Composes pictures: a background, then things from back to front, each with a soft shadow, so that
 * of every thing at least {@link SceneOptions#minVisible()} stays visible. Pure: the same draws
 * give the same bytes.
 */
final class SceneComposer {

    /** Part of a thing that may be hidden where things are meant to stand apart. */
    private static final double APART = 0.06;

    private final ScenePack pack;
    private final SceneOptions options;
    private final Canvas canvas;
    private final ThingPlanner planner;

    SceneComposer(ScenePack pack, SceneOptions options) {
        this.pack = pack;
        this.options = options;
        this.canvas = new Canvas(options.width(), options.height());
        this.planner = new ThingPlanner(pack, options);
    }

    Scene compose(Split split, Draw draw) {
        Surface surface = new Surface(canvas);
        boolean backgroundSeen = background(surface, split, draw);
        boolean crowded = draw.chance(0.4);
        List<ThingPlan> placed = new ArrayList<>();
        List<ThingPlan> plans = planner.plan(split, draw);
        for (ThingPlan plan : plans) {
            boolean needed = placed.size() < options.minThings();
            if (lay(surface, plan, crowded, needed, draw)) {
                placed.add(plan);
            }
        }
        float noise = draw.chance(0.5) ? (float) draw.uniform(0, 0.04) : 0;
        List<SceneThing> things = new ArrayList<>();
        for (int i = 0; i < placed.size(); i++) {
            ThingPlan plan = placed.get(i);
            things.add(
                    new SceneThing(
                            plan.kind(),
                            plan.colour(),
                            !plan.cutOut().heldOut(),
                            surface.region(i, plan.kind().name()),
                            surface.visible(i),
                            surface.full(i)));
        }
        return new Scene(
                surface.image(noise, draw.random().nextLong()),
                things,
                surface.covered(),
                surface.touching(),
                backgroundSeen);
    }

    /** Returns whether it belongs to the training material. */
    private boolean background(Surface surface, Split split, Draw draw) {
        List<Background> photos = pack.backgrounds(split == Split.TEST);
        if (photos.isEmpty() || draw.chance(0.2)) {
            Backdrop.drawn(surface, draw);
            return true;
        }
        Background photo = draw.from(photos);
        Backdrop.photograph(surface, photo.image(), draw);
        return !photo.heldOut();
    }

    /**
     * Finds a place and lays the thing there, smaller and smaller where there is no room; false
     * when it is left out.
     */
    private boolean lay(
            Surface surface, ThingPlan plan, boolean crowded, boolean needed, Draw draw) {
        double least = options.minFraction() * Math.min(canvas.width(), canvas.height());
        ThingPlan current = plan;
        boolean touching = crowded && surface.count() > 0 && draw.chance(0.5);
        for (int round = 0; round < (needed ? 6 : 3); round++) {
            Patch patch = Patch.of(current);
            for (int attempt = 0; attempt < 14; attempt++) {
                boolean overlap = touching && attempt < 7;
                boolean loose = overlap || attempt >= 11 || round == 5;
                int x = position(patch.left, patch.right, canvas.width(), draw);
                int y = position(patch.top, patch.bottom, canvas.height(), draw);
                if (patch.right > patch.left
                        && fits(surface, surface.hiddenBy(patch, x, y), loose, overlap)) {
                    shadow(surface, patch, x, y, draw);
                    surface.place(patch, x, y);
                    return true;
                }
            }
            current = current.shrunk(0.8, least);
        }
        return false;
    }

    private static int position(int low, int high, int room, Draw draw) {
        int free = room - (high - low);
        return free >= 0 ? draw.between(0, free) - low : free / 2 - low;
    }

    private boolean fits(Surface surface, int[] hidden, boolean loose, boolean overlap) {
        boolean touches = false;
        for (int i = 0; i < hidden.length; i++) {
            double left = (double) (surface.visible(i) - hidden[i]) / surface.full(i);
            double share = (double) hidden[i] / surface.full(i);
            if (left < options.minVisible() || !loose && share > APART) {
                return false;
            }
            touches |= share > 0.1;
        }
        return touches || !overlap;
    }

    private void shadow(Surface surface, Patch patch, int x, int y, Draw draw) {
        double unit = Math.min(canvas.width(), canvas.height()) / 128.0;
        float strength = (float) draw.uniform(0, 0.5);
        Shadow shadow =
                new Shadow(
                        (int) Math.round(draw.uniform(-3, 3) * unit),
                        (int) Math.round(draw.uniform(0, 4) * unit),
                        Math.max(1, (int) Math.round(draw.uniform(1, 3) * unit)),
                        strength);
        if (strength > 0.05f) {
            surface.shade(patch, x, y, shadow);
        }
    }
}
