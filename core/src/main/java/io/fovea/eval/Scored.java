package io.fovea.eval;

/** A prediction and its judgement. */
public record Scored(Prediction prediction, Score score) {

    Item item() {
        return prediction.item();
    }
}
