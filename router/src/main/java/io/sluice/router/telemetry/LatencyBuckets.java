package io.sluice.router.telemetry;

import java.util.concurrent.TimeUnit;

/** Upper bounds of the latency histogram: Istio's, so that dashboards fit. */
final class LatencyBuckets {
    private static final double[] BOUNDS_MILLIS = {
        0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000, 60000, 300000, 600000, 1800000, 3600000
    };
    private static final long[] BOUNDS_NANOS = nanos();

    /** Of the last bucket, which has no bound. */
    static final int OVERFLOW = BOUNDS_MILLIS.length;

    static final int COUNT = OVERFLOW + 1;

    private LatencyBuckets() {}

    static int of(long nanos) {
        int bucket = 0;
        while (bucket < OVERFLOW && nanos > BOUNDS_NANOS[bucket]) {
            bucket++;
        }
        return bucket;
    }

    static double boundMillis(int bucket) {
        return bucket == OVERFLOW ? Double.POSITIVE_INFINITY : BOUNDS_MILLIS[bucket];
    }

    private static long[] nanos() {
        long[] nanos = new long[BOUNDS_MILLIS.length];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = (long) (BOUNDS_MILLIS[i] * TimeUnit.MILLISECONDS.toNanos(1));
        }
        return nanos;
    }
}
