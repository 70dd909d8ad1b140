package io.sluice.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void requestsAreEvenlySpacedFromTheBegin() {
        Schedule schedule = Schedule.of(5_000, 1_000, 2_000_000_000);

        assertThat(schedule.intendedNanos(0)).isEqualTo(5_000);
        assertThat(schedule.intendedNanos(1)).isEqualTo(1_005_000);
        assertThat(schedule.intendedNanos(1_999)).isEqualTo(1_999_005_000);
    }

    @Test
    void itHoldsAsManyRequestsAsFitTheDuration() {
        assertThat(Schedule.of(0, 24_915.5, 2_000_000_000).requests()).isEqualTo(49_831);
    }

    @Test
    void roundingDoesNotAddUp() {
        assertThat(Schedule.of(0, 3, 1).intendedNanos(3_000_000)).isEqualTo(1_000_000_000_000_000L);
    }
}
