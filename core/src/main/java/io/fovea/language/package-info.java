/**
 * Language models: embeddings {@code [B, S, Dl]} in, the states of every layer out; logits on
 * demand. Nothing here knows about images: pictures arrive as embeddings like any others.
 *
 * <p>There is one module, {@link io.fovea.language.Decoder}, and one record that says what it is,
 * {@link io.fovea.language.DecoderConfig}. A family of checkpoints is a file that reads Hugging
 * Face's {@code config.json} into that record, and a line in {@link
 * io.fovea.language.LanguageFamilies}:
 *
 * <ul>
 *   <li>{@code llama}: biases are a choice; linear, dynamic and Llama 3 rotary scaling
 *   <li>{@code mistral}: every layer has a sliding window
 *   <li>{@code qwen2}: biases of queries, keys and values; upper layers may have a window
 *   <li>{@code phi3}: fused weights, LongRoPE, a window
 *   <li>{@code qwen2_vl}: the text side; positions {@code [3, B, S]}
 * </ul>
 */
@NullMarked
package io.fovea.language;

import org.jspecify.annotations.NullMarked;
