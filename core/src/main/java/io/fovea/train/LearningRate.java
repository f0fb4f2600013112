package io.fovea.train;

/**
 * The learning rate as a pure function of the step: it rises in a straight line from 0 to the peak
 * over the warm-up, then falls to a floor. The cosine form with floor 0 is {@code
 * get_cosine_schedule_with_warmup} of huggingface/transformers.
 *
 * @param peak rate after the warm-up
 * @param warmupSteps steps of the rise; the rate of step 0 is 0 unless this is 0
 * @param totalSteps the step at which the floor is reached; later steps stay there
 * @param decay form of the fall
 * @param floorFraction the floor as a share of the peak, in 0..1
 */
public record LearningRate(
        double peak, long warmupSteps, long totalSteps, Decay decay, double floorFraction) {

    /** How the rate falls after the warm-up. */
    public enum Decay {
        CONSTANT,
        LINEAR,
        COSINE
    }

    public LearningRate {
        if (!(peak > 0) || Double.isInfinite(peak)) {
            throw new IllegalArgumentException(
                    "the peak learning rate must be above 0, got " + peak);
        }
        if (warmupSteps < 0 || totalSteps < 1 || warmupSteps > totalSteps) {
            throw new IllegalArgumentException(
                    "a schedule needs 0 <= warm-up steps <= total steps and at least one"
                            + " step, got "
                            + warmupSteps
                            + " of "
                            + totalSteps);
        }
        if (!(floorFraction >= 0 && floorFraction <= 1)) {
            throw new IllegalArgumentException(
                    "the floor is a fraction of the peak in 0..1, got " + floorFraction);
        }
    }

    /** The rate of a step, counted from 0. */
    public double at(long step) {
        if (step < 0) {
            throw new IllegalArgumentException("steps are counted from 0, got " + step);
        }
        if (step < warmupSteps) {
            return peak * step / warmupSteps;
        }
        double progress =
                Math.min(1, (double) (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
        double remaining =
                switch (decay) {
                    case CONSTANT -> 1;
                    case LINEAR -> 1 - progress;
                    case COSINE -> 0.5 * (1 + Math.cos(Math.PI * progress));
                };
        return peak * (floorFraction + (1 - floorFraction) * remaining);
    }
}
