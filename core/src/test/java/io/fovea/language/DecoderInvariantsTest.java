package io.fovea.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.nn.Activation;
import io.fovea.nn.KvCache;
import io.fovea.nn.RotaryEmbedding;
import io.fovea.nn.RotaryScaling;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.Close;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** What must hold for every decoder, with a window of 4 tokens in its upper layers and without. */
class DecoderInvariantsTest {

    private static final int LENGTH = 11;
    private static final int WIDTH = 24;
    private static final int WINDOW = 4;

    private enum Windowed {
        NOWHERE,
        ABOVE_THE_FIRST_LAYER,
        EVERYWHERE;

        private DecoderConfig.@Nullable Window window() {
            return switch (this) {
                case NOWHERE -> null;
                case ABOVE_THE_FIRST_LAYER -> new DecoderConfig.Window(WINDOW, 1);
                case EVERYWHERE -> new DecoderConfig.Window(WINDOW, 0);
            };
        }
    }

    private static Decoder decoder(Windowed windowed, RotaryScaling scaling) {
        Decoder decoder =
                new Decoder(
                        new DecoderConfig(
                                20,
                                WIDTH,
                                3,
                                64,
                                1e-5,
                                true,
                                new DecoderConfig.SelfAttention(
                                        4, 2, 6, true, false, windowed.window()),
                                new DecoderConfig.FeedForward(32, Activation.SILU, false),
                                new RotaryEmbedding.Config(100, scaling, List.of()),
                                DecoderConfig.WeightForm.FUSED,
                                LlamaConfig.Initialization.NORMAL));
        decoder.initialize(new Rng(1));
        return decoder;
    }

    private static Decoder decoder(Windowed windowed) {
        return decoder(windowed, new RotaryScaling.Plain());
    }

    private static Tensor embeddings(int rows) {
        return new Rng(2).normal(1, rows, LENGTH, WIDTH);
    }

    private static Tensor pass(
            Decoder decoder, Tensor rows, int earlier, @Nullable Tensor mask, @Nullable KvCache c) {
        int count = (int) rows.size(1);
        Tensor positions =
                Tensor.of(LongStream.range(earlier, earlier + count).toArray(), 1, count)
                        .expand(rows.size(0), count);
        return decoder.forward(new LanguageInput(rows, positions, mask, c, Map.of())).last();
    }

    private static Tensor causal() {
        boolean[][] real = new boolean[1][LENGTH];
        java.util.Arrays.fill(real[0], true);
        return PaddingMask.of(real).causal(LENGTH);
    }

    @Test
    void keepingAFewStatesChangesNothing() {
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                Decoder decoder = decoder(Windowed.ABOVE_THE_FIRST_LAYER)) {
            Tensor at = Tensor.arange(LENGTH).unsqueeze(0);
            LanguageInput all = new LanguageInput(embeddings(1), at, null, null, Map.of());
            LanguageOutput whole = decoder.forward(all);
            LanguageOutput few = decoder.forward(all.only(-2, 1));
            assertThat(whole.states()).hasSize(4);
            assertThat(few.states()).hasSize(2);
            Close.check("last but one", few.states().getFirst(), whole.states().get(2), 0);
            Close.check("first layer", few.states().getLast(), whole.states().get(1), 0);
            Close.check("normed", few.last(), whole.last(), 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void chunksThroughTheCacheAreTheWholeAtOnce(Windowed windowed) {
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                Decoder decoder = decoder(windowed);
                KvCache cache = new KvCache(3, LENGTH)) {
            Tensor rows = embeddings(2);
            Tensor whole = pass(decoder, rows, 0, null, null);
            Close.check("told by a mask", pass(decoder, rows, 0, causal(), null), whole, 1e-5);
            List<Tensor> parts = new ArrayList<>();
            int[] ends = {0, 3, 4, 5, 9, 10, LENGTH};
            for (int i = 1; i < ends.length; i++) {
                parts.add(
                        pass(
                                decoder,
                                rows.narrow(1, ends[i - 1], ends[i] - ends[i - 1]),
                                ends[i - 1],
                                null,
                                cache));
            }
            Close.check("chunks", Tensor.cat(parts, 1), whole, 1e-5);
        }
        try (Scope scope = Scope.open();
                Decoder decoder = decoder(windowed)) {
            Tensor rows = embeddings(2);
            Tensor recorded = pass(decoder, rows, 0, null, null);
            try (Grad off = Grad.off()) {
                Close.check("with gradients", recorded, pass(decoder, rows, 0, null, null), 1e-5);
            }
        }
    }

    @Test
    void aTokenOutsideOfEveryWindowChangesNothing() {
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                Decoder decoder = decoder(Windowed.EVERYWHERE);
                Decoder open = decoder(Windowed.NOWHERE)) {
            Tensor rows = embeddings(1);
            Tensor other =
                    Tensor.cat(
                            List.of(rows.narrow(1, 0, 1).neg(), rows.narrow(1, 1, LENGTH - 1)), 1);
            // Three layers reach 3 * (WINDOW - 1) tokens back.
            int reach = 3 * (WINDOW - 1);
            Tensor before = pass(decoder, rows, 0, null, null);
            Tensor after = pass(decoder, other, 0, null, null);
            Close.checkSame("beyond", tail(after, reach + 1), tail(before, reach + 1));
            assertThat(furthest(after, before, reach)).isGreaterThan(1e-6);
            assertThat(
                            furthest(
                                    pass(open, other, 0, null, null),
                                    pass(open, rows, 0, null, null),
                                    LENGTH - 1))
                    .isGreaterThan(1e-6);
        }
    }

