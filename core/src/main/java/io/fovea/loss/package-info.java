/**
 * Losses: tensors of predictions and targets come in, one scalar comes out, with a gradient to the
 * predictions. Words (logits {@code [N, V]}), boxes ({@code [N, 4]} as CXCYWH fractions) and masks
 * ({@code [N, Y, X]}) each have one.
 *
 * <p>A loss knows no model, no batch layout and no schedule. An empty set of targets costs 0 and
 * still has a gradient (of zeros), so that a batch without places trains as any other. Forms and
 * weights used by PerceptionGPT (arXiv 2311.06612), DETR (arXiv 2005.12872) and LISA (arXiv
 * 2308.00692) are settings of the same classes.
 */
@NullMarked
package io.fovea.loss;

import org.jspecify.annotations.NullMarked;
