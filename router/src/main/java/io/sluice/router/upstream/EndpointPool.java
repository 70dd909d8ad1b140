package io.sluice.router.upstream;

import io.sluice.router.http.Limits;
import io.sluice.router.http.h1.ClientConnection;
import io.sluice.router.http.h1.ClientConnections;
import io.sluice.router.loop.LoopTimer;
import io.sluice.table.cluster.Cluster;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/1.1 connections of one event loop to one endpoint. Idle ones are a stack: the warmest is used first, and the coldest are
 * closed in time. Confined to its event loop.
 */
public final class EndpointPool implements StreamPool, ClientConnection.Owner {
    private final UpstreamEndpoint endpoint;
    private final ClientConnections connections;
    private final Connecting connecting;
    private final long idleTimeoutNanos;
    private final int maxRequests;
    private final IdleTimer timer = new IdleTimer();
    private @Nullable ClientConnection[] idle = new ClientConnection[8];
    private long[] idleSinceNanos = new long[8];
    private int idleCount;

    EndpointPool(UpstreamEndpoint endpoint, Cluster cluster, OpeningLoop loop, Limits limits) {
        this.endpoint = endpoint;
        connections = loop.http1();
        connecting = new Connecting(loop.loop(), endpoint.address(), cluster);
        idleTimeoutNanos =
                Http2Pool.idleTimeout(cluster.connectionPool(), limits).toNanos();
        maxRequests = cluster.connectionPool().maxRequestsPerConnection();
    }

    @Override
    public @Nullable ClientConnection take() {
        while (idleCount > 0) {
            ClientConnection warmest = idle[--idleCount];
            idle[idleCount] = null;
            if (warmest != null && warmest.active()) {
                return warmest;
            }
        }
        return null;
    }

    @Override
    public void connect(ConnectListener listener) {
        ClientConnection connection = connections.open(this);
        connecting.open(connection).addListener(done -> {
            if (!done.isSuccess()) {
                listener.onConnectFailed(Connecting.failure(done.cause()));
            } else if (!listener.onConnected(connection)) {
                reusable(connection);
            }
        });
    }

    @Override
    public void reusable(ClientConnection connection) {
        boolean spent = maxRequests > 0 && connection.requests() >= maxRequests;
        if (spent || endpoint.closed()) {
            connection.close();
            return;
        }
        if (idleCount == idle.length) {
            idle = Arrays.copyOf(idle, idleCount * 2);
            idleSinceNanos = Arrays.copyOf(idleSinceNanos, idleCount * 2);
        }
        idle[idleCount] = connection;
        idleSinceNanos[idleCount++] = System.nanoTime();
        if (!timer.armed()) {
            connections.loop().timers().arm(timer, idleTimeoutNanos);
        }
    }

    @Override
    public void closed(ClientConnection connection) {
        for (int i = idleCount - 1; i >= 0; i--) {
            if (idle[i] == connection) {
                removeColdest(i, i + 1);
                return;
            }
        }
    }

    /** Connections that wait for use. */
    public int idle() {
        return idleCount;
    }

    void closeIdle() {
        connections.loop().timers().cancel(timer);
        closeColdest(idleCount);
    }

    private void closeColdest(int count) {
        @Nullable ClientConnection[] cold = Arrays.copyOf(idle, count);
        removeColdest(0, count);
        for (ClientConnection connection : cold) {
            if (connection != null) {
                connection.close();
            }
        }
    }

    private void removeColdest(int from, int to) {
        System.arraycopy(idle, to, idle, from, idleCount - to);
        System.arraycopy(idleSinceNanos, to, idleSinceNanos, from, idleCount - to);
        int left = idleCount - (to - from);
        Arrays.fill(idle, left, idleCount, null);
        idleCount = left;
    }

    /** Armed while something is idle; the bottom of the stack has waited longest. */
    private final class IdleTimer extends LoopTimer {
        @Override
        protected void expired() {
            long now = System.nanoTime();
            int cold = 0;
            while (cold < idleCount && now - idleSinceNanos[cold] >= idleTimeoutNanos) {
                cold++;
            }
            closeColdest(cold);
            if (idleCount > 0) {
                connections.loop().timers().arm(this, idleTimeoutNanos - (now - idleSinceNanos[0]));
            }
        }
    }
}
