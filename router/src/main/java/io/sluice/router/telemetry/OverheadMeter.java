package io.sluice.router.telemetry;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.sluice.router.telemetry.traffic.Buckets;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What the router has added to each exchange: the time in which no endpoint had it. <em>Shared</em>: each event loop writes only its own
 * row, and publishes with release stores; whoever scrapes sums the rows.
 */
public final class OverheadMeter implements Collector {
    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int SUM_NANOS = Buckets.OVERHEAD.count();

    /** Rows of different loops never share a cache line. */
    private static final int ROW_CELLS = 32;

    private final long[] cells;
    private final int loops;

    OverheadMeter(int loops) {
        this.loops = loops;
        cells = new long[loops * ROW_CELLS];
    }

    public void record(int loop, long nanos) {
        int row = loop * ROW_CELLS;
        add(row + Buckets.OVERHEAD.of(nanos), 1);
        add(row + SUM_NANOS, nanos);
    }

    private void add(int cell, long amount) {
        CELLS.setRelease(cells, cell, cells[cell] + amount);
    }

    private long sum(int cell) {
        long sum = 0;
        for (int loop = 0; loop < loops; loop++) {
            sum += (long) CELLS.getAcquire(cells, loop * ROW_CELLS + cell);
        }
        return sum;
    }

    @Override
    public MetricSnapshot collect() {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int bucket = 0; bucket < Buckets.OVERHEAD.count(); bucket++) {
            buckets.bucket(Buckets.OVERHEAD.bound(bucket), sum(bucket));
        }
        return HistogramSnapshot.builder()
                .name("sluice_overhead_seconds")
                .help("Of each exchange, the time in which no endpoint had it: the router's own, and what the client"
                        + " took to send")
                .dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(buckets.build())
                        .sum(Buckets.OVERHEAD.shown(sum(SUM_NANOS)))
                        .build())
                .build();
    }
}
