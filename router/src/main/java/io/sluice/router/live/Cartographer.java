package io.sluice.router.live;

import io.sluice.router.explain.Explainer;
import io.sluice.router.explain.Inspection;
import io.sluice.router.explain.Inspection.ClusterRow;
import io.sluice.router.explain.Words;
import io.sluice.router.live.TrafficMap.DestinationRow;
import io.sluice.router.live.TrafficMap.HostRow;
import io.sluice.router.live.TrafficMap.PortRow;
import io.sluice.router.live.TrafficMap.RouteRow;
import io.sluice.router.live.TrafficMap.ShadowRow;
import io.sluice.router.telemetry.SeriesKey;
import io.sluice.router.telemetry.history.History;
import io.sluice.router.telemetry.history.Past;
import io.sluice.router.telemetry.history.Span;
import io.sluice.table.Action;
import io.sluice.table.Destination;
import io.sluice.table.DirectResponse;
import io.sluice.table.Forward;
import io.sluice.table.Host;
import io.sluice.table.Listener;
import io.sluice.table.Redirect;
import io.sluice.table.Rewrite;
import io.sluice.table.Route;
import io.sluice.table.RoutingTable;
import io.sluice.table.Shadow;
import io.sluice.table.Traffic;
import io.sluice.table.policy.RetryPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Draws the {@link TrafficMap}: what is declared, beside what was counted. Shared. */
public final class Cartographer {
    private final Explainer explainer;
    private final History history;
    private final SplitAges ages = new SplitAges();

    public Cartographer(Explainer explainer, History history) {
        this.explainer = explainer;
        this.history = history;
    }

    /** A table is in force. */
    public void follow(RoutingTable table) {
        ages.follow(table, history.second());
    }

    /** A name in the table: a listener of each port that it is on may have one. */
    private record Named(Set<PortRow> ports, Set<String> names, List<Route> routes) {}

    /**
     * @param wanted part of a host's name; empty = any
     * @param most hosts
     */
    public TrafficMap draw(Span span, String wanted, int most) {
        Inspection now = explainer.inspect();
        Drawing drawing = new Drawing(span, now);
        List<HostRow> hosts = new ArrayList<>();
        named(now.table()).forEach((name, host) -> {
            if (name.contains(wanted)) {
                hosts.add(drawing.host(name, host));
            }
        });
        hosts.sort(Comparator.comparingDouble(HostRow::rate).reversed());
        return new TrafficMap(
                now.generation(),
                span.step(),
                history.all(span),
                history.exchanges(SeriesKey.UNROUTED, span, 0),
                hosts.size() > most ? hosts.subList(0, most) : hosts,
                Math.max(0, hosts.size() - most),
                history.leftOut());
    }

    private static Map<String, Named> named(RoutingTable table) {
        Map<String, Named> named = new LinkedHashMap<>();
        for (Listener listener : table.listeners()) {
            if (listener.traffic() instanceof Traffic.Http http) {
                for (Host host : http.hosts()) {
                    Named known = named.computeIfAbsent(
                            host.name(),
                            absent -> new Named(new LinkedHashSet<>(), new LinkedHashSet<>(), new ArrayList<>()));
                    known.ports().add(new PortRow(listener.port(), listener.role()));
                    host.domains().forEach(domain -> known.names().add(Words.of(domain.pattern())));
                    known.routes().addAll(host.routes());
                }
            }
        }
        return named;
    }

    /** Routes that are counted together, and what they share. */
    private record Group(String name, Action action) {
        static Group of(Route route) {
            Action action = route.action() instanceof Forward forward
                    ? new Forward(forward.split(), Rewrite.NONE, null, RetryPolicy.NEVER, forward.shadows())
                    : route.action();
            return new Group(route.name(), action);
        }
    }

    /** Who serves a cluster. */
    private record Served(String service, int port, String subset, long ready, long draining, long ejected) {}

    /** One map that is being drawn. */
    private final class Drawing {
        private final Span span;
        private final Map<String, ClusterRow> clusters;

