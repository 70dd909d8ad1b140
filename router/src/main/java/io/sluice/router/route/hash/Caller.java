package io.sluice.router.route.hash;

/** Who asks, as far as keys look at it. */
public interface Caller {
    /** The client's address, without port: the peer's, or what a proxy that is believed says. Shared: never written to. */
    byte[] remoteAddress();

    /** A random number that stays the same for the connection. */
    long connectionKey();
}
