package io.sluice.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuTimeTest {
    private static final long MILLIS = 1_000_000;
    private static final CpuTime BEGIN = new CpuTime(700 * MILLIS, 700 * MILLIS, 1);

    @Test
    void theExactClockCounts() {
        assertThat(new CpuTime(1_004 * MILLIS, 1_000 * MILLIS, 1).nanosSince(BEGIN))
                .isEqualTo(304 * MILLIS);
    }

    @Test
    void ticksMayRoundUpWithoutBeingBelieved() {
        assertThat(new CpuTime(1_001 * MILLIS, 1_030 * MILLIS, 1).nanosSince(BEGIN))
                .isEqualTo(301 * MILLIS);
    }

    @Test
    void aThreadThatEndedIsRememberedByTheTicks() {
        assertThat(new CpuTime(900 * MILLIS, 1_000 * MILLIS, 1).nanosSince(BEGIN))
                .isEqualTo(300 * MILLIS);
    }

    @Test
    void withoutSchedstatTheTicksCount() {
        assertThat(new CpuTime(0, 1_000 * MILLIS, 1).nanosSince(new CpuTime(0, 700 * MILLIS, 1)))
                .isEqualTo(300 * MILLIS);
    }
}
