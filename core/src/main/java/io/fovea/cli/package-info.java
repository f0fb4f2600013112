/**
 * The command line: one picocli class for each verb. In: arguments and files. Out: text or JSON on
 * standard output, errors as one line on standard error, pictures with places drawn on them, an
 * exit code ({@link io.fovea.cli.ExitCodes}). Boxes and masks are in pixels of the picture as it is
 * seen (EXIF turned).
 *
 * <p>It reads, prints and draws; it computes nothing: that belongs to {@code assistant}, {@code
 * train} and {@code eval}. Nothing imports this package.
 */
@NullMarked
package io.fovea.cli;

import org.jspecify.annotations.NullMarked;
