package io.sluice.table.cluster;

import java.util.HashMap;
import java.util.HashSet;
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

    /** These, and those that clusters had before which have none now: for the moment in which routes still lead there. */
    public Endpoints keeping(Endpoints before) {
        Map<String, List<Endpoint>> kept = new HashMap<>(before.byCluster);
        byCluster.forEach((cluster, now) -> kept.merge(cluster, now, (old, next) -> next.isEmpty() ? old : next));
        Set<String> allNames = new HashSet<>(before.names);
        allNames.addAll(names);
        return new Endpoints(kept, allNames, callers);
    }
}
