package io.fovea.assistant;

/**
 * Where the time of an answer went, in milliseconds; of answers that were made together, its share.
 *
 * @param prefillMillis reading picture and words, to the first scores
 * @param decodeMillis all tokens of the answer, places included
 * @param totalMillis from the start of the work on the model's thread to the answer; waiting for
 *     the thread is not in it
 * @param tokens of the answer
 */
public record Timing(double prefillMillis, double decodeMillis, double totalMillis, int tokens) {}
