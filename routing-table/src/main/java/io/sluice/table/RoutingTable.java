package io.sluice.table;

import io.sluice.table.cluster.Cluster;
import io.sluice.table.policy.WorkloadPolicy;
import io.sluice.table.telemetry.Telemetry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything a router needs to know but the endpoints, which change a hundred times more often and travel apart
 * ({@link io.sluice.table.cluster.Endpoints}).
 *
 * @param listeners every open port, by role; several may share one port (see {@link Listener})
 * @param clusters by {@link Cluster#name()}; a destination may name a cluster that is not here, which answers 503 {@code
 *     NC}
 * @param workloadPolicies policies that guard pods behind the router, enforced per attempt
 * @param telemetry what is told of exchanges
 */
public record RoutingTable(
        List<Listener> listeners,
        Map<String, Cluster> clusters,
        List<WorkloadPolicy> workloadPolicies,
        Telemetry telemetry) {

    /** A table that routes nothing: no listener is open. */
    public static final RoutingTable EMPTY = new RoutingTable(List.of(), Map.of(), List.of());

    public RoutingTable {
        listeners = List.copyOf(listeners);
        clusters = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(clusters));
        workloadPolicies = List.copyOf(workloadPolicies);
        clusters.forEach((name, cluster) -> {
            if (!name.equals(cluster.name())) {
                throw new IllegalArgumentException("cluster " + cluster.name() + " is listed as " + name);
            }
        });
    }

    /** One of whose exchanges is told what the router was started with. */
    public RoutingTable(
            List<Listener> listeners, Map<String, Cluster> clusters, List<WorkloadPolicy> workloadPolicies) {
        this(listeners, clusters, workloadPolicies, Telemetry.NONE);
    }

    /** The same with other listeners. */
    public RoutingTable withListeners(List<Listener> others) {
        return new RoutingTable(others, clusters, workloadPolicies, telemetry);
    }
}
