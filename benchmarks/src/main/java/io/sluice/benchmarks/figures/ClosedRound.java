package io.sluice.benchmarks.figures;

/**
 * One round of the closed loop.
 *
 * @param cpuMicrosPerRequest of the proxy's whole process tree
 * @param coreBusy how much of its core the proxy used, 0 to 1; well below 1, the load generator was the bound and
 *     {@code requestsPerSecond} says little about the proxy
 * @param errors any is too many: the run fails
 */
public record ClosedRound(
        double requestsPerSecond,
        double p50Micros,
        double p99Micros,
        double cpuMicrosPerRequest,
        double coreBusy,
        double residentMebibytes,
        long errors) {}
