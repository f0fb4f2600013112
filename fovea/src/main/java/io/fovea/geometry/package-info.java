/**
 * Places in pictures, in plain Java that a person can check by hand: boxes, masks and the invertible map between a
 * picture and what a model saw of it. No tensors, no files, no pictures.
 */
@NullMarked
package io.fovea.geometry;

import org.jspecify.annotations.NullMarked;
