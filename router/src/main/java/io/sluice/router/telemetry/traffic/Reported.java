package io.sluice.router.telemetry.traffic;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What one reporter tells of one destination, whoever calls it. <em>Shared</em>: each event loop has rows of its own, one a caller.
 */
final class Reported {
    static final int DURATION = 1;
    static final int REQUEST = DURATION + Tally.cells(Buckets.MILLIS);
    static final int RESPONSE = REQUEST + Tally.cells(Buckets.BYTES);
    static final int REQUEST_MESSAGES = RESPONSE + Tally.cells(Buckets.BYTES);
    static final int RESPONSE_MESSAGES = REQUEST_MESSAGES + 1;
    static final int CELLS = RESPONSE_MESSAGES + 1;

    private static final LoopTallies[] NOBODY = {};

    /** By loop, then by caller. */
    private final AtomicReferenceArray<LoopTallies[]> rows;

    private final SeriesLimit limit;
    private final Tally[] overflow;

    /** @param overflow by loop */
    Reported(int loops, SeriesLimit limit, Tally[] overflow) {
        this.limit = limit;
        this.overflow = overflow;
        rows = new AtomicReferenceArray<>(loops);
        for (int i = 0; i < loops; i++) {
            rows.set(i, NOBODY);
        }
    }

    void record(
            int loop,
            Source source,
            String principal,
            int kind,
            String flags,
            long nanos,
            long requestBytes,
            long responseBytes) {
        Tally tally = tally(loop, source, principal, kind, flags);
        tally.count();
        tally.measure(DURATION, Buckets.MILLIS, nanos);
        tally.measure(REQUEST, Buckets.BYTES, requestBytes);
        tally.measure(RESPONSE, Buckets.BYTES, responseBytes);
    }

    void messages(int loop, Source source, String principal, int kind, String flags, long requests, long responses) {
        Tally tally = tally(loop, source, principal, kind, flags);
        tally.add(REQUEST_MESSAGES, requests);
        tally.add(RESPONSE_MESSAGES, responses);
    }

    private Tally tally(int loop, Source source, String principal, int kind, String flags) {
        return row(loop, source.index()).of(kind, flags, principal, CELLS, limit, overflow[loop]);
    }

    private LoopTallies row(int loop, int source) {
        LoopTallies[] known = rows.getPlain(loop);
        if (source < known.length) {
            return known[source];
        }
        LoopTallies[] more = Arrays.copyOf(known, source + 1);
        for (int i = known.length; i < more.length; i++) {
            more[i] = new LoopTallies();
        }
        rows.setRelease(loop, more);
        return more[source];
    }

    /** A series of this destination. */
    record Series(int source, String principal, int kind, String flags) {}

    Map<Series, long[]> sums() {
        Map<Series, long[]> sums = new LinkedHashMap<>();
        for (int loop = 0; loop < rows.length(); loop++) {
            LoopTallies[] bySource = rows.getAcquire(loop);
            for (int source = 0; source < bySource.length; source++) {
                for (Tally tally : bySource[source].all()) {
                    tally.addTo(sums.computeIfAbsent(
                            new Series(source, tally.principal, tally.kind, tally.flags), first -> new long[CELLS]));
                }
            }
        }
        return sums;
    }

    /** How many tallies there are. */
    int size() {
        int size = 0;
        for (int loop = 0; loop < rows.length(); loop++) {
            for (LoopTallies tallies : rows.getAcquire(loop)) {
                size += tallies.all().length;
            }
        }
        return size;
    }
}
