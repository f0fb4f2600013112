/**
 * Language models: embeddings {@code [B, S, Dl]} in, the states of every layer out; logits on
 * demand. One file for each family and one line in {@link io.fovea.language.LanguageModels}.
 * Nothing here knows about images: pictures arrive as embeddings like any others.
 */
@NullMarked
package io.fovea.language;

import org.jspecify.annotations.NullMarked;
