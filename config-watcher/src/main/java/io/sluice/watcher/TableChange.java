package io.sluice.watcher;

import io.sluice.table.Host;
import io.sluice.table.Listener;
import io.sluice.table.Route;
import io.sluice.table.RoutingTable;
import io.sluice.table.Traffic;
import io.sluice.table.policy.ListenerPolicies;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What one table says that another does not, by name, in a line for people. */
final class TableChange {
    private static final int MOST_NAMES = 5;

    private final RoutingTable before;
    private final RoutingTable now;
    private final List<String> parts = new ArrayList<>();

    private TableChange(RoutingTable before, RoutingTable now) {
        this.before = before;
        this.now = now;
    }

    /** For example {@code hosts changed: a.example.com on gateway:8080; routes changed: VirtualService ns/vs spec.http[0]}. */
    static String between(RoutingTable before, RoutingTable now) {
        TableChange change = new TableChange(before, now);
        change.describe();
        return change.parts.isEmpty() ? "order alone" : String.join("; ", change.parts);
    }

    private void describe() {
        tell("listeners", byName(before), byName(now));
        Map<String, List<Host>> hostsBefore = hosts(before);
        Map<String, List<Host>> hostsNow = hosts(now);
        tell("hosts", hostsBefore, hostsNow);
        Set<Route> routesBefore = routes(hostsBefore, hostsNow);
        Set<Route> routesNow = routes(hostsNow, hostsBefore);
        tell("routes", byOrigin(routesBefore, routesNow), byOrigin(routesNow, routesBefore));
        tell("clusters", before.clusters(), now.clusters());
        if (!before.telemetry().equals(now.telemetry())) {
            parts.add("telemetry changed");
        }
    }

    /** Listeners without their hosts, which are told of apart. */
    private static Map<String, Listener> byName(RoutingTable table) {
        Map<String, Listener> listeners = new LinkedHashMap<>();
        table.listeners()
                .forEach(listener -> listeners.put(
                        listener.name(),
                        listener.traffic() instanceof Traffic.Http http
                                ? new Listener(
                                        listener.name(),
                                        listener.port(),
                                        listener.declaredPort(),
                                        listener.role(),
                                        listener.tls(),
                                        new Traffic.Http(List.of(), http.grpcWeb(), http.options()),
                                        ListenerPolicies.NONE)
                                : listener));
        return listeners;
    }

    /** A name may stand for several hosts, each for other callers. */
    private static Map<String, List<Host>> hosts(RoutingTable table) {
        Map<String, List<Host>> hosts = new LinkedHashMap<>();
        for (Listener listener : table.listeners()) {
            if (listener.traffic() instanceof Traffic.Http http) {
                for (Host host : http.hosts()) {
                    hosts.computeIfAbsent(host.name() + " on " + listener.name(), absent -> new ArrayList<>())
                            .add(host);
                }
            }
        }
        return hosts;
    }

    /** Of the hosts that differ. */
    private static Set<Route> routes(Map<String, List<Host>> of, Map<String, List<Host>> others) {
        Set<Route> routes = new LinkedHashSet<>();
        of.forEach((name, hosts) -> {
            if (!hosts.equals(others.get(name))) {
                hosts.forEach(host -> routes.addAll(host.routes()));
            }
        });
        return routes;
    }

    private static Map<String, List<Route>> byOrigin(Set<Route> routes, Set<Route> others) {
        Map<String, List<Route>> byOrigin = new LinkedHashMap<>();
        for (Route route : routes) {
            if (!others.contains(route)) {
                byOrigin.computeIfAbsent(route.origin().toString(), absent -> new ArrayList<>())
                        .add(route);
            }
        }
        return byOrigin;
    }

    private <T> void tell(String what, Map<String, T> of, Map<String, T> to) {
        Set<String> added = new TreeSet<>();
        Set<String> changed = new TreeSet<>();
        to.forEach((name, value) -> {
            T older = of.get(name);
            if (older == null) {
                added.add(name);
            } else if (!older.equals(value)) {
                changed.add(name);
            }
        });
        Set<String> removed = new TreeSet<>(of.keySet());
        removed.removeAll(to.keySet());
        tell(what + " added", added);
        tell(what + " changed", changed);
        tell(what + " removed", removed);
    }

    private void tell(String what, Collection<String> names) {
        if (names.isEmpty()) {
            return;
        }
        String some = String.join(", ", names.stream().limit(MOST_NAMES).toList());
        int more = names.size() - MOST_NAMES;
        parts.add(what + ": " + some + (more > 0 ? " and " + more + " more" : ""));
    }
}
