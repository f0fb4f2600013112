/**
 * Data sets as other people publish them, and our own simple one: each format is a file here and a
 * line in {@link io.fovea.data.sets.DataFormats}.
 *
 * <p>In: a {@link io.fovea.data.sets.DataSpec} such as {@code coco:instances.json,images=DIR}. Out:
 * a {@link io.fovea.data.Dataset}, pure and without tensors: a sample is a picture with everything
 * asked about it, or words alone; at most {@code dialogues} exchanges in each, so that a picture
 * with more becomes several samples. What is broken is noted with file and line in {@link
 * io.fovea.data.files.Findings} and left out.
 *
 * <p>Metrics, training and drawing do not belong here.
 */
@NullMarked
package io.fovea.data.sets;

import org.jspecify.annotations.NullMarked;
