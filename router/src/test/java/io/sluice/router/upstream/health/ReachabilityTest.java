package io.sluice.router.upstream.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReachabilityTest {
    private static final long SECOND = 1_000_000_000L;
    private final Reachability endpoint = new Reachability();

    private void fail(int times, long now) {
        for (int i = 0; i < times; i++) {
            endpoint.failed(now);
        }
    }

    @Test
    void twoFailuresMayBeChanceAndThreeAreNot() {
        fail(2, 0);
        assertThat(endpoint.sound()).isTrue();
        fail(1, 0);
        assertThat(endpoint.sound()).isFalse();
        assertThat(endpoint.avoided(SECOND - 1)).isTrue();
    }

    @Test
    void whenItsTimeIsOverOneTriesItAndTheOthersPassBy() {
        fail(3, 0);
        assertThat(endpoint.avoided(SECOND)).isFalse();
        assertThat(endpoint.avoided(SECOND)).isTrue();
        endpoint.succeeded();
        assertThat(endpoint.sound()).isTrue();
        fail(2, 2 * SECOND);
        assertThat(endpoint.sound()).isTrue();
    }

    @Test
    void theTimeDoublesUpToHalfAMinute() {
        fail(3, 0);
        long now = 0;
        for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            assertThat(endpoint.avoided(now + seconds * SECOND - 1)).isTrue();
            now += seconds * SECOND;
            assertThat(endpoint.avoided(now)).isFalse();
            fail(1, now);
        }
    }
}
