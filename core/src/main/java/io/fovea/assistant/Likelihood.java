package io.fovea.assistant;

/**
 * How likely a model finds an answer that was given to it.
 *
 * @param logProbability sum of the natural logarithms of the probabilities of its tokens, the end
 *     of the answer left out
 * @param tokens how many tokens it is
 */
public record Likelihood(double logProbability, int tokens) {}
