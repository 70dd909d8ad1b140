package io.sluice.router.upstream.health;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long an endpoint keeps a connection that idles, as far as it has shown by closing one, or has said
 * ({@code keep-alive: timeout}). A request that meets such a close on its way cannot be told from one that was executed, so it
 * fails: connections are let go before (reliability.md §5.2). <em>Shared</em>: event loops only read until something is learned.
 */
public final class KeepAlive {
    /** Who closes sooner does not do so because nobody asked. */
    private static final long LEAST_IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** The way there and back, and a loop that is late, on either side. */
    private static final long LEAST_MARGIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** A process that ended closed its connections too: what was learned from that is not to hold for ever. */
    private static final long REMEMBERED_NANOS = TimeUnit.HOURS.toNanos(1);

    /** 0 = nothing is known. */
    private final AtomicLong limitNanos = new AtomicLong();

    private volatile long sinceNanos;

    /** Cheap: to be asked before a clock is. */
    public boolean known() {
        return limitNanos.get() != 0;
    }

    /** How long a connection may have idled and still be used; {@link Long#MAX_VALUE} = nothing is known. */
    public long limitNanos(long nowNanos) {
        long limit = limitNanos.get();
        if (limit == 0 || (isForgotten(nowNanos) && limitNanos.compareAndSet(limit, 0))) {
            return Long.MAX_VALUE;
        }
        return limit;
    }

    /** It closed a connection that had idled for so long. */
    public void closedAfter(long idleNanos, long nowNanos) {
        if (idleNanos >= LEAST_IDLE_NANOS) {
            learn(idleNanos, nowNanos);
        }
    }

    /** It said how long it keeps them. */
    public void said(int seconds, long nowNanos) {
        learn(TimeUnit.SECONDS.toNanos(seconds), nowNanos);
    }

    /** It is not who it was: it could not be connected to. */
    public void forget() {
        if (known()) {
            limitNanos.set(0);
        }
    }

    /** The shortest time holds. */
    private void learn(long idleNanos, long nowNanos) {
        long limit = idleNanos - Math.max(LEAST_MARGIN_NANOS, idleNanos / 10);
        long known = limitNanos(nowNanos);
        while (limit < known) {
            sinceNanos = nowNanos;
            if (limitNanos.compareAndSet(known == Long.MAX_VALUE ? 0 : known, limit)) {
                return;
            }
            known = limitNanos(nowNanos);
        }
    }

    private boolean isForgotten(long nowNanos) {
        return nowNanos - sinceNanos > REMEMBERED_NANOS;
    }
}
