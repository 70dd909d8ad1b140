package io.sluice.router.upstream;

import io.netty.util.NetUtil;
import io.sluice.router.http.Limits;
import io.sluice.router.http.h1.ClientConnections;
import io.sluice.router.loop.Loop;
import io.sluice.router.upstream.balance.Candidate;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * One address of a cluster, live. <em>Shared</em>: each event loop has a pool and a count of its own here; a loop writes only
 * its own count, and others read it, perhaps a moment late, to balance.
 */
public final class UpstreamEndpoint implements Candidate {
    private final List<ClientConnections> loops;
    private final EndpointPool[] pools;
    private final AtomicIntegerArray active;
    private final InetSocketAddress address;
    private final String hashName;
    private final long sinceNanos = System.nanoTime();
    private Endpoint endpoint;
    private volatile boolean closed;

    UpstreamEndpoint(Endpoint endpoint, Cluster cluster, List<ClientConnections> loops, Limits limits) {
        this.endpoint = endpoint;
        this.loops = loops;
        address = socketAddress(endpoint);
        boolean ipv6 = endpoint.address().indexOf(':') >= 0;
        hashName = (ipv6 ? "[" + endpoint.address() + "]" : endpoint.address()) + ":" + endpoint.port();
        active = new AtomicIntegerArray(loops.size());
        pools = new EndpointPool[loops.size()];
        for (int i = 0; i < pools.length; i++) {
            pools[i] = new EndpointPool(this, cluster, loops.get(i), limits);
        }
    }

    /** No name is looked up here: that would block whoever publishes. */
    private static InetSocketAddress socketAddress(Endpoint endpoint) {
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(endpoint.address());
        return literal == null
                ? InetSocketAddress.createUnresolved(endpoint.address(), endpoint.port())
                : new InetSocketAddress(literal, endpoint.port());
    }

    /** As published last. Publishing thread only. */
    Endpoint endpoint() {
        return endpoint;
    }

    UpstreamEndpoint become(Endpoint published) {
        endpoint = published;
        return this;
    }

    public InetSocketAddress address() {
        return address;
    }

    /** The loop's own connections to it. */
    public EndpointPool pool(Loop loop) {
        return pools[loop.index()];
    }

    /** An attempt begins; to be matched by {@link #ended} on the same loop. */
    public void begun(Loop loop) {
        active.setPlain(loop.index(), active.getPlain(loop.index()) + 1);
    }

    public void ended(Loop loop) {
        active.setPlain(loop.index(), active.getPlain(loop.index()) - 1);
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
        for (int i = 0; i < pools.length; i++) {
            loops.get(i).loop().eventLoop().execute(pools[i]::closeIdle);
        }
    }

    /** The address and port, for people. */
    @Override
    public String toString() {
        return hashName;
    }
}
