package io.sluice.router.upstream;

import io.sluice.router.failure.Failure;
import io.sluice.router.http.Limits;
import io.sluice.router.http.StreamOpener;
import io.sluice.router.http.h2.Http2ClientConnection;
import io.sluice.router.http.h2.Http2ClientConnections;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.ConnectionPool;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/2 connections of one event loop to one endpoint: one, and another only when all streams that the endpoint allows are
 * taken. Confined to its event loop.
 */
final class Http2Pool implements StreamPool, Http2ClientConnection.Owner {
    private final UpstreamEndpoint endpoint;
    private final Http2ClientConnections connections;
    private final Connecting connecting;
    private final Duration idleTimeout;
    private final int maxStreams;
    private final List<Http2ClientConnection> open = new ArrayList<>(1);
    private final ArrayDeque<ConnectListener> waiting = new ArrayDeque<>();
    private boolean underWay;

    Http2Pool(UpstreamEndpoint endpoint, Cluster cluster, OpeningLoop loop, Limits limits) {
        this.endpoint = endpoint;
        connections = loop.http2();
        connecting = new Connecting(loop.loop(), endpoint.address(), cluster);
        ConnectionPool bounds = cluster.connectionPool();
        idleTimeout = idleTimeout(bounds, limits);
        maxStreams = bounds.maxConcurrentStreams();
    }

    static Duration idleTimeout(ConnectionPool bounds, Limits limits) {
        Duration wanted = bounds.idleTimeout();
        Duration most = limits.upstreamIdleTimeout();
        return wanted == null || wanted.compareTo(most) > 0 ? most : wanted;
    }

    @Override
    public @Nullable StreamOpener take() {
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).hasRoom()) {
                return open.get(i);
            }
        }
        return null;
    }

    /** All who come while a connection is being opened wait for that one. */
    @Override
    public void connect(ConnectListener listener) {
        waiting.addLast(listener);
        openIfNeeded();
    }

    private void openIfNeeded() {
        if (underWay || waiting.isEmpty()) {
            return;
        }
        underWay = true;
        Http2ClientConnection connection = connections.open(this, idleTimeout, maxStreams);
        connecting.open(connection).addListener(done -> {
            underWay = false;
            if (done.isSuccess()) {
                open.add(connection);
                serve();
                if (endpoint.closed()) {
                    connection.leave();
                }
            } else {
                failAll(Connecting.failure(done.cause()));
            }
        });
    }

    private void serve() {
        for (StreamOpener free = take(); free != null && !waiting.isEmpty(); free = take()) {
            ConnectListener first = waiting.removeFirst();
            first.onConnected(free);
        }
        openIfNeeded();
    }

    private void failAll(Failure why) {
        // Those who fail may come back at once.
        int failed = waiting.size();
        for (int i = 0; i < failed; i++) {
            waiting.removeFirst().onConnectFailed(why);
        }
    }

    @Override
    public void roomFreed(Http2ClientConnection connection) {
        if (!waiting.isEmpty()) {
            serve();
        }
    }

    @Override
    public void leaving(Http2ClientConnection connection) {
        open.remove(connection);
    }

    /** The endpoint is no longer published. */
    void close() {
        List.copyOf(open).forEach(Http2ClientConnection::leave);
    }
}
