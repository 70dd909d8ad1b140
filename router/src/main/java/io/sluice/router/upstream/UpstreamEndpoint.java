package io.sluice.router.upstream;

import io.netty.util.NetUtil;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.RequestHead;
import io.sluice.router.loop.Loop;
import io.sluice.router.telemetry.traffic.Party;
import io.sluice.router.telemetry.traffic.PredictorMeter;
import io.sluice.router.telemetry.traffic.Target;
import io.sluice.router.upstream.balance.Candidate;
import io.sluice.router.upstream.health.EndpointHealth;
import io.sluice.router.upstream.health.KeepAlive;
import io.sluice.router.upstream.health.Reachability;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.cluster.OutlierDetection;
import io.sluice.table.cluster.UpstreamProtocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * One address of a cluster, live. <em>Shared</em>: each event loop has a pool and a count of its own here; a loop writes only
 * its own count, and others read it, perhaps a moment late, to balance.
 */
public final class UpstreamEndpoint implements Candidate {
    private final List<OpeningLoop> loops;
    private final UpstreamProtocol protocol;
    private final EndpointPool[] pools;
    private final Http2Pool[] http2Pools;

    /** One a loop, where hosts of requests are names that handshakes ask for; else none. */
    private final List<NamedPools> named = new ArrayList<>(0);

    private final AtomicIntegerArray active;
    private final InetSocketAddress address;
    private final byte[] addressText;
    private final String hashName;
    private final long sinceNanos = System.nanoTime();
    private final UpstreamCluster cluster;
    private final @Nullable EndpointHealth health;
    private final Reachability reachability = new Reachability();
    private final KeepAlive keepAlive = new KeepAlive();
    private final AtomicInteger connections = new AtomicInteger();
    private final Workload workload;
    private final Target target;
    private final @Nullable PredictorMeter predictor;
    private final Security security;
    private volatile String principal = Party.NOT_KNOWN;
    private Endpoint endpoint;
    private volatile boolean closed;

    UpstreamEndpoint(Endpoint endpoint, UpstreamCluster cluster) {
        this.endpoint = endpoint;
        workload = endpoint.workload();
        security = cluster.security(endpoint);
        this.cluster = cluster;
        target = cluster.traffic().endpoint(cluster.cluster(), workload, security.mutual());
        predictor = cluster.traffic().seldon().endpoint(cluster.cluster(), workload);
        loops = cluster.loops();
        OutlierDetection detection = cluster.cluster().outlierDetection();
        health = detection == null ? null : new EndpointHealth(detection);
        address = socketAddress(endpoint);
        InetAddress resolved = address.getAddress();
        addressText = Ascii.bytes(resolved == null ? endpoint.address() : resolved.getHostAddress());
        boolean ipv6 = endpoint.address().indexOf(':') >= 0;
        hashName = (ipv6 ? "[" + endpoint.address() + "]" : endpoint.address()) + ":" + endpoint.port();
        active = new AtomicIntegerArray(loops.size());
        protocol = cluster.cluster().protocol();
        pools = new EndpointPool[loops.size()];
        http2Pools = new Http2Pool[loops.size()];
        for (int i = 0; i < pools.length; i++) {
            pools[i] = new EndpointPool(this, cluster, loops.get(i), endpoint.address());
            http2Pools[i] = new Http2Pool(this, cluster, loops.get(i), endpoint.address());
            if (security.named()) {
                named.add(new NamedPools(this, cluster, loops.get(i)));
            }
        }
    }

    /** No name is looked up here: that would block whoever publishes. */
    private static InetSocketAddress socketAddress(Endpoint endpoint) {
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(endpoint.address());
        return literal == null
                ? InetSocketAddress.createUnresolved(endpoint.address(), endpoint.port())
                : new InetSocketAddress(literal, endpoint.port());
    }

    /** As published last. For changes of its cluster alone. */
    Endpoint endpoint() {
        return endpoint;
    }

    /** Whether what is published is this one still: another pod, or one that wants to be spoken to in another way, is another. */
    boolean isFor(Endpoint published) {
        return workload.equals(published.workload()) && endpoint.demandsTls() == published.demandsTls();
    }

    /** What its connections are opened with. */
    Security security() {
        return security;
    }

    UpstreamEndpoint become(Endpoint published) {
        endpoint = published;
        return this;
    }

    /** The pod behind it, as far as it is known; another pod at the same address is another endpoint. */
    public Workload workload() {
        return workload;
    }

    /** What they are counted into by Seldon's names; null = they are not. */
    public @Nullable PredictorMeter predictor() {
        return predictor;
    }

