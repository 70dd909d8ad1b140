package io.sluice.router;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** A scripted endpoint: each connection is served by the script, on a thread of its own. */
final class Endpoint implements AutoCloseable {
    private final ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();

    /** What an endpoint does with a connection; it is closed when this returns. */
    interface Script {
        void serve(Wire wire) throws IOException;
    }

    private Endpoint(ServerSocket server) {
        this.server = server;
    }

    static Endpoint start(Script script) throws IOException {
        ServerSocket server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        Endpoint endpoint = new Endpoint(server);
        Thread.ofVirtual().start(() -> endpoint.accept(script));
        return endpoint;
    }

    /** Answers every request with 200 and its own name, keeping connections. */
    static Endpoint echo(String name) throws IOException {
        return start(wire -> {
            while (!wire.message().isEmpty()) {
                wire.send("HTTP/1.1 200 OK\r\ncontent-length: " + name.length() + "\r\n\r\n" + name);
            }
        });
    }

    private void accept(Script script) {
        while (!server.isClosed()) {
            try {
                Wire wire = new Wire(server.accept());
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(script, wire));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(Script script, Wire wire) {
        try (wire) {
            script.serve(wire);
        } catch (IOException gone) {
            // The router closed its side; what it did is judged by the test at the other end.
            return;
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** Connections accepted so far. */
    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
