package io.sluice.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** A scripted endpoint: each connection is served by the script, on a thread of its own. */
public final class ScriptedUpstream implements AutoCloseable {
    private final ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();

    /** What an endpoint does with a connection; it is closed when this returns. */
    public interface Script {
        void serve(RawClient client) throws IOException;
    }

    private ScriptedUpstream(ServerSocket server) {
        this.server = server;
    }

    public static ScriptedUpstream start(Script script) throws IOException {
        return start(new ServerSocket(), script);
    }

    /** Over a socket that is not bound yet: a secure one, for one. */
    public static ScriptedUpstream start(ServerSocket server, Script script) throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        ScriptedUpstream upstream = new ScriptedUpstream(server);
        Thread.ofVirtual().start(() -> upstream.accept(script));
        return upstream;
    }

    /** Answers every request with 200 and its own name, keeping connections. */
    public static ScriptedUpstream echo(String name) throws IOException {
        return start(client -> {
            while (!client.message().isEmpty()) {
                client.send("HTTP/1.1 200 OK\r\ncontent-length: " + name.length() + "\r\n\r\n" + name);
            }
        });
    }

    private void accept(Script script) {
        while (!server.isClosed()) {
            try {
                RawClient client = new RawClient(server.accept());
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(script, client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(Script script, RawClient client) {
        try (client) {
            script.serve(client);
        } catch (IOException gone) {
            // The router closed its side; what it did is judged by the test at the other end.
            return;
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Connections accepted so far. */
    public int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
