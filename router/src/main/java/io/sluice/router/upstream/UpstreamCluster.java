package io.sluice.router.upstream;

import io.sluice.router.http.Limits;
import io.sluice.router.loop.Loop;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Discovery;
import io.sluice.table.cluster.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One upstream, live: its endpoints and how one is picked. <em>Shared</em>: endpoints change on the publishing thread, and
 * loops read them through a volatile field.
 */
public final class UpstreamCluster {
    private final Cluster cluster;
    private final List<OpeningLoop> loops;
    private final Limits limits;
    private final Map<String, UpstreamEndpoint> byName = new HashMap<>();
    private List<Endpoint> declared = List.of();
    private volatile EndpointLevels usable = EndpointLevels.NONE;

    UpstreamCluster(Cluster cluster, List<OpeningLoop> loops, Limits limits) {
        this.cluster = cluster;
        this.loops = loops;
        this.limits = limits;
    }

    public Cluster cluster() {
        return cluster;
    }

    /** How many endpoints requests may go to. */
    public int size() {
        return usable.size();
    }

    /**
     * Picks an endpoint for an attempt.
     *
     * @param key of the request, where the cluster picks by hash; a random number if it has none
     * @param tried endpoints to avoid if there are others; null = none
     * @param away how many priorities of endpoints to leave behind; 0 = none
     * @return null if there is none at all
     */
    public @Nullable UpstreamEndpoint pick(Loop loop, long key, @Nullable List<UpstreamEndpoint> tried, int away) {
        EndpointLevels levels = usable;
        return levels.isEmpty() ? null : levels.pick(loop, key, tried, away);
    }

    /** Ready endpoints; draining ones only when nothing else is left (DESIGN: endpoints). Publishing thread only. */
    void publish(List<Endpoint> published, Names names) {
        List<Endpoint> reached = cluster.discovery() == Discovery.PUBLISHED ? published : reached(published, names);
        if (reached.equals(declared)) {
            return;
        }
        declared = reached;
        Map<String, UpstreamEndpoint> kept = new HashMap<>();
        for (Endpoint endpoint : reached) {
            String name = endpoint.address() + ' ' + endpoint.port();
            UpstreamEndpoint live = byName.get(name);
            kept.put(
                    name,
                    live != null && live.endpoint().workload().equals(endpoint.workload())
                            ? live.become(endpoint)
                            : new UpstreamEndpoint(endpoint, cluster, loops, limits));
        }
        byName.forEach((name, old) -> {
            if (kept.get(name) != old) {
                old.close();
            }
        });
        byName.clear();
        byName.putAll(kept);
        usable = usable();
    }

    private List<Endpoint> reached(List<Endpoint> published, Names names) {
        List<Endpoint> reached = new ArrayList<>();
        for (Endpoint endpoint : published) {
            List<Endpoint> all = names.addresses(endpoint.address()).stream()
                    .map(endpoint::withAddress)
                    .toList();
            if (cluster.discovery() == Discovery.DNS_FIRST && all.size() > 1) {
                // Servers turn their answers round: one that is in use stays while it is among them.
                reached.add(all.stream().filter(declared::contains).findFirst().orElse(all.get(0)));
            } else {
                reached.addAll(all);
            }
        }
        return reached;
    }

    private EndpointLevels usable() {
        EndpointLevels ready = inState(Endpoint.State.READY);
        return ready.isEmpty() ? inState(Endpoint.State.DRAINING) : ready;
    }

    private EndpointLevels inState(Endpoint.State state) {
        List<UpstreamEndpoint> endpoints = byName.values().stream()
                .filter(live -> live.endpoint().state() == state)
                .toList();
        return EndpointLevels.of(endpoints, cluster.loadBalancing(), loops.size());
    }

    void close() {
        byName.values().forEach(UpstreamEndpoint::close);
    }
}
