package io.sluice.benchmarks.load;

/** When each request of an open loop is meant to leave: evenly spaced, whatever happened to those before it. */
record Schedule(long beginNanos, double requestsPerSecond, long requests) {

    static Schedule of(long beginNanos, double requestsPerSecond, long durationNanos) {
        return new Schedule(beginNanos, requestsPerSecond, Math.round(requestsPerSecond * durationNanos / 1e9));
    }

    /** @param request counted from 0 */
    long intendedNanos(long request) {
        return beginNanos + (long) (request * 1e9 / requestsPerSecond);
    }
}
