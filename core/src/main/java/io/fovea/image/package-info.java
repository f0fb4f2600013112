/**
 * Pictures: reading them safely, resizing them exactly as Pillow does, the transforms that models
 * ask for (each returns pixels <em>and</em> the map back to the original), and drawing answers on
 * them.
 *
 * <p>In: files, bytes and data-URIs, through {@link io.fovea.image.ImageReader}, as {@link
 * io.fovea.image.Image} (RGB bytes {@code [Y, X, 3]}, upright). Out: {@link
 * io.fovea.image.Transformed} pixels with their {@link io.fovea.geometry.ImageGeometry}; planar
 * floats {@code [C, Y, X]} from {@link io.fovea.image.PixelNormalizer}; and pictures to look at
 * from {@link io.fovea.image.Overlay}, {@link io.fovea.image.Sheet} and {@link
 * io.fovea.image.ImageWriter}. Every failure over a file is an {@link
 * io.fovea.image.ImageException}.
 *
 * <p>The transforms give the numbers of the Hugging Face image processors of CLIP, SigLIP, LLaVA
 * and Bunny; the colours are those of Okabe and Ito (2008).
 *
 * <p>Not here: tensors, which transforms a model wants (its processor knows), what places mean.
 */
@NullMarked
package io.fovea.image;

import org.jspecify.annotations.NullMarked;
