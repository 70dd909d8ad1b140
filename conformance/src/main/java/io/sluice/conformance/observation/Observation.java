package io.sluice.conformance.observation;

/** @param elapsedMillis of the slowest request */
public record Observation(Outcome outcome, long elapsedMillis) {}
