package io.sluice.table;

/** A copy of the request to another cluster (Istio: mirror); never waited for, its answer is discarded. */
public record Shadow(String cluster, Fraction share) {}
