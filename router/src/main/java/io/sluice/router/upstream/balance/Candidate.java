package io.sluice.router.upstream.balance;

/** What a balancer sees of an endpoint. */
public interface Candidate {
    /** Attempts under way there. */
    int active();
}
