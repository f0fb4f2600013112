/**
 * A place behind one token: PerceptionGPT (arXiv 2311.06612, CVPR 2024). A region (boxes {@code [N,
 * 4]} as CXCYWH fractions of the model's input, coverage {@code [N, 1, G, G]}) becomes an input
 * embedding {@code [N, Dl]}; a hidden state {@code [N, Dl]} and the picture's features {@code [B,
 * P, Dv]} become a box {@code [N, 4]} and mask logits {@code [N, Y, X]}.
 *
 * <p>{@link io.fovea.perception.PerceptionHeads} lists the heads; a new one is a class {@code
 * ...Head} and a line there. The two-way attention is Segment Anything's (arXiv 2304.02643).
 *
 * <p>Which token is read or replaced is the model's business, boxes in pixels are geometry's,
 * losses stand in their own package.
 */
@NullMarked
package io.fovea.perception;

import org.jspecify.annotations.NullMarked;
