package io.fovea.data.scenes;

/** Which part of the endless sequence of scenes, and which material it may use. */
public enum Split {
    /** Material and wordings for training only. */
    TRAIN,
    /** The material of training in scenes that training never sees. */
    VALIDATION,
    /**
     * Held-out backgrounds always; held-out cut-outs and wordings for a part of the things and
     * exchanges.
     */
    TEST
}