        Drawing(Span span, Inspection now) {
            this.span = span;
            clusters = now.clusters().stream().collect(Collectors.toMap(ClusterRow::cluster, Function.identity()));
        }

        HostRow host(String name, Named host) {
            Map<Group, List<Route>> groups = host.routes().stream()
                    .collect(Collectors.groupingBy(Group::of, LinkedHashMap::new, Collectors.toList()));
            List<RouteRow> routes = new ArrayList<>();
            groups.forEach((group, members) -> routes.add(route(name, group, members)));
            double rate = routes.stream().mapToDouble(Drawing::rate).sum();
            return new HostRow(name, List.copyOf(host.names()), List.copyOf(host.ports()), rate, routes);
        }

        private static double rate(RouteRow route) {
            return route.itself().rate()
                    + route.destinations().stream()
                            .mapToDouble(destination -> destination.past().rate())
                            .sum();
        }

        private RouteRow route(String host, Group group, List<Route> members) {
            List<DestinationRow> destinations = List.of();
            List<ShadowRow> shadows = List.of();
            Drift drift = null;
            if (group.action() instanceof Forward forward) {
                List<Destination> declared = forward.split().destinations();
                long from = ages.since(host, group.name(), declared);
                List<Past> pasts = declared.stream()
                        .map(destination ->
                                history.exchanges(SeriesKey.of(host, group.name(), destination.cluster()), span, from))
                        .toList();
                List<Long> seen = pasts.stream().map(Past::requests).toList();
                destinations = destinations(declared, pasts, seen);
                drift = forward.split().weighted()
                        ? Drift.of(declared.stream().map(Destination::weight).toList(), seen)
                        : null;
                shadows = forward.shadows().stream()
                        .map(shadow -> shadow(host, group.name(), shadow))
                        .toList();
            }
            return new RouteRow(
                    group.name().isEmpty() ? "default" : group.name(),
                    members.stream()
                            .map(route -> Words.of(route.match()))
                            .distinct()
                            .toList(),
                    members.stream()
                            .map(route -> route.origin().toString())
                            .distinct()
                            .toList(),
                    words(group.action()),
                    history.exchanges(SeriesKey.of(host, group.name(), ""), span, 0),
                    destinations,
                    drift,
                    shadows);
        }

        private List<DestinationRow> destinations(List<Destination> declared, List<Past> pasts, List<Long> seen) {
            double weights = declared.stream().mapToLong(Destination::weight).sum();
            long total = seen.stream().mapToLong(Long::longValue).sum();
            List<DestinationRow> rows = new ArrayList<>();
            for (int i = 0; i < declared.size(); i++) {
                Destination destination = declared.get(i);
                Served cluster = cluster(destination.cluster());
                rows.add(new DestinationRow(
                        destination.cluster(),
                        cluster.service(),
                        cluster.port(),
                        cluster.subset(),
                        declared.size() == 1 ? 100 : 100 * destination.weight() / weights,
                        total == 0 ? null : (Double) (100.0 * seen.get(i) / total),
                        cluster.ready(),
                        cluster.draining(),
                        cluster.ejected(),
                        pasts.get(i)));
            }
            return rows;
        }

        private ShadowRow shadow(String host, String route, Shadow shadow) {
            Served cluster = cluster(shadow.cluster());
            return new ShadowRow(
                    shadow.cluster(),
                    cluster.service(),
                    cluster.port(),
                    cluster.subset(),
                    shadow.share().perMillion() / 10_000.0,
                    cluster.ready(),
                    history.copies(SeriesKey.of(host, route, shadow.cluster()), span));
        }

        /** A table may name a cluster that it does not hold. */
        private Served cluster(String name) {
            ClusterRow row = clusters.get(name);
            return row == null
                    ? new Served(name, 0, "", 0, 0, 0)
                    : new Served(row.host(), row.port(), row.subset(), row.ready(), row.draining(), row.ejected());
        }

        private static String words(Action action) {
            return switch (action) {
                case Forward forward -> "";
                case Redirect redirect -> "redirect " + redirect.status();
                case DirectResponse response -> "answer " + response.status();
            };
        }
    }
}
