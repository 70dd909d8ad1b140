package io.sluice.router.telemetry.traffic;

import java.util.concurrent.TimeUnit;

/** Upper bounds of a histogram, and the unit in which it is filled. Immutable. */
public final class Buckets {
    /** Envoy's, which Istio uses for times and sizes alike. */
    private static final double[] ISTIO = {
        0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000, 60000, 300000, 600000, 1800000, 3600000
    };

    private static final double[] SELDON = {0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10};

    private static final double[] OVERHEADS = {
        0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1
    };

    /** Shown in milliseconds, filled with nanoseconds. */
    public static final Buckets MILLIS = new Buckets(ISTIO, TimeUnit.MILLISECONDS.toNanos(1));

    static final Buckets BYTES = new Buckets(ISTIO, 1);

    /** Shown in seconds, filled with nanoseconds. */
    static final Buckets SECONDS = new Buckets(SELDON, TimeUnit.SECONDS.toNanos(1));

    /** The same, for times that are short. */
    public static final Buckets OVERHEAD = new Buckets(OVERHEADS, TimeUnit.SECONDS.toNanos(1));

    private final double[] shown;
    private final long[] bounds;
    private final double unit;

    private Buckets(double[] shown, long unit) {
        this.shown = shown;
        this.unit = unit;
        bounds = new long[shown.length];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = (long) (shown[i] * unit);
        }
    }

    /** The last of them has no bound. */
    public int count() {
        return bounds.length + 1;
    }

    public int of(long value) {
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        return bucket;
    }

    public double bound(int bucket) {
        return bucket == shown.length ? Double.POSITIVE_INFINITY : shown[bucket];
    }

    /** A sum as it is shown. */
    public double shown(long sum) {
        return sum / unit;
    }
}
