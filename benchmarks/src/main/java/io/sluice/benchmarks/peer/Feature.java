package io.sluice.benchmarks.peer;

/** Work that a proxy does for every request, and that {@link Parity} sees from outside. */
public enum Feature {
    PREFIX_REWRITE,
    WEIGHTED_SPLIT,
    REQUEST_ID,
    FORWARDED_FOR,
    /** A call that a model refuses with 503 is sent again. */
    RETRIES,
    /** It counts requests, and gives the count to who asks. */
    METRICS
}
