package io.fovea.eval;

import io.fovea.geometry.Canvas;

import java.util.Optional;

/**
 * What is answered already, and where answers are kept as they come, so that an evaluation that was
 * ended goes on where it stood.
 */
public interface Journal {

    /** Nothing is answered and nothing is kept. */
    Journal NONE =
            new Journal() {
                @Override
                public Optional<Prediction> answered(Item item, Canvas canvas) {
                    return Optional.empty();
                }

                @Override
                public void keep(Prediction prediction) {}
            };

    /**
     * The answer to an item, if it is there.
     *
     * @param canvas of the item's picture, which places lie on
     */
    Optional<Prediction> answered(Item item, Canvas canvas);

    /** Keeps a new answer. */
    void keep(Prediction prediction);
}
