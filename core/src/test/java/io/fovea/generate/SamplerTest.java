package io.fovea.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class SamplerTest {

    private static final float[] SCORES = {
        (float) Math.log(0.5),
        Float.NEGATIVE_INFINITY,
        (float) Math.log(0.3),
        (float) Math.log(0.15),
        (float) Math.log(0.05)
    };

    private static double[] shares(GenerationConfig config) {
        Sampler sampler = Sampler.of(config);
        double[] counts = new double[SCORES.length];
        for (int i = 0; i < 20000; i++) {
            counts[sampler.next(SCORES)] += 1.0 / 20000;
        }
        return counts;
    }

    @Test
    void drawsInProportion() {
        assertThat(shares(new GenerationConfig(1, 1, 1, 7)))
                .containsExactly(new double[] {0.5, 0, 0.3, 0.15, 0.05}, within(0.015));
    }

    @Test
    void aHigherTemperatureFlattens() {
        double[] roots = {Math.sqrt(0.5), 0, Math.sqrt(0.3), Math.sqrt(0.15), Math.sqrt(0.05)};
        double sum = Arrays.stream(roots).sum();
        assertThat(shares(new GenerationConfig(1, 2, 1, 7)))
                .containsExactly(
                        Arrays.stream(roots).map(root -> root / sum).toArray(), within(0.015));
    }

    @Test
    void topPKeepsTheFewestLikeliestThatReachIt() {
        assertThat(shares(new GenerationConfig(1, 1, 0.7, 7)))
                .containsExactly(new double[] {0.625, 0, 0.375, 0, 0}, within(0.015));
    }

    @Test
    void greedyTakesTheFirstOfTheLikeliest() {
        assertThat(Sampler.of(GenerationConfig.GREEDY).next(new float[] {1, 3, 3, 2})).isEqualTo(1);
    }

    @Test
    void oneSeedGivesOneAnswer() {
        Sampler a = Sampler.of(new GenerationConfig(1, 1, 0.9, 3));
        Sampler b = Sampler.of(new GenerationConfig(1, 1, 0.9, 3));
        for (int i = 0; i < 100; i++) {
            assertThat(a.next(SCORES)).isEqualTo(b.next(SCORES));
        }
    }

    @Test
    void badSettingsAreNamed() {
        assertThatThrownBy(() -> new GenerationConfig(0, 0, 1, 0))
                .hasMessageContaining("max_tokens")
                .hasMessageContaining("0");
        assertThatThrownBy(() -> new GenerationConfig(1, -1, 1, 0))
                .hasMessageContaining("temperature")
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> new GenerationConfig(1, Double.NaN, 1, 0))
                .hasMessageContaining("temperature");
        assertThatThrownBy(() -> new GenerationConfig(1, 1, 0, 0)).hasMessageContaining("top_p");
    }
}
