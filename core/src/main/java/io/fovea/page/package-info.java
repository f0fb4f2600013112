/**
 * Pages for people: one HTML file that opens without a network, with pictures and plots inside it.
 *
 * <p>In: words, numbers, {@link io.fovea.image.Image}s. Out: the text of a page. Everything that
 * comes from a model or a file is escaped, and the page's own policy forbids it to load or send
 * anything.
 *
 * <p>What does not belong here: what the numbers mean ({@code eval}).
 */
@NullMarked
package io.fovea.page;

import org.jspecify.annotations.NullMarked;
