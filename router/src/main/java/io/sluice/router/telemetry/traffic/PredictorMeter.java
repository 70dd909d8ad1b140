package io.sluice.router.telemetry.traffic;

/**
 * Requests to a predictor that has no executor of Seldon's to count them. <em>Shared</em>: each event loop has rows of its own.
 */
public final class PredictorMeter {
    static final int CELLS = 1 + Tally.cells(Buckets.SECONDS);

    final Predictor predictor;
    final LoopTallies[] exchanges;
    final LoopTallies[] attempts;
    private final SeriesLimit limit;
    private final Tally[] overflow;

    // --- touched under the registry's lock alone ---

    int uses;
    long unusedSinceNanos;

    PredictorMeter(Predictor predictor, int loops, SeriesLimit limit, Tally[] overflow) {
        this.predictor = predictor;
        this.limit = limit;
        this.overflow = overflow;
        exchanges = rows(loops);
        attempts = rows(loops);
    }

    private static LoopTallies[] rows(int loops) {
        LoopTallies[] rows = new LoopTallies[loops];
        for (int i = 0; i < loops; i++) {
            rows[i] = new LoopTallies();
        }
        return rows;
    }

    /** @param call see {@link ExecutorCall} */
    public void exchange(int loop, int call, long nanos) {
        record(exchanges[loop], loop, call, nanos);
    }

    public void attempt(int loop, int call, long nanos) {
        record(attempts[loop], loop, call, nanos);
    }

    private void record(LoopTallies row, int loop, int call, long nanos) {
        Tally tally = row.of(call, "", "", CELLS, limit, overflow[loop]);
        tally.count();
        tally.measure(1, Buckets.SECONDS, nanos);
    }

    int size() {
        int size = 0;
        for (int i = 0; i < exchanges.length; i++) {
            size += exchanges[i].all().length + attempts[i].all().length;
        }
        return size;
    }
}
