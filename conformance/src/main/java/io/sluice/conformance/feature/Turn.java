package io.sluice.conformance.feature;

/** What happens next in a case. */
public sealed interface Turn {
    String name();

    /** The manifests are replaced. */
    record Reload(String name, String manifests) implements Turn {}

    /**
     * Requests and what they lead to.
     *
     * @param waitMillis pause before it
     * @param settleMillis how long nothing may arrive at an upstream before it counts as over
     */
    record Exchange(
            String name, Call call, Repetition repetition, int waitMillis, int settleMillis, Rules rules, Ideal ideal)
            implements Turn {}
}
