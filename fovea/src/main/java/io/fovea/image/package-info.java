/**
 * Pictures: reading them safely, resizing them exactly as PIL does, the transforms that models ask for (each returns
 * pixels <em>and</em> the map back to the original), and drawing answers on them. No tensors.
 */
@NullMarked
package io.fovea.image;

import org.jspecify.annotations.NullMarked;
