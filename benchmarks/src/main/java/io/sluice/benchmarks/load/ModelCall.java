package io.sluice.benchmarks.load;

/** The one call that every round repeats. */
public final class ModelCall {
    /** What callers write and every proxy but the pass-through takes away again. */
    public static final String PREFIX = "/seldon/ns/m";

    public static final String PATH = PREFIX + "/api/v1.0/predictions";

    private ModelCall() {}
}
