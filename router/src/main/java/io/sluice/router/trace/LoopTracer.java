package io.sluice.router.trace;

import io.sluice.table.policy.Tracing;
import java.util.SplittableRandom;

/** The spans of one event loop. Confined to it, but for what it counts. */
public final class LoopTracer {
    private static final int MOST_WAITING = 2048;
    private static final int MILLION = 1_000_000;

    final SpanRing ring = new SpanRing(MOST_WAITING);
    final SpanLayout layout;
    private final int sharePerMillion;

    /** Not the one that routes draw from: a run with a seed repeats exactly, whether it is traced or not. */
    private final SplittableRandom random = new SplittableRandom();

    /** By turns, as the access log's. */
    private int share;

    private volatile long dropped;

    LoopTracer(Tracing tracing) {
        layout = new SpanLayout(tracing.tags());
        sharePerMillion = tracing.sharePerMillion();
    }

    /** For one exchange at a time. */
    public ExchangeTrace trace() {
        return new ExchangeTrace(this);
    }

    boolean begins() {
        share += sharePerMillion;
        if (share < MILLION) {
            return false;
        }
        share -= MILLION;
        return true;
    }

    /** Never 0, which means none. */
    long draw() {
        long drawn = random.nextLong();
        return drawn == 0 ? 1 : drawn;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // its loop alone counts
    void take(SpanNote note) {
        if (!ring.offer(note)) {
            dropped++;
        }
    }

    long dropped() {
        return dropped;
    }
}
