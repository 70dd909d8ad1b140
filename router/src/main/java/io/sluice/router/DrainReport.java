package io.sluice.router;

/**
 * How a router ended.
 *
 * @param drained exchanges that were under way when what idled was closed, and finished
 * @param aborted those that did not finish in time
 */
public record DrainReport(int drained, int aborted) {}
