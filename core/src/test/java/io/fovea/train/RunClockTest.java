package io.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.train.RunClock.Mark;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Times of steps between two lines of a log. */
class RunClockTest {

    @Test
    void betweenTwoLinesTimeRunsEvenly() {
        RunClock clock = new RunClock(List.of(new Mark(10, 5, 8), new Mark(30, 25, 12)));
        assertThat(clock.at(5)).contains(new Mark(5, 2.5, 4));
        assertThat(clock.at(10)).contains(new Mark(10, 5, 8));
        assertThat(clock.at(25)).contains(new Mark(25, 20, 11));
        assertThat(clock.at(31)).isEmpty();
    }
}
