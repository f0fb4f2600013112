package io.fovea.language;

import io.fovea.nn.DotProductAttention;
import io.fovea.nn.Sight;
import io.fovea.tensor.DType;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * What the tokens of one pass see, for layers with a sliding window and without. Masks are made
 * once a pass, and none where the kernel can do without.
 */
final class PassSight {

    private final LanguageInput input;
    private final @Nullable Tensor mask;
    private final long earlier;
    private final long rows;
    private final Map<Integer, Sight> windows = new HashMap<>();
    private @Nullable Sight whole;

    PassSight(LanguageInput input) {
        this.input = input;
        mask = input.mask() == null ? null : input.mask().to(input.embeddings().dtype());
        earlier = input.cache() == null ? 0 : input.cache().length();
        rows = input.embeddings().size(1);
    }

    /**
     * What a layer's tokens see.
     *
     * @param window how many tokens back, themselves included; null for all
     */
    Sight within(@Nullable Integer window) {
        if (window == null || earlier + rows <= window) {
            if (whole == null) {
                whole = whole();
            }
            return whole;
        }
        return windows.computeIfAbsent(window, this::windowed);
    }

    private Sight whole() {
        if (mask != null || rows == 1) {
            return Sight.of(mask);
        }
        return earlier == 0 ? Sight.CAUSAL : new Sight.Masked(blocked(columnsAhead(), 0));
    }

    private Sight windowed(int window) {
        if (rows == 1) {
            return new Sight.Newest(
                    window, mask == null ? null : mask.narrow(-1, earlier + 1 - window, window));
        }
        Tensor seen = mask == null ? blocked(columnsAhead(), 0) : mask;
        return new Sight.Masked(seen.add(blocked(ahead().neg(), window - 1)));
    }

    /** How far each key is ahead of each query in the sequence, {@code [1, 1, S, T]}. */
    private Tensor columnsAhead() {
        Tensor columns = Tensor.arange(earlier + rows).to(input.embeddings().device());
        Tensor own = columns.narrow(0, earlier, rows);
        return columns.unsqueeze(0).sub(own.unsqueeze(1)).unsqueeze(0).unsqueeze(0);
    }

    /**
     * The same as windows count it. Positions tell, where the pass has those of all keys: exchanges
     * that are packed into a row are as far from what they share as they would be alone.
     */
    private Tensor ahead() {
        Tensor positions = input.positions();
        if (earlier > 0 || positions.rank() != 2) {
            return columnsAhead();
        }
        return positions.unsqueeze(1).sub(positions.unsqueeze(2)).unsqueeze(1);
    }

    /** Blocks where a distance is more than allowed. */
    private Tensor blocked(Tensor distance, int allowed) {
        return distance.gt(allowed)
                .to(DType.FLOAT32)
                .mul(DotProductAttention.BLOCKED)
                .to(input.embeddings().dtype());
    }
}
