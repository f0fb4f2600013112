package io.fovea.data.scenes;

import io.fovea.image.Image;

/**
 * A photograph behind the things.
 *
 * @param image pixels
 * @param source file or name, for attribution
 * @param heldOut kept for the test split
 */
public record Background(Image image, String source, boolean heldOut) {}
