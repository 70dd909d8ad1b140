package io.sluice.router.upstream.limit;

import io.sluice.router.loop.Relay;
import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections a cluster may have, and which pools wait for one. <em>Shared</em> by the event loops: a connection
 * belongs to one of them, so what goes from loop to loop is the permission to open one. A pool stands in the queue at most once,
 * however many requests wait there.
 *
 * <p>Nobody is forgotten: who gives back looks at the queue afterwards, and who queues looks at the count afterwards.
 */
public final class ConnectionLimit {
    /** How long a pool that has connections may serve its own waiting requests while another pool has none. */
    private static final long PATIENCE_NANOS = 100_000_000L;

    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger idle = new AtomicInteger();
    private final ConcurrentLinkedQueue<Applicant> queue = new ConcurrentLinkedQueue<>();
    private final Relay relay = new Relay();
    private final Runnable grant = this::grant;

    ConnectionLimit(int most) {
        this.most = most;
    }

    /** A pool that may wait for a permission. */
    public interface Applicant {
        /** Connections to the same endpoint, of all loops. */
        AtomicInteger ofEndpoint();

        /** When it began to wait ({@link System#nanoTime}). */
        long appliedNanos();

        /** It may open one, which is already counted. Called on any thread. */
        void granted();
    }

    public boolean isLimited() {
        return most != Integer.MAX_VALUE;
    }

    /**
     * Whether a connection may be opened now; it is then counted until {@link #giveBack}. Not past those who wait, and not
     * beyond the limit, but that an endpoint without any may always have one: beside others it would starve (as in Envoy).
     */
    public boolean take(AtomicInteger ofEndpoint) {
        return !isLimited() || (queue.isEmpty() && counted(ofEndpoint));
    }

    private boolean counted(AtomicInteger ofEndpoint) {
        if (ofEndpoint.compareAndSet(0, 1)) {
            open.getAndIncrement();
            return true;
        }
        for (int now = open.get(); now < most; now = open.get()) {
            if (open.compareAndSet(now, now + 1)) {
                ofEndpoint.getAndIncrement();
                return true;
            }
        }
        return false;
    }

    /** Counts one that is opened in any case. */
    public void takeAnyway(AtomicInteger ofEndpoint) {
        if (isLimited()) {
            ofEndpoint.getAndIncrement();
            open.getAndIncrement();
        }
    }

    public void giveBack(AtomicInteger ofEndpoint) {
        if (isLimited()) {
            ofEndpoint.getAndDecrement();
            open.getAndDecrement();
            relay.run(grant);
        }
    }

    /** Will be told by {@link Applicant#granted}, once. */
    public void apply(Applicant applicant) {
        queue.add(applicant);
        relay.run(grant);
    }

    private void grant() {
        for (Iterator<Applicant> waiting = queue.iterator(); waiting.hasNext(); ) {
            Applicant applicant = waiting.next();
            if (counted(applicant.ofEndpoint())) {
                waiting.remove();
                applicant.granted();
            }
        }
    }

    /** Whether some pool waits. */
    public boolean isSought() {
        return isLimited() && !queue.isEmpty();
    }

    /** Whether some pool has waited so long that others are to leave their own requests waiting for it. */
    public boolean isOverdue(long nowNanos) {
        Applicant first = isLimited() ? queue.peek() : null;
        return first != null && nowNanos - first.appliedNanos() > PATIENCE_NANOS;
    }

    /** A connection waits for use, or no longer. */
    public void idle(int change) {
        if (isLimited()) {
            idle.getAndAdd(change);
        }
    }

    public boolean hasIdle() {
        return idle.get() > 0;
    }
}
