package io.fovea.model;

import io.fovea.model.images.ImageGrid;
import io.fovea.model.images.PreparedImage;

import java.util.List;

/**
 * M-RoPE positions (Qwen2-VL, Wang et al. 2024): words count on in time, row and column alike; the
 * tokens of a picture stay at one time and count rows and columns from there; what follows goes on
 * after the largest.
 *
 * @param imageToken id of the image token
 */
record GridPositions(int imageToken) implements PositionRule {

    @Override
    public PromptPositions of(int[] ids, List<PreparedImage> pictures) {
        long[][] axes = new long[3][ids.length];
        long next = 0;
        int picture = 0;
        int at = 0;
        while (at < ids.length) {
            if (ids[at] == imageToken) {
                ImageGrid.Patches grid = (ImageGrid.Patches) pictures.get(picture++).grid();
                int merge = grid.cut().merge();
                int rows = grid.rows() / merge;
                int columns = grid.columns() / merge;
                for (int i = 0; i < rows * columns; i++, at++) {
                    axes[0][at] = next;
                    axes[1][at] = next + i / columns;
                    axes[2][at] = next + i % columns;
                }
                next += Math.max(rows, columns);
            } else {
                for (long[] axis : axes) {
                    axis[at] = next;
                }
                next++;
                at++;
            }
        }
        return new PromptPositions(axes, next);
    }
}
