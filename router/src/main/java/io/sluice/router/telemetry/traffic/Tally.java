package io.sluice.router.telemetry.traffic;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What one event loop has counted of one series: a count, and a histogram of each thing that is measured. <em>Shared</em>: its loop
 * alone writes, with release stores; whoever scrapes reads.
 */
final class Tally {
    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);

    final int kind;
    final String flags;
    final String principal;
    private final long[] cells;

    /**
     * @param principal of who answered
     * @param cells 1 for the count, and {@link #cells} for each histogram
     */
    Tally(int kind, String flags, String principal, int cells) {
        this.kind = kind;
        this.flags = flags;
        this.principal = principal;
        this.cells = new long[cells];
    }

    /** That a histogram takes: its buckets and the sum. */
    static int cells(Buckets buckets) {
        return buckets.count() + 1;
    }

    void count() {
        add(0, 1);
    }

    /** @param first cell of the histogram */
    void measure(int first, Buckets buckets, long value) {
        add(first + buckets.of(value), 1);
        add(first + buckets.count(), value);
    }

    void add(int cell, long amount) {
        CELLS.setRelease(cells, cell, cells[cell] + amount);
    }

    void addTo(long[] sums) {
        for (int i = 0; i < cells.length; i++) {
            sums[i] += (long) CELLS.getAcquire(cells, i);
        }
    }
}
