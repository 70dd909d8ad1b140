package io.sluice.router.explain;

import io.sluice.table.DirectResponse;
import io.sluice.table.Domain;
import io.sluice.table.Host;
import io.sluice.table.Listener;
import io.sluice.table.Origin;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.match.HostPattern;
import io.sluice.table.match.PathMatch;
import io.sluice.table.match.RequestMatch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Tables and questions for tests. */
final class Explained {
    private Explained() {}

    static RoutingTable table(Listener... listeners) {
        return new RoutingTable(List.of(listeners), Map.of(), List.of());
    }

    static Listener gateway(int port, Host... hosts) {
        return Listener.http("gateway:" + port, port, port, Role.GATEWAY, List.of(hosts));
    }

    static Listener mesh(int port, Host... hosts) {
        return Listener.http("mesh:" + port, port, port, Role.MESH, List.of(hosts));
    }

    static Host host(String name, Route... routes) {
        return new Host(name, List.of(Domain.of(HostPattern.of(name))), List.of(routes), false);
    }

    static Route route(String name, PathMatch path) {
        return route(name, RequestMatch.ofPath(path));
    }

    static Route route(String name, RequestMatch match) {
        Origin origin = new Origin("VirtualService", "ns", "vs", "spec." + name);
        return new Route(name, match, new DirectResponse(200, name), origin);
    }

    static Explanation ask(RoutingTable table, String method, String url, String... headers) {
        return Explainer.of(table, Endpoints.EMPTY).explain(Question.of(method, url, Arrays.asList(headers), ""));
    }

    /** What stands at {@code nearest}, and that it is a miss. */
    static List<String> nearest(Explanation explanation) {
        if (explanation.outcome() instanceof Outcome.Missed missed) {
            return missed.nearest();
        }
        throw new AssertionError(explanation + " is no miss");
    }
}
