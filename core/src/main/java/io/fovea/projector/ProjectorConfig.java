package io.fovea.projector;

/**
 * Vision to language.
 *
 * @param type {@code linear} or {@code mlp}
 * @param pooledGrid patches on a side after average pooling, 0 for no pooling
 */
public record ProjectorConfig(String type, int pooledGrid) {

    public ProjectorConfig {
        if (pooledGrid < 0) {
            throw new IllegalArgumentException(
                    "pooled_grid is 0 (no pooling) or a number of patches, got " + pooledGrid);
        }
    }
}
