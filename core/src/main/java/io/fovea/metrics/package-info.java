/**
 * What others measure by: published metrics as plain functions of answers and truths.
 *
 * <p>In: words, lists of words, boxes and masks. Out: numbers, most of them from 0 to 1, and counts
 * that add up over items, so that a bootstrap can weigh items anew. Each file is one metric, says
 * where its definition comes from, and is compared with numbers that the definition's own code made
 * (or says that it is not).
 *
 * <p>What does not belong here: data sets, models, reports, intervals ({@code eval}).
 */
@NullMarked
package io.fovea.metrics;

import org.jspecify.annotations.NullMarked;
