package io.sluice.table.cluster;

/** Retries in flight may be at most this share of the active requests, but always {@code minimum}. */
public record RetryBudget(double percent, int minimum) {
    public static final double DEFAULT_PERCENT = 20;
    public static final int DEFAULT_MINIMUM = 3;
}