    /** Whom the certificate names that it has shown last, {@code spiffe://td/ns/x/sa/y}; to metrics alone, for one connection may differ. */
    public String principal() {
        return principal;
    }

    /** @param shown verified; empty = none */
    void shows(String shown) {
        String name = Party.principal(shown);
        if (!name.equals(principal)) {
            principal = name;
        }
    }

    /** What its exchanges are counted into. */
    public Target target() {
        return target;
    }

    /** Its address without the port, as people read it. Shared: never written to. */
    public byte[] addressText() {
        return addressText;
    }

    public InetSocketAddress address() {
        return address;
    }

    /**
     * The loop's own connections to it, in the protocol that its cluster speaks.
     *
     * @param head of the request: what its client speaks, for a cluster that does as the client does; and its host, for one whose
     *     handshakes ask for it
     */
    public StreamPool pool(Loop loop, RequestHead head) {
        boolean http2 = switch (protocol) {
            case HTTP1 -> false;
            case HTTP2 -> true;
            case AS_CLIENT -> head.http2();
        };
        if (!named.isEmpty()) {
            return named.get(loop.index()).pool(head, http2);
        }
        return http2 ? http2Pools[loop.index()] : pools[loop.index()];
    }

    /** An attempt begins; to be matched by {@link #ended} on the same loop. */
    public void begun(Loop loop) {
        active.setPlain(loop.index(), active.getPlain(loop.index()) + 1);
    }

    public void ended(Loop loop) {
        active.setPlain(loop.index(), active.getPlain(loop.index()) - 1);
    }

    /** An exchange on a connection of its pools is over. */
    public void released() {
        cluster.limits().requests().giveBack();
    }

    // --- how it does ---

    /** An exchange has a connection. */
    public void reached() {
        if (health != null) {
            health.connected();
        }
    }

    /** It answered: who is one too many times in the wrong is set aside before its answer passes on. */
    public void answered(int status) {
        if (health != null && health.answered(status)) {
            cluster.eject(this);
        }
    }

    /** Whether {@link #answered} matters to anybody. */
    public boolean watched() {
        return health != null;
    }

    /** There was no answer, or not all of it. */
    public void failed(Failure why) {
        if (health != null && isTooMuch(health, why)) {
            cluster.eject(this);
        }
    }

    private static boolean isTooMuch(EndpointHealth health, Failure why) {
        if (why == Failure.PER_TRY_TIMEOUT || why == Failure.RESPONSE_TIMEOUT) {
            return health.timedOut();
        }
        // An idle connection that has ended in the meantime says nothing, nor does a limit of our own.
        boolean its = why.side() == Failure.Side.UPSTREAM && why != Failure.UPSTREAM_STALE && why != Failure.OVERFLOW;
        return its && health.failed();
    }

    /** Null if nobody is ever set aside. */
    @Nullable
    EndpointHealth health() {
        return health;
    }

    boolean ejected() {
        return health != null && health.ejected();
    }

    Reachability reachability() {
        return reachability;
    }

    KeepAlive keepAlive() {
        return keepAlive;
    }

    /** Whether a request is to look for another. */
    boolean avoided() {
        return !reachability.sound() && reachability.avoided(System.nanoTime());
    }

    UpstreamCluster cluster() {
        return cluster;
    }

    /** Connections to it, of all loops; counted where the cluster's are limited. */
    AtomicInteger connections() {
        return connections;
    }

    /** Lets an idle connection of this loop go, if there is one. On that loop. */
    boolean giveUpIdle(int loop) {
        return pools[loop].giveUpIdle() || (!named.isEmpty() && named.get(loop).giveUpIdle());
    }

    /** Attempts under way, of all loops. */
    @Override
    public int active() {
        int sum = 0;
        for (int i = 0; i < active.length(); i++) {
            sum += active.getOpaque(i);
        }
        return sum;
    }

    @Override
    public String hashName() {
        return hashName;
    }

    @Override
    public long sinceNanos() {
        return sinceNanos;
    }

    /** It is no longer published: what is under way ends in peace, but no connection is kept for another. */
    boolean closed() {
        return closed;
    }

    void close() {
        closed = true;
        cluster.traffic().endpointGone(target);
        cluster.traffic().seldon().gone(predictor);
        for (int i = 0; i < pools.length; i++) {
            loops.get(i).loop().eventLoop().execute(pools[i]::closeIdle);
            loops.get(i).loop().eventLoop().execute(http2Pools[i]::close);
            if (!named.isEmpty()) {
                loops.get(i).loop().eventLoop().execute(named.get(i)::close);
            }
        }
    }

    /** The address and port, for people. */
    @Override
    public String toString() {
        return hashName;
    }
}
