/**
 * The one input and the one output of the system: a {@link io.fovea.chat.Conversation} of turns
 * made of words, pictures and places goes in; an {@link io.fovea.chat.Answer} of words and located
 * regions comes out. A {@link io.fovea.chat.PromptFormat} turns a conversation into prompt text
 * ({@link io.fovea.chat.Rendered}): one of our own templates, or the Jinja template of a Hugging
 * Face folder (run by {@link io.fovea.chat.jinja}). No tensors, no token ids.
 */
@NullMarked
package io.fovea.chat;

import org.jspecify.annotations.NullMarked;
