package io.sluice.router.upstream.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectionLimitTest {
    private static final class Waiting implements ConnectionLimit.Applicant {
        private final AtomicInteger ofEndpoint;
        private final Runnable onGranted;

        Waiting(AtomicInteger ofEndpoint, Runnable onGranted) {
            this.ofEndpoint = ofEndpoint;
            this.onGranted = onGranted;
        }

        @Override
        public AtomicInteger ofEndpoint() {
            return ofEndpoint;
        }

        @Override
        public long appliedNanos() {
            return 0;
        }

        @Override
        public void granted() {
            onGranted.run();
        }
    }

    @Test
    void anEndpointWithoutAConnectionMayHaveOneBeyondTheLimit() {
        ConnectionLimit limit = new ConnectionLimit(1);
        AtomicInteger a = new AtomicInteger();
        AtomicInteger b = new AtomicInteger();
        assertThat(limit.take(a)).isTrue();
        assertThat(limit.take(a)).isFalse();
        assertThat(limit.take(b)).isTrue();
        assertThat(limit.take(b)).isFalse();
        limit.giveBack(a);
        assertThat(limit.take(a)).isTrue();
    }

    @Test
    void whoWaitsIsServedBeforeWhoComes() {
        ConnectionLimit limit = new ConnectionLimit(1);
        AtomicInteger endpoint = new AtomicInteger();
        AtomicInteger granted = new AtomicInteger();
        assertThat(limit.take(endpoint)).isTrue();
        limit.apply(new Waiting(endpoint, granted::incrementAndGet));
        assertThat(limit.isSought()).isTrue();
        limit.giveBack(endpoint);
        assertThat(granted).hasValue(1);
        assertThat(limit.isSought()).isFalse();
        assertThat(limit.take(endpoint)).isFalse();
    }

    /** Threads that use connections and wait for them as pools do: at the end all were served, and never too many at once. */
    @Test
    void nobodyIsForgottenAndNobodyTooMany() throws Exception {
        int most = 3;
        int threads = 8;
        int turns = 5_000;
        ConnectionLimit limit = new ConnectionLimit(most);
        AtomicInteger endpoint = new AtomicInteger();
        AtomicInteger inUse = new AtomicInteger();
        AtomicInteger mostInUse = new AtomicInteger();
        List<CountDownLatch> done = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                CountDownLatch served = new CountDownLatch(1);
                done.add(served);
                executor.execute(() -> {
                    for (int turn = 0; turn < turns; turn++) {
                        if (!limit.take(endpoint)) {
                            CountDownLatch granted = new CountDownLatch(1);
                            limit.apply(new Waiting(endpoint, granted::countDown));
                            try {
                                granted.await();
                            } catch (InterruptedException e) {
                                return;
                            }
                        }
                        mostInUse.accumulateAndGet(inUse.incrementAndGet(), Math::max);
                        inUse.decrementAndGet();
                        limit.giveBack(endpoint);
                    }
                    served.countDown();
                });
            }
            for (CountDownLatch served : done) {
                served.await();
            }
        }
        assertThat(endpoint).hasValue(0);
        assertThat(limit.isSought()).isFalse();
        assertThat(mostInUse.get()).isLessThanOrEqualTo(most);
    }
}
