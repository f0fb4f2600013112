/**
 * Vision towers: pixels {@code [B, C, Y, X]} in, the states of every layer {@code [B, P, Dv]} out,
 * and learned fusion of those layers. One file for each family and one line in {@link
 * io.fovea.vision.VisionTowers}. A tower knows neither words nor heads.
 */
@NullMarked
package io.fovea.vision;

import org.jspecify.annotations.NullMarked;
