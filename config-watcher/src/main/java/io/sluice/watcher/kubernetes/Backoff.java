package io.sluice.watcher.kubernetes;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Twice as long each time, and never the same for two routers that failed at one moment. Confined to its source's thread. */
final class Backoff {
    private final Patience patience;
    private final RandomGenerator random;
    private int failures;

    Backoff(Patience patience, RandomGenerator random) {
        this.patience = patience;
        this.random = random;
    }

    Duration next() {
        long first = patience.first().toNanos();
        long longest = patience.longest().toNanos();
        long mean = failures >= Long.numberOfLeadingZeros(first) - 1 ? longest : Math.min(first << failures, longest);
        failures++;
        return around(Duration.ofNanos(mean));
    }

    /** As long on average: between half of it and one and a half. */
    Duration around(Duration mean) {
        return Duration.ofNanos((long) (mean.toNanos() * (0.5 + random.nextDouble())));
    }

    /** Attempts that have failed since the last success. */
    int failures() {
        return failures;
    }

    void succeeded() {
        failures = 0;
    }
}
