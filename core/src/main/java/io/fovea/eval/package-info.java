/**
 * How good a model is, in numbers that can be checked: a data set is asked through an {@link
 * io.fovea.eval.Answerer}, each answer is scored against the truth, and the scores become a report.
 *
 * <p>In: {@link io.fovea.data.Sample}s with their exchanges, and anything that turns a conversation
 * into an answer. Out: {@link io.fovea.eval.Prediction}s (one line each in {@code
 * predictions.jsonl}, which is the journal that a killed evaluation goes on from), an {@link
 * io.fovea.eval.EvalReport} (JSON, Markdown, one HTML file) and a sheet of pictures. The data flow
 * is {@code Sample -> Item -> Prediction -> Score -> Table}; {@link io.fovea.eval.Comparison} sets
 * several reports side by side. What is measured follows from an exchange's kind, or from its data
 * set's {@link io.fovea.data.AnswerTags}.
 *
 * <p>Nearly every estimate is a ratio of two sums over items; each carries n and a bootstrap 95 %
 * interval that resamples whole pictures, since questions about one picture are not independent.
 * Answers of a wrong form are counted as wrong and reported, never dropped.
 *
 * <p>Metrics follow PerceptionGPT (REC accuracy: IoU above 0.5, strictly) and LISA (cIoU, gIoU).
 * What does not belong here: tensors, models, training.
 */
@NullMarked
package io.fovea.eval;

import org.jspecify.annotations.NullMarked;
