package io.sluice.router.upstream.balance;

/** What a balancer sees of an endpoint. */
public interface Candidate {
    /** Attempts under way there. */
    int active();

    /** Its name among the others, the same in every router: {@code address:port}. */
    String hashName();

    /** When it was first seen ({@link System#nanoTime}). */
    long sinceNanos();
}
