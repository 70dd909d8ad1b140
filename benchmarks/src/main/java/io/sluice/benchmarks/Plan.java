package io.sluice.benchmarks;

import io.sluice.benchmarks.load.Scenario;
import java.time.Duration;

/**
 * What to measure.
 *
 * @param connections of the load generator, in both loops
 * @param rounds per proxy and loop
 * @param round how long one is
 * @param warmUpRounds at most so many before measuring, of the same length
 * @param reference the peer that ratios and the open loop's rate are taken from
 */
record Plan(Scenario scenario, int connections, int rounds, Duration round, int warmUpRounds, String reference) {}
