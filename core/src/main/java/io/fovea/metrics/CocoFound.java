package io.fovea.metrics;

import io.fovea.geometry.Region;

/**
 * An answered thing for {@link CocoAp}; the region's score is the confidence that it is ranked by.
 *
 * @param image number of the picture
 * @param category the kind that it is said to be
 * @param region box, mask and score
 */
public record CocoFound(long image, String category, Region region) {}
