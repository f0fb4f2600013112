package io.fovea.train;

import io.fovea.loss.LossTerms;

import java.util.Map;
import java.util.random.RandomGenerator;

/** A part of what a model is trained for: reads a pass and adds its losses. */
interface Objective {

    /**
     * Adds loss terms.
     *
     * @param random choices of this step
     * @param measures plain numbers for the log, such as accuracies on this batch
     */
    LossTerms add(
            LossTerms terms,
            ForwardPass pass,
            RandomGenerator random,
            Map<String, Measure> measures);

    /**
     * A mean in the making: it is logged as {@code sum / count} over the steps between two lines.
     */
    record Measure(double sum, double count) {

        Measure plus(Measure other) {
            return new Measure(sum + other.sum, count + other.count);
        }

        static void of(Map<String, Measure> measures, String name, boolean hit) {
            measures.merge(name, new Measure(hit ? 1 : 0, 1), Measure::plus);
        }
    }
}
