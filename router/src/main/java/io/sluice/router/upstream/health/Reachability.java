package io.sluice.router.upstream.health;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether an endpoint can be connected to, as far as attempts have shown. One that cannot is passed by while there are others;
 * when its time is over one request tries it, the others still pass by. The time doubles with every failure and ends with the
 * first success. Nobody is ever asked for this alone. <em>Shared</em>: while all is well, event loops only read.
 */
public final class Reachability {
    /** A connect that fails once may be chance, and routes without retries are to see what is (reliability.md §3.3). */
    private static final int FAILURES = 3;

    private static final long LEAST_NANOS = 1_000_000_000L;
    private static final long MOST_NANOS = 30_000_000_000L;

    /** 0 = it is not passed by. */
    private final AtomicLong untilNanos = new AtomicLong();

    private final AtomicInteger failures = new AtomicInteger();

    /** Whether a request is to look for another; one that is not told so may be the one that tries. */
    public boolean avoided(long nowNanos) {
        long until = untilNanos.get();
        if (until == 0) {
            return false;
        }
        return nowNanos - until < 0 || !untilNanos.compareAndSet(until, later(nowNanos));
    }

    /** Cheap: to be asked before a clock is. */
    public boolean sound() {
        return untilNanos.get() == 0;
    }

    public void succeeded() {
        if (failures.getPlain() != 0) {
            failures.set(0);
            untilNanos.set(0);
        }
    }

    public void failed(long nowNanos) {
        if (failures.incrementAndGet() >= FAILURES) {
            untilNanos.set(later(nowNanos));
        }
    }

    private long later(long nowNanos) {
        int doublings = Math.min(Math.max(failures.get() - FAILURES, 0), 5);
        long until = nowNanos + Math.min(LEAST_NANOS << doublings, MOST_NANOS);
        return until == 0 ? 1 : until;
    }
}
