package io.fovea.tuning;

/** What a weight of a model belongs to, whatever its family calls it. */
public enum Part {
    /** All weights; a rule for it counts less than one for anything else. */
    EVERYTHING(0),
    /** Tower and projector. */
    VISION(1),
    /** Embeddings, layers and head. */
    LANGUAGE(1),
    TOWER(2),
    /**
     * What joins the tower to the language model, learned fusions of the tower's layers included.
     */
    PROJECTOR(2),
    /** The embeddings of the vocabulary. */
    EMBEDDINGS(2),
    /** The layers of the language model. */
    LAYERS(2),
    /** The last norm of the language model and the scores of the vocabulary. */
    HEAD(2),
    /** Modules attached to a model, such as the perception head. */
    EXTENSIONS(2),
    /** Low-rank weights beside linear layers, wherever they stand. */
    ADAPTER(2);

    private final int narrowness;

    Part(int narrowness) {
        this.narrowness = narrowness;
    }

    int narrowness() {
        return narrowness;
    }

    /** Whether a weight of a part that cannot be divided belongs to this one. */
    boolean holds(Part leaf) {
        return switch (this) {
            case EVERYTHING -> leaf != ADAPTER;
            case VISION -> leaf == TOWER || leaf == PROJECTOR;
            case LANGUAGE -> leaf == EMBEDDINGS || leaf == LAYERS || leaf == HEAD;
            case TOWER, PROJECTOR, EMBEDDINGS, LAYERS, HEAD, EXTENSIONS, ADAPTER -> leaf == this;
        };
    }
}
