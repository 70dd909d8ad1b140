package io.sluice.conformance.feature;

/** How often a call is made. */
public sealed interface Repetition {
    record Once() implements Repetition {}

    /** One after the other on one kept connection; only counts are compared. */
    record InARow(int times) implements Repetition {}

    /** On connections of their own, started that far apart. */
    record Parallel(int times, int staggerMillis) implements Repetition {}
}
