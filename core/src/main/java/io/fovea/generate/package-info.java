/**
 * Answers token by token: a prompt's embeddings {@code [1, S, Dl]} go through the language model
 * once with a {@link io.fovea.nn.KvCache}, then one token a step. A {@link
 * io.fovea.generate.Sampler} picks each token from its scores {@code [V]}, a {@link
 * io.fovea.generate.StopRule} ends the answer, and a {@link io.fovea.generate.ReadoutHandler} is
 * called at the tokens it listens to: it reads the hidden state {@code [1, Dl]} and may write the
 * embeddings that follow (the feed-back of PerceptionGPT, arXiv 2311.06612; the answers of LMEye,
 * arXiv 2305.03701).
 *
 * <p>Several answers are made in step: each prompt is read alone, then every step reads one token
 * of each, in a cache whose rows end in the same column.
 *
 * <p>Which modules read and write stands downstream; words and pictures become prompts in {@code
 * model}. Nothing here decodes text.
 */
@NullMarked
package io.fovea.generate;

import org.jspecify.annotations.NullMarked;
