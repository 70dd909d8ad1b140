package io.sluice.benchmarks.figures;

/**
 * One round of the open loop, latencies from the intended send time.
 *
 * @param answered requests answered with 200
 * @param cpuMicrosPerRequest of the proxy's whole process tree
 */
public record OpenRound(
        long answered,
        double p50Micros,
        double p99Micros,
        double p999Micros,
        double cpuMicrosPerRequest,
        long errors) {}
