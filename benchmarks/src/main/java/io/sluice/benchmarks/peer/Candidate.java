package io.sluice.benchmarks.peer;

/** What came of the wish to have a peer in the comparison. */
public sealed interface Candidate {

    record Ready(Peer peer) implements Candidate {}

    /** @param reason why it is left out and how to have it */
    record Skipped(String name, String reason) implements Candidate {}
}
