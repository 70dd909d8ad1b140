package io.sluice.benchmarks.publish;

import io.sluice.benchmarks.load.ModelCall;
import io.sluice.table.Destination;
import io.sluice.table.Domain;
import io.sluice.table.Forward;
import io.sluice.table.Host;
import io.sluice.table.Listener;
import io.sluice.table.Origin;
import io.sluice.table.PathRewrite;
import io.sluice.table.Rewrite;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.RoutingTable;
import io.sluice.table.Split;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.table.match.HostPattern;
import io.sluice.table.match.PathMatch;
import io.sluice.table.match.RequestMatch;
import io.sluice.table.policy.RetryPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A gateway before many models: one listener, one host, a route and two clusters a model, as Seldon's operator writes a
 * canary. The last model is the one that is called.
 *
 * @param models how many
 * @param port of the listener
 * @param backend where every endpoint is
 */
record ManyModels(int models, int port, int backend) {

    /** @param edition another number is another table: every split has other weights */
    RoutingTable table(int edition) {
        Map<String, Cluster> clusters = new LinkedHashMap<>();
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < models; i++) {
            String main = cluster("main-" + i, clusters);
            String canary = cluster("canary-" + i, clusters);
            int share = 10 + (edition + i) % 80;
            Forward forward = new Forward(
                    new Split(List.of(new Destination(main, 100 - share), new Destination(canary, share))),
                    new Rewrite(new PathRewrite.ReplacePrefix("/"), null),
                    null,
                    RetryPolicy.ISTIO_DEFAULT,
                    List.of());
            routes.add(new Route(
                    "model-" + i,
                    RequestMatch.ofPath(new PathMatch.Prefix(prefix(i), false)),
                    forward,
                    new Origin("VirtualService", "team-" + i % 40, "model-" + i, "spec.http[0]")));
        }
        Host host = new Host("*", List.of(Domain.of(new HostPattern.Any())), routes, false);
        Listener listener = Listener.http("gateway:" + port, port, port, Role.GATEWAY, List.of(host));
        return new RoutingTable(List.of(listener), clusters, List.of());
    }

    Endpoints endpoints() {
        Map<String, List<Endpoint>> all = new LinkedHashMap<>();
        for (int i = 0; i < models; i++) {
            all.put(name("main-" + i), List.of(new Endpoint("127.0.0.1", backend)));
            all.put(name("canary-" + i), List.of(new Endpoint("127.0.0.1", backend)));
        }
        return new Endpoints(all, Map.of());
    }

    private String prefix(int i) {
        return i == models - 1 ? ModelCall.PREFIX + "/" : "/seldon/team-" + i % 40 + "/model-" + i + "/";
    }

    private static String cluster(String subset, Map<String, Cluster> clusters) {
        Cluster cluster = Cluster.plain(host(), 8000, subset, UpstreamProtocol.HTTP1);
        clusters.put(cluster.name(), cluster);
        return cluster.name();
    }

    private static String name(String subset) {
        return Cluster.nameOf(8000, subset, host());
    }

    private static String host() {
        return "models.team.svc.cluster.local";
    }
}
