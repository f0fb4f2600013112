/**
 * A model folder as something that can be asked: a {@link io.fovea.chat.Conversation} about a
 * picture goes in, an {@link io.fovea.chat.Answer} of words and of places on that picture (in
 * pixels of the picture as it was read) comes out. {@link io.fovea.assistant.Assistant} owns the
 * model and the one thread that touches it, so that everyone downstream sees plain Java only and
 * may call it from any thread.
 *
 * <p>No JSON, no drawing, no HTTP, no metrics.
 */
@NullMarked
package io.fovea.assistant;

import org.jspecify.annotations.NullMarked;
