package io.sluice.router.upstream.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeepAliveTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long HOUR = 3_600 * SECOND;
    private static final long NEVER = Long.MAX_VALUE;

    private final KeepAlive endpoint = new KeepAlive();

    @Test
    void nothingIsKnownOfOneThatHasClosedNothing() {
        assertThat(endpoint.known()).isFalse();
        assertThat(endpoint.limitNanos(0)).isEqualTo(NEVER);
    }

    @Test
    void theShortestTimeHoldsLessAMargin() {
        endpoint.closedAfter(5 * SECOND, 0);
        assertThat(endpoint.limitNanos(0)).isEqualTo(4_500 * MILLI);
        endpoint.closedAfter(7 * SECOND, 0);
        assertThat(endpoint.limitNanos(0)).isEqualTo(4_500 * MILLI);
        endpoint.closedAfter(300 * MILLI, 0);
        assertThat(endpoint.limitNanos(0)).isEqualTo(250 * MILLI);
    }

    @Test
    void aConnectionThatHasHardlyIdledTellsNothing() {
        endpoint.closedAfter(249 * MILLI, 0);
        assertThat(endpoint.known()).isFalse();
    }

    @Test
    void whatItSaysCountsAsWhatItShows() {
        endpoint.said(5, 0);
        assertThat(endpoint.limitNanos(0)).isEqualTo(4_500 * MILLI);
        endpoint.said(75, 0);
        assertThat(endpoint.limitNanos(0)).isEqualTo(4_500 * MILLI);
    }

    @Test
    void isForgottenAfterAnHourAndMayBeLearnedAnew() {
        endpoint.closedAfter(SECOND, 0);
        assertThat(endpoint.limitNanos(HOUR)).isEqualTo(900 * MILLI);
        assertThat(endpoint.limitNanos(HOUR + 1)).isEqualTo(NEVER);
        assertThat(endpoint.known()).isFalse();
        endpoint.closedAfter(2 * SECOND, HOUR + 2);
        assertThat(endpoint.limitNanos(2 * HOUR)).isEqualTo(1_800 * MILLI);
    }

    @Test
    void isForgottenOfOneThatCannotBeReached() {
        endpoint.closedAfter(SECOND, 0);
        endpoint.forget();
        assertThat(endpoint.known()).isFalse();
    }
}
