package io.sluice.router.telemetry.history;

import io.sluice.router.telemetry.ExchangeMeter;
import io.sluice.router.telemetry.traffic.Buckets;

/** What a meter shows at a moment, or what was added between two. Confined to whoever holds the lock of {@link History}. */
final class Counts {
    final long[] classes = new long[ExchangeMeter.STATUS_CLASSES];
    final long[] buckets = new long[Buckets.MILLIS.count()];

    void clear() {
        java.util.Arrays.fill(classes, 0);
        java.util.Arrays.fill(buckets, 0);
    }

    void add(Counts other) {
        for (int i = 0; i < classes.length; i++) {
            classes[i] += other.classes[i];
        }
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] += other.buckets[i];
        }
    }

    /** Becomes what a meter has counted since {@code seen}, which moves on to now. */
    void since(Counts seen, ExchangeMeter meter) {
        for (int i = 0; i < classes.length; i++) {
            long now = meter.count(i);
            classes[i] = now - seen.classes[i];
            seen.classes[i] = now;
        }
        for (int i = 0; i < buckets.length; i++) {
            long now = meter.bucket(i);
            buckets[i] = now - seen.buckets[i];
            seen.buckets[i] = now;
        }
    }

    long requests() {
        long sum = 0;
        for (long count : classes) {
            sum += count;
        }
        return sum;
    }

    /**
     * Milliseconds within which a share of the requests was answered, as {@code histogram_quantile} has it: straight between the bounds
     * of its bucket. NaN = there was none.
     */
    double quantile(double share) {
        long total = 0;
        for (long count : buckets) {
            total += count;
        }
        if (total == 0) {
            return Double.NaN;
        }
        double rank = share * total;
        double below = 0;
        long passed = 0;
        for (int i = 0; i < buckets.length; i++) {
            double bound = Buckets.MILLIS.bound(i);
            if (passed + buckets[i] >= rank && buckets[i] > 0) {
                // What has no bound is as long as the last that has one.
                return Double.isInfinite(bound) ? below : below + (bound - below) * (rank - passed) / buckets[i];
            }
            passed += buckets[i];
            below = bound;
        }
        return below;
    }
}
