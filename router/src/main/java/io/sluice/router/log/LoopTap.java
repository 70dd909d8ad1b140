package io.sluice.router.log;

import io.sluice.router.header.StreamInfo;
import io.sluice.router.http.HeaderBlock;
import io.sluice.table.policy.AccessLog.Layout;
import java.util.concurrent.TimeUnit;

/**
 * What one event loop shows to those who watch. Confined to it, but for whether anybody does, and what it counts: an exchange asks that
 * one field, and pays no more while nobody watches.
 */
public final class LoopTap {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    static final int RING_BYTES = 256 * 1024;

    /** Of each kind, a second. Errors have a place of their own: they are what is looked for, and may be few among many. */
    static final int MOST_A_SECOND = 50;

    final LineRing ring = new LineRing(RING_BYTES);
    private final LogLayout layout;
    private final HeaderBlock line = new HeaderBlock();
    private volatile boolean watched;
    private volatile long passed;
    private long secondNanos;
    private int errors;
    private int others;

    LoopTap(Layout layout) {
        this.layout = LogLayout.of(layout);
    }

    /** Whether anybody watches. */
    public boolean watched() {
        return watched;
    }

    void watch(boolean whether) {
        watched = whether;
    }

    /** Exchanges that have passed while somebody watched, shown or not. */
    long passed() {
        return passed;
    }

    /** Shows an exchange that is over, unless enough of its kind were shown in this second. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // its loop alone counts
    public void show(StreamInfo exchange, boolean error, long nowNanos) {
        passed++;
        if (nowNanos - secondNanos >= SECOND_NANOS) {
            secondNanos = nowNanos;
            errors = 0;
            others = 0;
        }
        if ((error ? errors++ : others++) < MOST_A_SECOND) {
            line.clear();
            layout.append(line, exchange);
            line.append('\n');
            ring.offer(line.bytes(), line.length());
        }
    }
}
