package io.fovea.verify;

import io.fovea.language.LanguageInput;
import io.fovea.language.PaddingMask;
import io.fovea.model.ModelFolder;
import io.fovea.model.VisionLanguageModel;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prompts of different lengths in one batch. */
final class PaddedBatch {

    /** Where the padding stands. */
    enum Side {
        LEFT,
        RIGHT
    }

    private PaddedBatch() {}

    /** Ids, mask and scores (0 at padding), under the names of the expectations. */
    static Map<String, Values> of(ModelFolder.Opened opened, List<int[]> prompts, Side side) {
        int rows = prompts.size();
        int length = prompts.stream().mapToInt(ids -> ids.length).max().orElseThrow();
        Integer pad = opened.processor().tokens().pad();
        long[] ids = new long[rows * length];
        Arrays.fill(ids, pad == null ? 0 : pad);
        long[] mask = new long[rows * length];
        for (int row = 0; row < rows; row++) {
            int[] own = prompts.get(row);
            int from = row * length + (side == Side.LEFT ? length - own.length : 0);
            for (int i = 0; i < own.length; i++) {
                ids[from + i] = own[i];
                mask[from + i] = 1;
            }
        }
        long[] shape = {rows, length};
        Map<String, Values> values = new LinkedHashMap<>();
        values.put("input_ids", Values.of(shape, ids));
        values.put("attention_mask", Values.of(shape, mask));
        values.put("logits", scores(opened.model(), ids, mask, shape));
        return values;
    }

    private static Values scores(VisionLanguageModel model, long[] ids, long[] mask, long[] shape) {
        try (Scope scope = Scope.open()) {
            int length = (int) shape[1];
            PaddingMask present = PaddingMask.of(Tensor.of(mask, shape));
            Tensor embeddings = model.language().embed(Tensor.of(ids, shape));
            Tensor last =
                    model.language()
                            .forward(
                                    new LanguageInput(
                                            embeddings,
                                            present.positions(length),
                                            present.causal(length),
                                            null,
                                            Map.of()))
                            .last();
            Values all = Values.of(model.language().logits(last));
            int width = (int) all.shape()[2];
            for (int i = 0; i < mask.length; i++) {
                if (mask[i] == 0) {
                    Arrays.fill(all.numbers(), i * width, (i + 1) * width, 0);
                }
            }
            return all;
        }
    }
}
