package io.sluice.router.telemetry.traffic;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many series there may be: status codes come from the wire, and callers and destinations come and go. Shared; asked only when one
 * is to be made.
 */
final class SeriesLimit {
    private final int most;
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();

    SeriesLimit(int most) {
        this.most = most;
    }

    boolean takes() {
        if (made.incrementAndGet() <= most) {
            return true;
        }
        made.decrementAndGet();
        refused.incrementAndGet();
        return false;
    }

    void giveBack(int series) {
        made.addAndGet(-series);
    }

    /** What was counted in the series for what is too much. */
    long refused() {
        return refused.get();
    }
}
