package io.sluice.router.listen;

import io.sluice.router.http.StreamAcceptor;
import io.sluice.router.http.h1.ServerConnections;
import io.sluice.router.loop.Loop;

/**
 * An event loop that accepts.
 *
 * @param acceptors who takes what arrives
 */
public record AcceptingLoop(Loop loop, ServerConnections connections, Acceptors acceptors) {

    /** Makes the taker of a connection's streams. */
    @FunctionalInterface
    public interface Acceptors {
        StreamAcceptor acceptor(int port, String localAddress, String peerAddress, int peerPort);
    }
}
