/**
 * The command line: one picocli class for each verb. It prints, draws and sets exit codes; it computes nothing. Nothing
 * imports it.
 */
@NullMarked
package io.fovea.cli;

import org.jspecify.annotations.NullMarked;
