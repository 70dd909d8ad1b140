package io.sluice.router.explain;

import io.sluice.table.Action;
import io.sluice.table.DirectResponse;
import io.sluice.table.Forward;
import io.sluice.table.Host;
import io.sluice.table.Listener;
import io.sluice.table.Redirect;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.RoutingTable;
import io.sluice.table.SniRoute;
import io.sluice.table.Split;
import io.sluice.table.Traffic;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.cluster.LoadBalancing;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.table.tls.UpstreamTls;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is served, as tables: a record is a row, its components are the columns.
 *
 * @param generation number of the table
 * @param ejected who is set aside at the moment: addresses with ports, by cluster
 */
public record Inspection(long generation, RoutingTable table, Endpoints endpoints, Map<String, Set<String>> ejected) {

    /**
     * A route in its place.
     *
     * @param position among the host's routes, from 0: the first that matches wins
     * @param match every condition
     * @param action what follows
     * @param origin where it was said
     */
    public record RouteRow(
            int port,
            Role role,
            String host,
            List<String> names,
            int position,
            String route,
            String match,
            String action,
            String origin) {
        public RouteRow {
            names = List.copyOf(names);
        }
    }

    /**
     * A cluster.
     *
     * @param tls the mode; never a key or a certificate
     * @param ready how many endpoints
     * @param draining used only when none is ready
     * @param ejected set aside by outlier detection at the moment, of either
     */
    public record ClusterRow(
            String cluster,
            String host,
            int port,
            String subset,
            UpstreamProtocol protocol,
            String balancing,
            String tls,
            long ready,
            long draining,
            long ejected) {}

    /**
     * An endpoint.
     *
     * @param ejected set aside by outlier detection at the moment
     */
    public record EndpointRow(
            String cluster,
            String address,
            Endpoint.State state,
            boolean ejected,
            int weight,
            String locality,
            String pod) {}

    /** By port, listener, host and order. */
    public List<RouteRow> routes() {
        List<RouteRow> rows = new ArrayList<>();
        for (Listener listener : table.listeners()) {
            switch (listener.traffic()) {
                case Traffic.Http http -> http.hosts().forEach(host -> addRows(listener, host, rows));
                case Traffic.Passthrough passed -> addRows(listener, passed, rows);
            }
        }
        return rows;
    }

    private static void addRows(Listener listener, Host host, List<RouteRow> rows) {
        List<String> names = host.domains().stream()
                .map(domain -> Words.of(domain.pattern())
                        + (domain.callerNamespace() == null ? "" : " (callers of " + domain.callerNamespace() + ")"))
                .toList();
        for (int i = 0; i < host.routes().size(); i++) {
            Route route = host.routes().get(i);
            rows.add(new RouteRow(
                    listener.port(),
                    listener.role(),
                    host.name(),
                    names,
                    i,
                    route.name(),
                    Words.of(route.match()),
                    host.httpsRedirect() ? "301 to https" : of(route.action()),
                    route.origin().toString()));
        }
    }

    /** Bytes, routed by the name that handshakes ask for: no request is seen. */
    private static void addRows(Listener listener, Traffic.Passthrough passed, List<RouteRow> rows) {
        for (int i = 0; i < passed.routes().size(); i++) {
            SniRoute route = passed.routes().get(i);
            rows.add(new RouteRow(
                    listener.port(),
                    listener.role(),
                    listener.name(),
                    route.serverNames().stream().map(Words::of).toList(),
                    i,
                    "",
                    "TLS that is not opened",
                    of(route.split()),
                    route.origin().toString()));
        }
    }

    private static String of(Split split) {
        return split.destinations().stream()
                .map(destination ->
                        split.weighted() ? destination.weight() + " " + destination.cluster() : destination.cluster())
                .collect(Collectors.joining(", "));
    }

    private static String of(Action action) {
        return switch (action) {
            case Forward forward -> of(forward.split());
            case Redirect redirect -> "redirect " + redirect.status();
            case DirectResponse response -> "answer " + response.status();
        };
    }

    /** By name. */
    public List<ClusterRow> clusters() {
        return new TreeMap<>(table.clusters()).values().stream().map(this::row).toList();
    }

    private ClusterRow row(Cluster cluster) {
        List<Endpoint> all = endpoints.byCluster().getOrDefault(cluster.name(), List.of());
        long ready = all.stream()
                .filter(endpoint -> endpoint.state() == Endpoint.State.READY)
                .count();
        return new ClusterRow(
                cluster.name(),
                cluster.host(),
                cluster.port(),
                cluster.subset(),
                cluster.protocol(),
                of(cluster.loadBalancing()),
                cluster.tls() instanceof UpstreamTls.Plaintext
                        ? "none"
                        : cluster.tls().getClass().getSimpleName().toLowerCase(Locale.ROOT),
                ready,
                all.size() - ready,
                ejected.getOrDefault(cluster.name(), Set.of()).size());
    }

    private static String of(LoadBalancing balancing) {
        return switch (balancing) {
            case LoadBalancing.LeastRequest leastRequest -> "LEAST_REQUEST";
            case LoadBalancing.RoundRobin roundRobin -> "ROUND_ROBIN";
            case LoadBalancing.Random random -> "RANDOM";
            case LoadBalancing.ConsistentHash hash -> "CONSISTENT_HASH";
        };
    }

    /** By cluster and address; only of clusters that the table names. */
    public List<EndpointRow> endpointRows() {
        List<EndpointRow> rows = new ArrayList<>();
        for (String cluster : new TreeMap<>(table.clusters()).keySet()) {
            endpoints.byCluster().getOrDefault(cluster, List.of()).stream()
                    .map(endpoint -> row(cluster, endpoint))
                    .sorted(java.util.Comparator.comparing(EndpointRow::address))
                    .forEach(rows::add);
        }
        return rows;
    }

    private EndpointRow row(String cluster, Endpoint endpoint) {
        Endpoint.Workload pod = endpoint.workload();
        return new EndpointRow(
                cluster,
                Forwarding.address(endpoint),
                endpoint.state(),
                ejected.getOrDefault(cluster, Set.of()).contains(Forwarding.address(endpoint)),
                endpoint.weight(),
                endpoint.place().locality(),
                pod.name().isEmpty() ? "" : pod.namespace() + "/" + pod.name());
    }
}
