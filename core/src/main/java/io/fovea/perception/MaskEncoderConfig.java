package io.fovea.perception;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The sizes of a {@link MaskEncoder}.
 *
 * @param grid G: side of the coverage grid that comes in
 * @param stemChannels channels after the first convolution, which halves the grid
 * @param stemKernel side of its kernel, odd
 * @param pool whether a max-pool halves the grid once more
 * @param stageChannels channels of each stage; every stage after the first halves the grid
 * @param blocksPerStage residual blocks in a stage
 * @param innerWidth width between the two linear layers at the end
 */
public record MaskEncoderConfig(
        int grid,
        int stemChannels,
        int stemKernel,
        boolean pool,
        List<Integer> stageChannels,
        int blocksPerStage,
        int innerWidth) {

    public MaskEncoderConfig {
        stageChannels = List.copyOf(stageChannels);
        Shapes.positive("stem_channels", stemChannels);
        Shapes.positive("blocks_per_stage", blocksPerStage);
        Shapes.positive("inner_width", innerWidth);
        if (stemKernel < 1 || stemKernel % 2 == 0) {
            throw new IllegalArgumentException("stem_kernel must be odd, got " + stemKernel);
        }
        if (stageChannels.isEmpty()) {
            throw new IllegalArgumentException("stage_channels must name at least one stage");
        }
        stageChannels.forEach(channels -> Shapes.positive("each of stage_channels", channels));
        int shrink = shrink(pool, stageChannels.size());
        if (grid < shrink || grid % shrink != 0) {
            throw new IllegalArgumentException(
                    "grid must be a multiple of "
                            + shrink
                            + ", by which the stages shrink it, got "
                            + grid);
        }
    }

    private static int shrink(boolean pool, int stages) {
        return (pool ? 4 : 2) << Math.min(20, stages - 1);
    }

    /** Side of the grid after the last stage. */
    int lastGrid() {
        return grid / shrink(pool, stageChannels.size());
    }

    /** Numbers that the last stage gives for one mask. */
    int flatWidth() {
        return stageChannels.getLast() * lastGrid() * lastGrid();
    }

    /** The paper's, in proportion to a decoder's width, for a grid that is a multiple of 8. */
    static MaskEncoderConfig sized(int grid, int width) {
        int stages = 2;
        while (stages < 4
                && grid % shrink(true, stages + 1) == 0
                && grid / shrink(true, stages) > 7) {
            stages++;
        }
        int channels = Math.max(8, width / 16);
        List<Integer> all = new ArrayList<>(Collections.nCopies(stages, channels));
        if (grid / shrink(true, stages) > 16) {
            all.set(stages - 1, Math.max(8, channels / 4));
        }
        return new MaskEncoderConfig(
                grid, Math.max(8, width / 32), 7, true, all, 2, Math.max(64, width / 2));
    }

    /** 256 x 256 in, 64 x 8 x 8 after four stages, as in the paper's code. */
    static MaskEncoderConfig paper() {
        return new MaskEncoderConfig(256, 32, 7, true, List.of(64, 64, 64, 64), 2, 512);
    }
}
