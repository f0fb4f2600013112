/**
 * Data sets: where samples come from, how they are mixed and how they become batches. A {@link
 * io.fovea.data.Dataset} is pure and knows no tensors; the collator is the only code that pads.
 */
@NullMarked
package io.fovea.data;

import org.jspecify.annotations.NullMarked;
