package io.sluice.table.cluster;

/** Retries in flight may be at most this share of the active requests, but always {@code minimum}. */
public record RetryBudget(double percent, int minimum) {}
