package io.sluice.router.listen;

import io.sluice.router.http.ClientTls;
import io.sluice.router.http.StreamAcceptor;
import io.sluice.router.http.h1.ServerConnections;
import io.sluice.router.http.h2.Http2ServerConnections;
import io.sluice.router.loop.Loop;
import io.sluice.router.passthrough.Pipes;
import org.jspecify.annotations.Nullable;

/**
 * An event loop that accepts.
 *
 * @param pipes those of its connections that are not opened
 * @param acceptors who takes what arrives
 */
public record AcceptingLoop(
        Loop loop,
        ServerConnections connections,
        Http2ServerConnections http2Connections,
        Pipes pipes,
        Acceptors acceptors) {

    /** Whether there is room for one more connection. */
    boolean makeRoom() {
        return connections.makeRoom(http2Connections.size() + pipes.size());
    }

    /** Connections for which there was none. */
    public long refused() {
        return connections.refused();
    }

    /** Idle connections that made room. */
    public long evicted() {
        return connections.evicted();
    }

    /** Tells clients, as each can be told, to ask elsewhere from now on; what they ask until they know it is served. */
    public void retire() {
        connections.retire();
        http2Connections.drain();
    }

    /** Connections close as soon as they have nothing under way. */
    public void drain() {
        connections.drain();
        http2Connections.drain();
    }

    /** Closes what is left; returns how many exchanges were cut short. */
    public int abort() {
        return connections.abort() + http2Connections.abort() + pipes.abort();
    }

    /** Exchanges under way. */
    public int busy() {
        return connections.busy() + http2Connections.busy() + pipes.size();
    }

    /** Connections that are open. */
    public int size() {
        return connections.size() + http2Connections.size() + pipes.size();
    }

    /** Makes the taker of a connection's streams. */
    @FunctionalInterface
    public interface Acceptors {
        /** @param tls null = the connection is plaintext */
        StreamAcceptor acceptor(
                int port, String localAddress, String peerAddress, int peerPort, @Nullable ClientTls tls);
    }
}
