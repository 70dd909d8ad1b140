package io.sluice.router.route.hash;

/** Who asks, as far as keys look at it. */
public interface Caller {
    /** The client's address, without port. Shared: never written to. */
    byte[] address();

    /** A random number that stays the same for the connection. */
    long connectionKey();
}
