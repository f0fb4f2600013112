package io.fovea.vision;

import io.fovea.nn.BatchNorm2d;
import io.fovea.nn.Conv2d;
import io.fovea.nn.Init;
import io.fovea.nn.Module;
import io.fovea.tensor.Tensor;

/**
 * A convolutional stem of stride 16: 8x8/4 to 64 channels (kept as the skip), 3x3/2 to 128, a
 * residual block, 3x3/2 to Dv, a residual block. Batch norm after each convolution.
 */
final class ResidualStem extends PatchStem {

    private static final int FIRST = 64;
    private static final int SECOND = 128;

    private final Step first;
    private final Step second;
    private final Residual secondBlock;
    private final Step third;
    private final Residual thirdBlock;

    ResidualStem(int width) {
        first = child("first", new Step(3, FIRST, 8, 4, 2));
        second = child("second", new Step(FIRST, SECOND, 3, 2, 1));
        secondBlock = child("second_block", new Residual(SECOND));
        third = child("third", new Step(SECOND, width, 3, 2, 1));
        thirdBlock = child("third_block", new Residual(width));
    }

    @Override
    Output forward(Tensor pixels) {
        Tensor fine = first.forward(pixels.channelsLast()).relu();
        Tensor middle = secondBlock.forward(second.forward(fine).relu());
        Tensor patches = thirdBlock.forward(third.forward(middle).relu());
        return new Output(patches, fine);
    }

    @Override
    Output forwardFine(Tensor pixels) {
        throw new UnsupportedOperationException(
                "a residual stem has no patch kernel to halve; its skip features are the fine"
                        + " ones");
    }

    @Override
    int skipChannels() {
        return FIRST;
    }

    /** Convolution and batch norm. */
    private static final class Step extends Module {

        private final Conv2d convolution;
        private final BatchNorm2d norm;

        Step(int in, int out, int kernel, int stride, int padding) {
            this(in, out, kernel, stride, padding, Init.ONES);
        }

        Step(int in, int out, int kernel, int stride, int padding, Init normInit) {
            convolution = child("convolution", new Conv2d(in, out, kernel, stride, padding, false));
            norm = child("norm", new BatchNorm2d(out, normInit));
        }

        Tensor forward(Tensor x) {
            return norm.forward(convolution.forward(x));
        }
    }

    /** Two 3x3 steps around a shortcut; begins as the identity. */
    private static final class Residual extends Module {

        private final Step first;
        private final Step second;

        Residual(int channels) {
            first = child("first", new Step(channels, channels, 3, 1, 1));
            second = child("second", new Step(channels, channels, 3, 1, 1, Init.ZEROS));
        }

        Tensor forward(Tensor x) {
            return x.add(second.forward(first.forward(x).relu())).relu();
        }
    }
}
