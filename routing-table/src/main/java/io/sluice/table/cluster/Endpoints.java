package io.sluice.table.cluster;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who serves each cluster right now, and who calls. Published apart from the routing table.
 *
 * @param byCluster endpoints by cluster name; a cluster that is missing has none
 * @param names addresses among the endpoints that are names, to be resolved
 * @param callers pods by their address, for {@code sourceLabels} and bare names of the mesh role
 */
public record Endpoints(
        Map<String, List<Endpoint>> byCluster, Set<String> names, Map<String, Endpoint.Workload> callers) {
    public static final Endpoints EMPTY = new Endpoints(Map.of(), Map.of());

    /** All addresses are literal. */
    public Endpoints(Map<String, List<Endpoint>> byCluster, Map<String, Endpoint.Workload> callers) {
        this(byCluster, Set.of(), callers);
    }

    public Endpoints {
        byCluster = Map.copyOf(byCluster);
        names = Set.copyOf(names);
        callers = Map.copyOf(callers);
    }
}
