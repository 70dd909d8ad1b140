package io.sluice.router.upstream;

import io.sluice.router.http.Limits;
import io.sluice.router.telemetry.traffic.Sources;
import io.sluice.router.telemetry.traffic.TrafficMeters;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.cluster.RetryBudget;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Every live cluster by name. <em>Shared</em>: changed by the publishing thread, and by that of {@link Names} when a name
 * comes to stand for other addresses, under this object's lock; event loops reach clusters through the generation that compiled them, and callers through a volatile field.
 */
public final class Upstreams {
    private final List<OpeningLoop> loops;
    private final Limits limits;
    private final Names names;
    private final @Nullable RetryBudget retryBudget;
    private final TrafficMeters traffic;
    private final Map<String, UpstreamCluster> clusters = new HashMap<>();

    /** By cluster; a count outlives its cluster, for it never goes backwards. */
    private final Map<String, AtomicLong> ejections = new ConcurrentHashMap<>();

    private Endpoints endpoints = Endpoints.EMPTY;
    private volatile Map<String, Workload> callers = Map.of();
    private volatile Sources sources;

    /** @param retryBudget of clusters that have none of their own; null = none */
    public Upstreams(
            List<OpeningLoop> loops,
            Limits limits,
            Names names,
            TrafficMeters traffic,
            @Nullable RetryBudget retryBudget) {
        this.traffic = traffic;
        sources = Sources.of(Map.of(), traffic);
        this.retryBudget = retryBudget;
        this.loops = List.copyOf(loops);
        this.limits = limits;
        this.names = names;
    }

    /** Live clusters for these records: where a record is equal, the cluster is the same, with its warm connections. */
    public synchronized Map<String, UpstreamCluster> reconcile(Map<String, Cluster> wanted) {
        Map<String, UpstreamCluster> live = new HashMap<>();
        wanted.forEach((name, record) -> {
            UpstreamCluster old = clusters.get(name);
            live.put(name, old != null && old.cluster().equals(record) ? old : open(record));
        });
        return live;
    }

    /** The clusters that {@link #reconcile} gave are in force; what is no longer among them closes as it falls idle. */
    public synchronized void retain(Map<String, UpstreamCluster> live) {
        clusters.forEach((name, cluster) -> {
            if (live.get(name) != cluster) {
                cluster.close();
            }
        });
        clusters.clear();
        clusters.putAll(live);
        // What was published while the new ones were being compiled.
        clusters.values().forEach(this::fill);
    }

    public void publish(Endpoints published) {
        // Not under the lock, which whoever tells of a name's change needs.
        names.follow(published.names(), this::renamed);
        put(published);
    }

    private synchronized void put(Endpoints published) {
        endpoints = published;
        if (!published.callers().equals(callers)) {
            callers = published.callers();
            sources = Sources.of(callers, traffic);
        }
        clusters.values().forEach(this::fill);
    }

    private synchronized void renamed() {
        clusters.values().forEach(this::fill);
    }

    /** As published last. */
    public synchronized Endpoints endpoints() {
        return endpoints;
    }

    /** Who is set aside now: addresses with ports, by cluster, of clusters that set endpoints aside. */
    public synchronized Map<String, Set<String>> ejected() {
        Map<String, Set<String>> ejected = new HashMap<>();
        clusters.forEach((name, cluster) -> {
            if (cluster.cluster().outlierDetection() != null) {
                ejected.put(name, cluster.ejected());
            }
        });
        return ejected;
    }

    /** How often an endpoint was set aside, by cluster, of clusters that set endpoints aside. */
    public synchronized Map<String, Long> ejections() {
        Map<String, Long> counts = new HashMap<>();
        clusters.forEach((name, cluster) -> {
            AtomicLong count = ejections.get(name);
            if (count != null && cluster.cluster().outlierDetection() != null) {
                counts.put(name, count.get());
            }
        });
        return counts;
    }

    /** The pod at an address; null if nobody knows. */
    public @Nullable Workload caller(String address) {
        return callers.get(address);
    }

    /** Callers as metrics know them. */
    public Sources sources() {
        return sources;
    }

    private UpstreamCluster open(Cluster record) {
        UpstreamCluster cluster = new UpstreamCluster(
                record,
                loops,
                limits,
                ejections.computeIfAbsent(record.name(), first -> new AtomicLong()),
                traffic,
                retryBudget);
        fill(cluster);
        return cluster;
    }

    private void fill(UpstreamCluster cluster) {
        cluster.publish(endpoints.byCluster().getOrDefault(cluster.cluster().name(), List.of()), names);
    }
}
