package io.sluice.router.explain;

import io.sluice.table.Destination;
import io.sluice.table.Role;
import io.sluice.table.RoutingTable;
import io.sluice.table.SniRoute;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.policy.Authorization;
import io.sluice.table.tls.UpstreamTls;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where a connection goes that is not opened here: its hello names a server, and nothing else of it is read (ADR 17). */
final class PassedOn {
    private final RoutingTable table;
    private final Endpoints endpoints;

    PassedOn(RoutingTable table, Endpoints endpoints) {
        this.table = table;
        this.endpoints = endpoints;
    }

    Outcome.Passed outcome(SniRoute route, @Nullable String serverName) {
        List<Destination> destinations = route.split().destinations();
        int total = destinations.stream().mapToInt(Destination::weight).sum();
        return new Outcome.Passed(
                serverName == null ? "" : serverName,
                route.serverNames().stream().map(Words::of).collect(Collectors.joining(", ")),
                route.origin(),
                destinations.stream()
                        .map(destination -> new Outcome.Branch(
                                destinations.size() == 1 ? 100 : 100.0 * destination.weight() / total,
                                destination.cluster(),
                                ready(destination.cluster()),
                                trouble(destination.cluster())))
                        .toList());
    }

    private List<Endpoint> all(String cluster) {
        return endpoints.byCluster().getOrDefault(cluster, List.of());
    }

    private List<String> ready(String cluster) {
        return all(cluster).stream()
                .filter(endpoint -> endpoint.state() == Endpoint.State.READY)
                .map(Forwarding::address)
                .toList();
    }

    /** By what connections of its share are closed; for one that is opened a second time, how. Empty = there is nothing to say. */
    private String trouble(String name) {
        Cluster cluster = table.clusters().get(name);
        if (cluster == null) {
            return "closed: there is no such Service, port or subset";
        }
        if (cluster.tls() instanceof UpstreamTls.Unavailable unavailable) {
            return "closed: " + unavailable.reason();
        }
        if (all(name).isEmpty()) {
            return "closed: no endpoint is known";
        }
        if (all(name).stream().allMatch(this::guarded)) {
            return "closed: policies guard its pods, and nobody here sees the requests that they speak of";
        }
        return cluster.tls() instanceof UpstreamTls.Tls
                ? "inside TLS of this router's, as its DestinationRule says: the client's is opened behind that"
                : "";
    }

    private boolean guarded(Endpoint endpoint) {
        return table.workloadPolicies().stream()
                .anyMatch(policy -> policy.selects(endpoint.workload())
                        && (policy.role() == null || policy.role() == Role.GATEWAY)
                        && (policy.authentication() != null
                                || !policy.authorization().equals(Authorization.NONE)));
    }
}
