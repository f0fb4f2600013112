package io.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.data.Batch;
import io.fovea.interaction.AskedBatch;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.Close;

import org.junit.jupiter.api.Test;

import java.util.List;

class RequestObjectiveTest {

    private static final int HEADS = 3;
    private static final int SLOTS = 4;
    private static final int PATCHES = 6;

    /** A target on a mask grid of 6 x 6 over patches of 2 x 3. */
    private static Batch.Target target(int patch) {
        float[] coverage = new float[36];
        for (int y = 0; y < 3; y++) {
            for (int x = 0; x < 2; x++) {
                coverage[(patch / 3 * 3 + y) * 6 + patch % 3 * 2 + x] = 1;
            }
        }
        return new Batch.Target(new float[4], coverage, new float[1], false);
    }

    private static Batch.Asked asked(Batch.Target... about) {
        return new Batch.Asked(0, 0, SLOTS, 0, List.of(about));
    }

    @Test
    void theShareIsThatOfTheFirstSlotsOnAllTargetsMeanOverHeads() {
        List<Batch.Asked> requests =
                List.of(asked(target(1)), asked(), asked(target(0), target(5)));
        try (Scope scope = Scope.open()) {
            Tensor shares = new Rng(3).normal(1, 3, HEADS, SLOTS, PATCHES).softmax(-1);
            float[] all = shares.toFloats();
            double[] expected = new double[4];
            int[][] shown = {{1}, {0, 5}};
            int[] request = {0, 2};
            for (int n = 0; n < 2; n++) {
                for (int slot = 0; slot < 2; slot++) {
                    for (int head = 0; head < HEADS; head++) {
                        for (int patch : shown[n]) {
                            int at = ((request[n] * HEADS + head) * SLOTS + slot) * PATCHES + patch;
                            expected[n * 2 + slot] += all[at] / HEADS;
                        }
                    }
                }
            }
            Tensor share =
                    new RequestObjective(new Objectives.Requests(2, 1))
                            .share(new AskedBatch.Looks(requests, shares), 2, 3);
            assertThat(share.dims()).containsExactly(2, 2);
            float[] got = share.toFloats();
            double[] doubles = new double[got.length];
            for (int i = 0; i < got.length; i++) {
                doubles[i] = got[i];
            }
            Close.check("shares", doubles, expected, 1e-6, 0);
        }
    }
}
