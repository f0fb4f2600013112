package io.fovea.language;

import io.fovea.tensor.Tensor;

import java.util.List;

/**
 * What a pass computed.
 *
 * @param states those that were asked for, by default the embeddings and the output of every layer,
 *     {@code [B, S, Dl]} each
 * @param last the last layer's states after the final norm: what logits and readouts are made of
 */
public record LanguageOutput(List<Tensor> states, Tensor last) {

    public LanguageOutput {
        states = List.copyOf(states);
    }
}
