package io.fovea.eval;

/**
 * A number with its uncertainty.
 *
 * @param value the estimate
 * @param low lower end of the bootstrap 95 % interval
 * @param high upper end; equal to the value when nothing varies (all right, or a single picture)
 * @param n items it rests on
 */
public record Estimate(double value, double low, double high, int n) {}
