/**
 * Places in pictures, in plain Java that a person can check by hand: boxes, masks and the
 * invertible map between a picture and what a model saw of it.
 *
 * <p>In: four numbers in anybody's {@link io.fovea.geometry.BoxFormat}, COCO polygons and
 * run-length strings, and a model's mask logits {@code [gridHeight, gridWidth]}. Out: {@link
 * io.fovea.geometry.Box} (always XYXY pixels of a named {@link io.fovea.geometry.Canvas}) and
 * {@link io.fovea.geometry.Mask} (run lengths, column by column), as {@link
 * io.fovea.geometry.Region}s. {@link io.fovea.geometry.ImageGeometry} carries both between the
 * picture and the model's input. Run lengths and polygons follow COCO (Lin et al., 2014,
 * arXiv:1405.0312) to the pixel.
 *
 * <p>Not here: tensors, files, pictures, drawing.
 */
@NullMarked
package io.fovea.geometry;

import org.jspecify.annotations.NullMarked;
