package io.sluice.router.upstream;

import io.netty.channel.ChannelFuture;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.h2.Http2ClientConnection;
import io.sluice.router.http.h2.Http2ClientConnections;
import io.sluice.router.loop.Loop;
import io.sluice.router.upstream.limit.ClusterLimits;
import io.sluice.table.cluster.ConnectionPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/2 connections of one event loop to one endpoint: one, and another only when all streams that the endpoint allows are
 * taken. A limit of connections holds for that other one alone: the first carries many exchanges and may never be free for another
 * loop. Confined to its event loop.
 */
final class Http2Pool implements StreamPool, Http2ClientConnection.Owner {
    private final UpstreamEndpoint endpoint;
    private final Loop loop;
    private final Http2ClientConnections connections;
    private final Connecting connecting;
    private final ClusterLimits limits;
    private final Duration idleTimeout;
    private final long maxAgeNanos;
    private final int maxStreams;
    private final int maxRequests;
    private final List<Http2ClientConnection> open = new ArrayList<>(1);
    private final WaitingLine waiting;
    private final Runnable serve = this::serve;
    private boolean underWay;

    Http2Pool(UpstreamEndpoint endpoint, UpstreamCluster cluster, OpeningLoop loop, String host) {
        this.endpoint = endpoint;
        this.loop = loop.loop();
        connections = loop.http2();
        connecting = new Connecting(loop.loop(), endpoint, true, host);
        limits = cluster.limits();
        waiting = new WaitingLine(limits.pending());
        idleTimeout = cluster.idleTimeout();
        maxAgeNanos = cluster.maxConnectionNanos();
        ConnectionPool bounds = cluster.cluster().connectionPool();
        maxStreams = bounds.maxConcurrentStreams();
        maxRequests = bounds.maxRequestsPerConnection();
    }

    @Override
    public void acquire(ConnectionWaiter waiter) {
        Http2ClientConnection free = waiting.isEmpty() ? free() : null;
        if (free != null) {
            hand(free, waiter);
            return;
        }
        // All who come while a connection is being opened wait for that one.
        boolean opens = !underWay && mayOpen();
        if (!waiting.add(waiter, opens || (underWay && waiting.size() < maxStreams))) {
            waiter.onConnectFailed(Failure.OVERFLOW);
        } else if (opens) {
            open();
        }
    }

    /** Who may not open another has one, whose streams end. */
    private boolean mayOpen() {
        if (open.isEmpty()) {
            limits.connections().takeAnyway(endpoint.connections());
            return true;
        }
        return limits.connections().take(endpoint.connections());
    }

    @Override
    public void leave(ConnectionWaiter waiter) {
        waiting.remove(waiter);
    }

    private @Nullable Http2ClientConnection free() {
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).hasRoom()) {
                return open.get(i);
            }
        }
        return null;
    }

    private void hand(Http2ClientConnection connection, ConnectionWaiter waiter) {
        if (!limits.requests().take()) {
            waiter.onConnectFailed(Failure.OVERFLOW);
            return;
        }
        waiter.onConnected(connection);
        if (maxRequests > 0 && connection.requests() >= maxRequests) {
            connection.leave();
        }
    }

    private void openIfNeeded() {
        if (!underWay && !waiting.isEmpty() && mayOpen()) {
            open();
        }
    }

    private void open() {
        underWay = true;
        Http2ClientConnection connection = connections.open(this, idleTimeout, maxAgeNanos, maxStreams);
        ChannelFuture connected = connecting.open(connection);
        connected.addListener(done -> {
            underWay = false;
            if (done.isSuccess()) {
                if (limits.connections().isLimited()) {
                    connected
                            .channel()
                            .closeFuture()
                            .addListener(closed -> limits.connections().giveBack(endpoint.connections()));
                }
                endpoint.reachability().succeeded();
                open.add(connection);
                serve();
                if (endpoint.closed()) {
                    connection.leave();
                }
            } else {
                limits.connections().giveBack(endpoint.connections());
                endpoint.reachability().failed(System.nanoTime());
                endpoint.keepAlive().forget();
                failAll(Connecting.failure(done.cause()));
            }
        });
    }

    private void serve() {
        for (Http2ClientConnection free = free(); free != null && !waiting.isEmpty(); free = free()) {
            ConnectionWaiter first = waiting.poll();
            if (first != null) {
                hand(free, first);
            }
        }
        openIfNeeded();
    }

    private void failAll(Failure why) {
        // Those who fail may come back at once.
        int failed = waiting.size();
        for (int i = 0; i < failed; i++) {
            ConnectionWaiter first = waiting.poll();
            if (first != null) {
                first.onConnectFailed(why);
            }
        }
        openIfNeeded();
    }

    /** Not from within the exchange that has just ended: it has yet to let go. */
    @Override
    public void roomFreed(Http2ClientConnection connection) {
        if (!waiting.isEmpty()) {
            loop.eventLoop().execute(serve);
        }
    }

    @Override
    public void leaving(Http2ClientConnection connection) {
        if (open.remove(connection) && !waiting.isEmpty()) {
            loop.eventLoop().execute(serve);
        }
    }

    /** The endpoint is no longer published. */
    void close() {
        List.copyOf(open).forEach(Http2ClientConnection::leave);
    }
}
