package io.sluice.router.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.Limits;
import io.sluice.router.http.h1.ClientConnection;
import io.sluice.router.http.h1.ClientConnections;
import io.sluice.router.loop.LoopTimer;
import io.sluice.table.cluster.Cluster;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one endpoint. Idle ones are a stack: the warmest is used first, and the coldest are
 * closed in time. Confined to its event loop.
 */
public final class EndpointPool implements ClientConnection.Owner {
    private final UpstreamEndpoint endpoint;
    private final ClientConnections connections;
    private final int connectTimeoutMillis;
    private final long idleTimeoutNanos;
    private final int maxRequests;
    private final IdleTimer timer = new IdleTimer();
    private @Nullable ClientConnection[] idle = new ClientConnection[8];
    private long[] idleSinceNanos = new long[8];
    private int idleCount;

    /** Who waits for a connection. */
    public interface ConnectListener {
        void onConnected(ClientConnection connection);

        void onConnectFailed(Failure why);
    }

    EndpointPool(UpstreamEndpoint endpoint, Cluster cluster, ClientConnections connections, Limits limits) {
        this.endpoint = endpoint;
        this.connections = connections;
        connectTimeoutMillis =
                Math.toIntExact(cluster.connectionPool().connectTimeout().toMillis());
        maxRequests = cluster.connectionPool().maxRequestsPerConnection();
        Duration wanted = cluster.connectionPool().idleTimeout();
        Duration most = limits.upstreamIdleTimeout();
        idleTimeoutNanos = (wanted == null || wanted.compareTo(most) > 0 ? most : wanted).toNanos();
    }

    /** A warm connection; null if there is none. */
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

    /** Opens a connection on this loop. */
    public void connect(ConnectListener listener) {
        ClientConnection connection = connections.open(this);
        ChannelFuture connecting = new Bootstrap()
                .group(connections.loop().eventLoop())
                .channel(io.netty.channel.epoll.EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                // An endpoint may refuse the rest of a request and close: what it said before that is still to be read.
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectTimeoutMillis)
                .option(ChannelOption.RECVBUF_ALLOCATOR, connections.loop().readBuffers())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .handler(connection)
                .connect(endpoint.address());
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                listener.onConnected(connection);
            } else {
                boolean timedOut = done.cause() instanceof ConnectTimeoutException;
                listener.onConnectFailed(timedOut ? Failure.CONNECT_TIMEOUT : Failure.CONNECT_REFUSED);
            }
        });
    }

    private static final io.netty.channel.WriteBufferWaterMark WATER_MARK =
            new io.netty.channel.WriteBufferWaterMark(64 * 1024, 256 * 1024);

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
