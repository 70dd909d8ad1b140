package io.sluice.router.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.h1.ClientConnection;
import io.sluice.router.http.h1.ClientConnections;
import io.sluice.router.loop.LoopTimer;
import io.sluice.router.upstream.limit.ClusterLimits;
import io.sluice.router.upstream.limit.ConnectionLimit;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/1.1 connections of one event loop to one endpoint. Idle ones are a stack: the warmest is used first, and the coldest are
 * closed in time. While there is none, requests wait in line; each has a connection opened, unless the cluster may have no more, and
 * takes the first that is free, whoever it was opened for. Confined to its event loop.
 */
public final class EndpointPool implements StreamPool, ClientConnection.Owner, ConnectionLimit.Applicant {
    /**
     * A connection that idles for less is used unasked: under load all are, and a loop hears of a close sooner. After more it costs
     * one system call to know, which few requests a second do not feel.
     */
    private static final long USED_UNASKED_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final UpstreamEndpoint endpoint;
    private final ClientConnections connections;
    private final Connecting connecting;
    private final ClusterLimits limits;
    private final long idleTimeoutNanos;
    private final long maxAgeNanos;
    private final int maxRequests;
    private final IdleTimer timer = new IdleTimer();
    private final WaitingLine waiting;
    private final Runnable serve = this::serve;
    private @Nullable ClientConnection[] idle = new ClientConnection[8];
    private int idleCount;

    /** When the timer expires, while it is armed. */
    private long timerDueNanos;

    /** Connections under way. */
    private int opening;

    /** Connections that are open, used or not. */
    private int open;

    /** It has asked the cluster for a connection, and was not answered. */
    private boolean applied;

    private volatile long appliedNanos;

    EndpointPool(UpstreamEndpoint endpoint, UpstreamCluster cluster, OpeningLoop loop, String host) {
        this.endpoint = endpoint;
        connections = loop.http1();
        connecting = new Connecting(loop.loop(), endpoint, false, host);
        limits = cluster.limits();
        waiting = new WaitingLine(limits.pending());
        idleTimeoutNanos = cluster.idleTimeout().toNanos();
        maxAgeNanos = cluster.maxConnectionNanos();
        maxRequests = cluster.cluster().connectionPool().maxRequestsPerConnection();
    }

    // --- who wants one ---

    @Override
    public void acquire(ConnectionWaiter waiter) {
        if (waiting.isEmpty() && hasWarm()) {
            handWarm(waiter);
            return;
        }
        boolean underWay = opening > waiting.size();
        boolean opens = !underWay && mayOpen();
        if (!waiting.add(waiter, underWay || opens)) {
            waiter.onConnectFailed(Failure.OVERFLOW);
        } else if (opens) {
            open();
        } else if (!underWay) {
            apply();
        }
    }

    private boolean mayOpen() {
        return !applied && limits.connections().take(endpoint.connections());
    }

    @Override
    public void leave(ConnectionWaiter waiter) {
        waiting.remove(waiter);
    }

    /** Dead ones are forgotten on the way, and those that their endpoint may be closing right now are closed. */
    private boolean hasWarm() {
        while (idleCount > 0) {
            ClientConnection warmest = idle[idleCount - 1];
            if (warmest != null && warmest.active() && !mayBeClosing(warmest)) {
                return true;
            }
            takeWarmest();
            if (warmest != null) {
                warmest.close();
            }
        }
        return false;
    }

    /** It idled for as long as its endpoint allows, or a close has come that this loop has yet to hear of. */
    private boolean mayBeClosing(ClientConnection warmest) {
        long now = System.nanoTime();
        long idleNanos = now - warmest.idleSinceNanos();
        return idleNanos >= USED_UNASKED_NANOS
                && warmest.closingAfter(endpoint.keepAlive().limitNanos(now));
    }

