/**
 * The one input and the one output of the system: a {@link io.fovea.chat.Conversation} of turns
 * made of words, pictures and places goes in; an {@link io.fovea.chat.Answer} of words and located
 * regions comes out. Chat templates turn a conversation into prompt text. No tensors, no token ids.
 */
@NullMarked
package io.fovea.chat;

import org.jspecify.annotations.NullMarked;
