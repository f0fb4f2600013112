package io.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.testkit.Golden;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LearningRateTest {

    private static final Offset<Double> TINY = Offset.offset(1e-15);

    @Test
    void equalsTheCosineOfTransformers() {
        JsonNode expected =
                Golden.open("adamw_cosine").json("expected.json").get("lr_used_at_step");
        LearningRate rate = new LearningRate(0.01, 5, 20, LearningRate.Decay.COSINE, 0);
        for (int step = 0; step < 20; step++) {
            assertThat(rate.at(step))
                    .as("step %d", step)
                    .isCloseTo(expected.get(step).asDouble(), TINY);
        }
    }

    @Test
    void fallsInALineToTheFloorAndStaysThere() {
        LearningRate rate = new LearningRate(2, 0, 10, LearningRate.Decay.LINEAR, 0.1);
        assertThat(rate.at(0)).isEqualTo(2);
        assertThat(rate.at(5)).isCloseTo(1.1, TINY);
        assertThat(rate.at(10)).isCloseTo(0.2, TINY);
        assertThat(rate.at(1000)).isCloseTo(0.2, TINY);
    }

    @Test
    void staysAtThePeak() {
        LearningRate rate = new LearningRate(2, 4, 4, LearningRate.Decay.CONSTANT, 0);
        assertThat(rate.at(3)).isEqualTo(1.5);
        assertThat(rate.at(4)).isEqualTo(2);
        assertThat(rate.at(400)).isEqualTo(2);
    }

    @Test
    void refusesWhatIsNoSchedule() {
        assertThatThrownBy(() -> new LearningRate(0.1, 11, 10, LearningRate.Decay.LINEAR, 0))
                .hasMessageContaining("11 of 10");
        assertThatThrownBy(() -> new LearningRate(Double.NaN, 1, 10, LearningRate.Decay.LINEAR, 0))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> new LearningRate(1, 1, 10, LearningRate.Decay.LINEAR, 2))
                .hasMessageContaining("0..1");
    }
}