    private void handWarm(ConnectionWaiter waiter) {
        if (!limits.requests().take()) {
            waiter.onConnectFailed(Failure.OVERFLOW);
            return;
        }
        ClientConnection warmest = takeWarmest();
        if (warmest != null) {
            waiter.onConnected(warmest);
        }
    }

    /** The top of the stack: once a request, so nothing is moved. */
    private @Nullable ClientConnection takeWarmest() {
        limits.connections().idle(-1);
        ClientConnection warmest = idle[--idleCount];
        idle[idleCount] = null;
        return warmest;
    }

    /** Those in line, as far as connections are idle. */
    private void serve() {
        while (!waiting.isEmpty() && hasWarm()) {
            ConnectionWaiter first = waiting.poll();
            if (first != null) {
                handWarm(first);
            }
        }
    }

    private void failFirst(Failure why) {
        ConnectionWaiter first = waiting.poll();
        if (first != null) {
            first.onConnectFailed(why);
        }
    }

    // --- opening ---

    private void openForWaiting() {
        while (opening < waiting.size()) {
            if (!mayOpen()) {
                apply();
                return;
            }
            open();
        }
    }

    /** Every connection that the cluster may have is in use, or idle elsewhere. */
    private void apply() {
        if (applied) {
            return;
        }
        applied = true;
        appliedNanos = System.nanoTime();
        limits.connections().apply(this);
        endpoint.cluster().giveUpIdle();
    }

    @Override
    public AtomicInteger ofEndpoint() {
        return endpoint.connections();
    }

    @Override
    public long appliedNanos() {
        return appliedNanos;
    }

    @Override
    public void granted() {
        if (!connections.loop().eventLoop().isShuttingDown()) {
            connections.loop().eventLoop().execute(this::useGrant);
        }
    }

    private void useGrant() {
        applied = false;
        if (opening < waiting.size()) {
            open();
            openForWaiting();
        } else {
            limits.connections().giveBack(endpoint.connections());
        }
    }

    private void open() {
        opening++;
        ClientConnection connection = connections.open(this);
        ChannelFuture connected = connecting.open(connection);
        connected.addListener(done -> {
            opening--;
            if (done.isSuccess()) {
                opened(connection, connected.channel());
            } else {
                limits.connections().giveBack(endpoint.connections());
                failed(Connecting.failure(done.cause()));
            }
        });
    }

    private void opened(ClientConnection connection, Channel channel) {
        open++;
        if (limits.connections().isLimited()) {
            channel.closeFuture().addListener(closed -> limits.connections().giveBack(endpoint.connections()));
        }
        endpoint.reachability().succeeded();
        if (maxAgeNanos > 0) {
            Age age = new Age(connection);
            connections.loop().timers().arm(age, maxAgeNanos);
            channel.closeFuture()
                    .addListener(closed -> connections.loop().timers().cancel(age));
        }
        if (waiting.isEmpty() && endpoint.closed()) {
            connection.close();
            return;
        }
        keep(connection);
        serve();
    }

    /** One request fails for one connect that did; all of them where nothing else is under way to serve them. */
    private void failed(Failure why) {
        endpoint.reachability().failed(System.nanoTime());
        endpoint.keepAlive().forget();
        // Those who fail may come back at once.
        int failing = opening == 0 && open == 0 ? waiting.size() : Math.min(1, waiting.size());
        for (int i = 0; i < failing; i++) {
            failFirst(why);
        }
        openForWaiting();
    }

    // --- when one is free, or gone ---

    @Override
    public void reusable(ClientConnection connection) {
        if (connection.keepAliveSeconds() > 0) {
            endpoint.keepAlive().said(connection.keepAliveSeconds(), System.nanoTime());
        }
        boolean spent = maxRequests > 0 && connection.requests() >= maxRequests;
        if (spent || (endpoint.closed() && waiting.isEmpty()) || isDueElsewhere()) {
            connection.close();
            return;
        }
        keep(connection);
        if (!waiting.isEmpty()) {
            // Not from within the exchange that has just ended: it has yet to let go.
            connections.loop().eventLoop().execute(serve);
        }
    }

