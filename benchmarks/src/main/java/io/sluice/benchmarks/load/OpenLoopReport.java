package io.sluice.benchmarks.load;

import org.HdrHistogram.Histogram;

/**
 * What one open-loop run says.
 *
 * @param latencyNanos of requests answered with 200, from the moment each was meant to be sent
 * @param errors requests without such an answer
 * @param durationNanos from the first request's moment to the last answer
 */
public record OpenLoopReport(Histogram latencyNanos, long errors, long durationNanos) {

    public long answered() {
        return latencyNanos.getTotalCount();
    }
}
