package io.sluice.router;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** A scripted endpoint that speaks HTTP/2: each connection is served by the script, on a thread of its own. */
final class Http2Endpoint implements Closeable {
    private final ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();

    /** What an endpoint does with a connection; it is closed when this returns. */
    interface Script {
        void serve(Http2Peer peer) throws IOException;
    }

    private Http2Endpoint(ServerSocket server) {
        this.server = server;
    }

    static Http2Endpoint start(Script script, int... settings) throws IOException {
        Http2Endpoint endpoint = new Http2Endpoint(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(() -> endpoint.accept(script, settings));
        return endpoint;
    }

    private void accept(Script script, int... settings) {
        while (!server.isClosed()) {
            try {
                java.net.Socket socket = server.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(script, socket, settings));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(Script script, java.net.Socket socket, int... settings) {
        try (Http2Peer peer = Http2Peer.accept(socket, settings)) {
            script.serve(peer);
        } catch (IOException gone) {
            // The router closed its side; what it did is judged by the test at the other end.
            return;
        }
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