    private static Tensor tail(Tensor states, int from) {
        return states.narrow(1, from, LENGTH - from);
    }

    private static double furthest(Tensor a, Tensor b, int row) {
        return a.select(1, row).sub(b.select(1, row)).abs().max().item();
    }

    @ParameterizedTest
    @EnumSource
    void aRowOfAPaddedBatchIsTheRowAlone(Windowed windowed) {
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                Decoder decoder = decoder(windowed)) {
            int tokens = 8;
            Tensor rows = embeddings(2);
            Tensor alone = pass(decoder, rows.narrow(0, 1, 1).narrow(1, 0, tokens), 0, null, null);
            for (int shift : new int[] {0, LENGTH - tokens}) {
                boolean[][] real = new boolean[2][LENGTH];
                for (int t = 0; t < LENGTH; t++) {
                    real[0][t] = true;
                    real[1][t] = t >= shift && t < shift + tokens;
                }
                Tensor padding = new Rng(9).normal(1, 1, LENGTH - tokens, WIDTH);
                Tensor own = rows.narrow(0, 1, 1).narrow(1, 0, tokens);
                Tensor row =
                        Tensor.cat(shift == 0 ? List.of(own, padding) : List.of(padding, own), 1);
                Tensor batch = Tensor.cat(List.of(rows.narrow(0, 0, 1), row), 0);
                PaddingMask mask = PaddingMask.of(real);
                Tensor out =
                        decoder.forward(
                                        new LanguageInput(
                                                batch,
                                                mask.positions(LENGTH),
                                                mask.causal(LENGTH),
                                                null,
                                                Map.of()))
                                .last();
                Close.check(
                        "shifted by " + shift,
                        out.narrow(0, 1, 1).narrow(1, shift, tokens),
                        alone,
                        1e-5);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void paddedRowsGoOnThroughTheCache(Windowed windowed) {
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                Decoder decoder = decoder(windowed);
                KvCache cache = new KvCache(3, LENGTH)) {
            Tensor rows = embeddings(1);
            Tensor alone = pass(decoder, rows.narrow(1, 2, LENGTH - 2), 0, null, null);
            boolean[][] real = new boolean[1][LENGTH - 4];
            for (int t = 2; t < LENGTH - 4; t++) {
                real[0][t] = true;
            }
            PaddingMask mask = PaddingMask.of(real);
            int from = 0;
            for (int count : new int[] {LENGTH - 4, 1, 2, 1}) {
                mask = from == 0 ? mask : mask.extended(count);
                Tensor out =
                        decoder.forward(
                                        new LanguageInput(
                                                rows.narrow(1, from, count),
                                                mask.positions(count),
                                                mask.causal(count),
                                                cache,
                                                Map.of()))
                                .last();
                from += count;
                Close.check(
                        "up to " + from,
                        out.select(1, count - 1),
                        alone.select(1, from - 1 - 2),
                        1e-5);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPackedIntoARowIsWhatItWouldBeAlone(Windowed windowed) {
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                Decoder decoder = decoder(windowed)) {
            // Columns 0 to 2 are shared, 3 to 6 and 7 to 10 are two ways to go on.
            Tensor rows = embeddings(1);
            float[] mask = new float[LENGTH * LENGTH];
            long[] positions = new long[LENGTH];
            for (int s = 0; s < LENGTH; s++) {
                positions[s] = s < 7 ? s : s - 4;
                for (int t = 0; t < LENGTH; t++) {
                    boolean seen = t <= s && (t < 3 || s < 7 || t >= 7);
                    mask[s * LENGTH + t] = seen ? 0 : -1e9f;
                }
            }
            Tensor packed =
                    decoder.forward(
                                    new LanguageInput(
                                            rows,
                                            Tensor.of(positions, 1, LENGTH),
                                            Tensor.of(mask, 1, 1, LENGTH, LENGTH),
                                            null,
                                            Map.of()))
                            .last();
            Tensor second = Tensor.cat(List.of(rows.narrow(1, 0, 3), rows.narrow(1, 7, 4)), 1);
            Close.check(
                    "the second way",
                    packed.narrow(1, 7, 4),
                    pass(decoder, second, 0, null, null).narrow(1, 3, 4),
                    1e-5);
        }
    }

    @Test
    void keysInTheCacheKeepTheFrequenciesOfTheirTime() {
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                Decoder decoder = decoder(Windowed.NOWHERE, new RotaryScaling.Dynamic(2, 6));
                KvCache cache = new KvCache(3, LENGTH)) {
            Tensor rows = embeddings(1);
            Tensor first = pass(decoder, rows.narrow(1, 0, 6), 0, null, cache);
            Close.check(
                    "up to the length of training",
                    first,
                    pass(decoder, rows.narrow(1, 0, 6), 0, null, null),
                    1e-5);
            Tensor next = pass(decoder, rows.narrow(1, 6, 1), 6, null, cache);
            Tensor whole = pass(decoder, rows.narrow(1, 0, 7), 0, null, null);
            assertThat(furthest(next, whole.narrow(1, 6, 1), 0)).isGreaterThan(1e-5);
        }
    }
}
