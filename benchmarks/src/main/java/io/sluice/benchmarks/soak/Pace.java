package io.sluice.benchmarks.soak;

import java.util.concurrent.TimeUnit;

/** When a request is due, counted from the first one. Nobody waits for an answer before the next is sent. */
sealed interface Pace {
    long dueNanos(int request);

    record Steady(int perSecond) implements Pace {
        @Override
        public long dueNanos(int request) {
            return (long) (request * (1e9 / perSecond));
        }
    }

    /** As fast as answers come. */
    record AtOnce() implements Pace {
        @Override
        public long dueNanos(int request) {
            return 0;
        }
    }

    /** So many at once, then nothing for a while: connections fall idle together. Periods sweep over the mean ± 5 %. */
    record Bursts(int size, long periodMillis) implements Pace {
        @Override
        public long dueNanos(int request) {
            long burst = request / size;
            double sweep = 0.05 * Math.sin(burst * 0.7);
            return (long) ((burst + sweep) * TimeUnit.MILLISECONDS.toNanos(periodMillis));
        }
    }
}
