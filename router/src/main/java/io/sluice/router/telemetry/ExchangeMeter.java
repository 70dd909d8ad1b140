package io.sluice.router.telemetry;

import io.sluice.router.telemetry.traffic.Buckets;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts and latencies of the exchanges of one series. <em>Shared</em>: each event loop writes only its own row, and
 * publishes with release stores; whoever reads sums the rows.
 */
public final class ExchangeMeter {
    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);
    /** Statuses by their first digit; 0 = there was none. */
    public static final int STATUS_CLASSES = 6;

    private static final int SUM_NANOS = STATUS_CLASSES + Buckets.MILLIS.count();

    /** Rows of different loops never share a cache line. */
    private static final int ROW_CELLS = 40;

    private final long[] cells;
    private final int loops;

    /** Whether its route is there. Touched under the lock of {@link Meters} alone. */
    boolean inForce = true;

    /** Since when it is not. */
    long goneNanos;

    ExchangeMeter(int loops) {
        this.loops = loops;
        cells = new long[loops * ROW_CELLS];
    }

    /** @param status 0 = the client was gone before there was one */
    public void record(int loop, int status, long nanos) {
        int row = loop * ROW_CELLS;
        add(row + (status < 600 ? status / 100 : 0), 1);
        add(row + STATUS_CLASSES + Buckets.MILLIS.of(nanos), 1);
        add(row + SUM_NANOS, nanos);
    }

    private void add(int cell, long amount) {
        CELLS.setRelease(cells, cell, cells[cell] + amount);
    }

    /** Exchanges whose status was of a class, 0–5. */
    public long count(int statusClass) {
        return sum(statusClass);
    }

    /** Whether an exchange has ended here. */
    public boolean counted() {
        for (int i = 0; i < STATUS_CLASSES; i++) {
            if (count(i) > 0) {
                return true;
            }
        }
        return false;
    }

    /** Exchanges that took as long as {@link Buckets#MILLIS} says of this bucket. */
    public long bucket(int bucket) {
        return sum(STATUS_CLASSES + bucket);
    }

    double sumMillis() {
        return Buckets.MILLIS.shown(sum(SUM_NANOS));
    }

    private long sum(int cell) {
        long sum = 0;
        for (int loop = 0; loop < loops; loop++) {
            sum += (long) CELLS.getAcquire(cells, loop * ROW_CELLS + cell);
        }
        return sum;
    }
}
