package io.sluice.router.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A number that event loops count up. <em>Shared</em>: each loop writes only its own cell, and whoever reads sums them. */
public final class LoopCounter {
    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);

    /** Cells of different loops never share a cache line. */
    private static final int STRIDE = 16;

    private final long[] cells;

    LoopCounter(int loops) {
        cells = new long[loops * STRIDE];
    }

    public void count(int loop) {
        add(loop, 1);
    }

    public void add(int loop, long amount) {
        int cell = loop * STRIDE;
        CELLS.setRelease(cells, cell, cells[cell] + amount);
    }

    public long sum() {
        long sum = 0;
        for (int cell = 0; cell < cells.length; cell += STRIDE) {
            sum += (long) CELLS.getAcquire(cells, cell);
        }
        return sum;
    }
}
