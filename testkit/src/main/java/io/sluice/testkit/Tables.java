package io.sluice.testkit;

import io.sluice.table.Action;
import io.sluice.table.Destination;
import io.sluice.table.Domain;
import io.sluice.table.Forward;
import io.sluice.table.Host;
import io.sluice.table.Listener;
import io.sluice.table.Origin;
import io.sluice.table.Rewrite;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.RoutingTable;
import io.sluice.table.Split;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.match.HostPattern;
import io.sluice.table.match.RequestMatch;
import io.sluice.table.policy.RetryPolicy;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Those parts of a routing table that a test has to have and does not speak of. */
public final class Tables {
    private static final Origin ORIGIN = new Origin("VirtualService", "ns", "r", "spec.http[0]");

    private Tables() {}

    /** Every request as it is, once. */
    public static Forward to(Cluster cluster) {
        return new Forward(
                new Split(List.of(new Destination(cluster.name(), 1))),
                Rewrite.NONE,
                null,
                RetryPolicy.NEVER,
                List.of());
    }

    /** Of every request. */
    public static Route route(Action action) {
        return route(RequestMatch.ANY, action);
    }

    public static Route route(RequestMatch match, Action action) {
        return new Route("r", match, action, ORIGIN);
    }

    /** By whatever name it is called. */
    public static Host host(Route... routes) {
        return new Host("*", List.of(Domain.of(new HostPattern.Any())), List.of(routes), false);
    }

    /** Of a gateway, plaintext. */
    public static Listener listener(int port, Route... routes) {
        return listener(port, Role.GATEWAY, routes);
    }

    public static Listener listener(int port, Role role, Route... routes) {
        return Listener.http("l", port, port, role, List.of(host(routes)));
    }

    public static RoutingTable table(Listener listener, Cluster... clusters) {
        return new RoutingTable(
                List.of(listener),
                Arrays.stream(clusters).collect(Collectors.toMap(Cluster::name, Function.identity())),
                List.of());
    }
}
