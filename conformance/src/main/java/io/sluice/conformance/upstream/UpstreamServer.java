package io.sluice.conformance.upstream;

import io.sluice.conformance.feature.Step;
import io.sluice.conformance.feature.Upstream;
import io.sluice.conformance.protocol.Wire;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One listening upstream: accepts, and lets its script be played on each connection. Shared. */
final class UpstreamServer implements Closeable {
    private static final int BACKLOG = 256;
    private static final String START_OF_HTTP2 = "PRI";

    final Upstream declared;
    final Arrivals arrivals;
    private final ServerSocket listener;
    private final Set<Wire> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger steps = new AtomicInteger();
    private final Thread acceptor;

    private UpstreamServer(Upstream declared, Arrivals arrivals, ServerSocket listener) {
        this.declared = declared;
        this.arrivals = arrivals;
        this.listener = listener;
        acceptor = Thread.ofVirtual().name("upstream-" + declared.name()).unstarted(this::accept);
    }

    static UpstreamServer start(Upstream declared, Arrivals arrivals) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        try {
            listener.bind(new InetSocketAddress(InetAddress.getByName(declared.address()), declared.port()), BACKLOG);
        } catch (IOException taken) {
            listener.close();
            throw new IOException(
                    "upstream " + declared.name() + " cannot listen on " + declared.address() + ":" + declared.port()
                            + ": " + taken.getMessage(),
                    taken);
        }
        UpstreamServer server = new UpstreamServer(declared, arrivals, listener);
        server.acceptor.start();
        return server;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Wire wire = new Wire(listener.accept());
                connections.add(wire);
                Thread.ofVirtual().start(() -> serve(wire));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Wire wire) {
        try (wire) {
            boolean http2 = switch (declared.protocol()) {
                case HTTP1 -> false;
                case H2C -> true;
                case AUTO -> wire.startsWith(START_OF_HTTP2);
            };
            if (http2) {
                new Http2Upstream(this, wire).serve();
            } else {
                new Http1Upstream(this, wire).serve();
            }
        } catch (IOException gone) {
            // The router ended the connection; what it did before is in the sightings.
            return;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(wire);
        }
    }

    /** The step for the next request. */
    Step nextStep() {
        return declared.script().step(steps.getAndIncrement());
    }

    /** A port is free only once the thread in {@code accept} has left it: the next case may need it at once. */
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            acceptor.join();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        connections.forEach(Wire::close);
    }
}
