package io.sluice.benchmarks.load;

/**
 * What one run of the closed loop came to.
 *
 * @param errors sockets that failed to connect, read, write or answer in time, and answers of 400 and above
 */
public record ClosedLoopReport(long requests, long durationMicros, long p50Micros, long p99Micros, long errors) {
    public double requestsPerSecond() {
        return requests * 1e6 / durationMicros;
    }
}
