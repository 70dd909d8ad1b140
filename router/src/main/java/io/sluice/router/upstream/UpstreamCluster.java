package io.sluice.router.upstream;

import io.sluice.router.http.Limits;
import io.sluice.router.http.h1.ClientConnections;
import io.sluice.router.loop.Loop;
import io.sluice.router.upstream.balance.Balancer;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One upstream, live: its endpoints and how one is picked. <em>Shared</em>: endpoints change on the publishing thread, and
 * loops read the array of them through a volatile field.
 */
public final class UpstreamCluster {
    private static final UpstreamEndpoint[] NONE = {};

    /** Envoy's {@code host_selection_retry_max_attempts} as Istio sets it: then the last pick is used, even if tried before. */
    private static final int MOST_PICKS = 5;

    private final Cluster cluster;
    private final List<ClientConnections> loops;
    private final Limits limits;
    private final Balancer balancer;
    private final Map<String, UpstreamEndpoint> byAddress = new HashMap<>();
    private volatile UpstreamEndpoint[] usable = NONE;

    UpstreamCluster(Cluster cluster, List<ClientConnections> loops, Limits limits) {
        this.cluster = cluster;
        this.loops = loops;
        this.limits = limits;
        balancer = Balancer.of(cluster.loadBalancing(), loops.size());
    }

    public Cluster cluster() {
        return cluster;
    }

    /** How many endpoints requests may go to. */
    public int size() {
        return usable.length;
    }

    /**
     * Picks an endpoint for an attempt.
     *
     * @param tried endpoints to avoid if there are others; null = none
     * @return null if there is none at all
     */
    public @Nullable UpstreamEndpoint pick(Loop loop, @Nullable List<UpstreamEndpoint> tried) {
        UpstreamEndpoint[] endpoints = usable;
        if (endpoints.length == 0) {
            return null;
        }
        UpstreamEndpoint picked = endpoints[balancer.pick(endpoints, loop)];
        if (tried != null) {
            for (int i = 1; i < MOST_PICKS && tried.contains(picked); i++) {
                picked = endpoints[balancer.pick(endpoints, loop)];
            }
        }
        return picked;
    }

    /** Ready endpoints; draining ones only when nothing else is left (DESIGN: endpoints). Publishing thread only. */
    void publish(List<Endpoint> published) {
        Map<String, UpstreamEndpoint> kept = new HashMap<>();
        for (Endpoint endpoint : published) {
            String key = endpoint.address() + ' ' + endpoint.port();
            UpstreamEndpoint live = byAddress.get(key);
            kept.put(
                    key,
                    live != null && live.endpoint().workload().equals(endpoint.workload())
                            ? live.become(endpoint)
                            : new UpstreamEndpoint(endpoint, cluster, loops, limits));
        }
        byAddress.forEach((key, old) -> {
            if (kept.get(key) != old) {
                old.close();
            }
        });
        byAddress.clear();
        byAddress.putAll(kept);
        usable = usable();
    }

    private UpstreamEndpoint[] usable() {
        UpstreamEndpoint[] ready = inState(Endpoint.State.READY);
        return ready.length > 0 ? ready : inState(Endpoint.State.DRAINING);
    }

    private UpstreamEndpoint[] inState(Endpoint.State state) {
        return byAddress.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .filter(live -> live.endpoint().state() == state)
                .toArray(UpstreamEndpoint[]::new);
    }

    void close() {
        byAddress.values().forEach(UpstreamEndpoint::close);
    }
}
