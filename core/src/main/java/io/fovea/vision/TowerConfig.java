package io.fovea.vision;

/** A tower of a Hugging Face checkpoint. */
public sealed interface TowerConfig permits EncoderTowerConfig, Qwen2VisionConfig {

    /** The blocks. */
    EncoderConfig encoder();

    /** Side of a patch in pixels. */
    int patchSize();
}