    /** Another pool of the cluster has waited for so long, or here is nobody who would use it. */
    private boolean isDueElsewhere() {
        ConnectionLimit limit = limits.connections();
        return waiting.isEmpty() ? limit.isSought() : limit.isOverdue(System.nanoTime());
    }

    private void keep(ClientConnection connection) {
        if (idleCount == idle.length) {
            idle = Arrays.copyOf(idle, idleCount * 2);
        }
        long now = System.nanoTime();
        connection.idleSince(now, connections.loop().timers().lateNanos(now));
        idle[idleCount++] = connection;
        limits.connections().idle(1);
        if (!timer.armed() || (endpoint.keepAlive().known() && isTooLate(now))) {
            armTimer(now);
        }
        // Who began to seek one before this was counted has not asked for it.
        if (limits.connections().isSought() && waiting.isEmpty()) {
            closeColdest(1);
        }
    }

    /** One that is idle here, and not because we closed it, was closed by its endpoint; so, likely, was one that met a request. */
    @Override
    public void closed(ClientConnection connection) {
        open--;
        int at = idleAt(connection);
        if (at >= 0 || connection.cutUnanswered()) {
            long now = System.nanoTime();
            // A loop that is late heard of the close late: too long a time would teach what its endpoint does not
            // grant.
            long lateNanos = connections.loop().timers().lateNanos(now);
            endpoint.keepAlive().closedAfter(connection.idledNanos(now) - lateNanos, now);
        }
        if (at >= 0) {
            removeColdest(at, at + 1);
            if (idleCount > 0) {
                armTimer(System.nanoTime());
            }
        }
        openForWaiting();
    }

    /** How long a connection may idle: as its cluster says, or less if its endpoint keeps it for less. */
    private long idleLimitNanos(long now) {
        return Math.min(idleTimeoutNanos, endpoint.keepAlive().limitNanos(now));
    }

    private long idleSince(int at) {
        ClientConnection connection = idle[at];
        return connection == null ? 0 : connection.idleSinceNanos();
    }

    private int idleAt(ClientConnection connection) {
        for (int i = idleCount - 1; i >= 0; i--) {
            if (idle[i] == connection) {
                return i;
            }
        }
        return -1;
    }

    /** Lets one go for another pool of the cluster that may not open one; false if none is idle. */
    boolean giveUpIdle() {
        if (idleCount == 0 || !waiting.isEmpty()) {
            return false;
        }
        closeColdest(1);
        return true;
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
        limits.connections().idle(from - to);
        System.arraycopy(idle, to, idle, from, idleCount - to);
        int left = idleCount - (to - from);
        Arrays.fill(idle, left, idleCount, null);
        idleCount = left;
    }

    private void armTimer(long now) {
        timerDueNanos = idleSince(0) + idleLimitNanos(now);
        connections.loop().timers().arm(timer, timerDueNanos - now);
    }

    /** It was armed before it was known that its endpoint keeps connections for less. */
    private boolean isTooLate(long now) {
        return timerDueNanos - idleSince(0) > idleLimitNanos(now);
    }

    /** Armed while something is idle; the bottom of the stack has waited longest. */
    private final class IdleTimer extends LoopTimer {
        @Override
        protected void expired() {
            long now = System.nanoTime();
            long limit = idleLimitNanos(now);
            int cold = 0;
            while (cold < idleCount && now - idleSince(cold) >= limit) {
                cold++;
            }
            closeColdest(cold);
            if (idleCount > 0) {
                armTimer(now);
            }
        }
    }

    /** The life that a connection is allowed; an exchange that is under way then may still end. */
    private final class Age extends LoopTimer {
        private final ClientConnection connection;

        Age(ClientConnection connection) {
            this.connection = connection;
        }

        @Override
        protected void expired() {
            connection.retire();
            int at = idleAt(connection);
            if (at >= 0) {
                removeColdest(at, at + 1);
                connection.close();
            }
        }
    }
}
