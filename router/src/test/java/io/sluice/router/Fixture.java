package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.http.Limits;
import io.sluice.table.Destination;
import io.sluice.table.Forward;
import io.sluice.table.Fraction;
import io.sluice.table.Host;
import io.sluice.table.Listener;
import io.sluice.table.Origin;
import io.sluice.table.PathRewrite;
import io.sluice.table.Rewrite;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.RoutingTable;
import io.sluice.table.Shadow;
import io.sluice.table.Split;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.table.match.PathMatch;
import io.sluice.table.match.RequestMatch;
import io.sluice.table.policy.RetryPolicy;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.Tables;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A router over one route, {@code /m/} → {@code /}, whose split and endpoints a test chooses. */
final class Fixture implements AutoCloseable {
    final Router router;
    final int port;
    private final UpstreamProtocol protocol;

    private Fixture(Router router, int port, UpstreamProtocol protocol) {
        this.router = router;
        this.port = port;
        this.protocol = protocol;
    }

    /** What the route does beside forwarding. */
    record Policy(RetryPolicy retry, @Nullable Duration timeout, Role role, List<String> shadows) {
        static final Policy DEFAULT = new Policy(RetryPolicy.ISTIO_DEFAULT, null, Role.GATEWAY);
        static final Policy NO_RETRIES = new Policy(RetryPolicy.NEVER, null, Role.GATEWAY);

        Policy(RetryPolicy retry, @Nullable Duration timeout, Role role) {
            this(retry, timeout, role, List.of());
        }

        Policy withShadows(String... names) {
            return new Policy(retry, timeout, role, List.of(names));
        }
    }

    /** One destination with these ports of loopback as its endpoints. */
    static Fixture of(Policy policy, int... ports) throws IOException {
        return start(config(), policy, Map.of("a", ports), Map.of("a", 1));
    }

    /** The same, whose endpoints are spoken to in {@code protocol}. */
    static Fixture of(Policy policy, UpstreamProtocol protocol, int... ports) throws IOException {
        return start(config(), policy, protocol, Map.of("a", ports), Map.of("a", 1));
    }

    static Fixture start(RouterConfig config, Policy policy, Map<String, int[]> endpoints, Map<String, Integer> weights)
            throws IOException {
        return start(config, policy, UpstreamProtocol.HTTP1, endpoints, weights);
    }

    private static Fixture start(
            RouterConfig config,
            Policy policy,
            UpstreamProtocol protocol,
            Map<String, int[]> endpoints,
            Map<String, Integer> weights)
            throws IOException {
        int port = FreePort.any();
        Router router = Router.start(config);
        Fixture fixture = new Fixture(router, port, protocol);
        fixture.publish(endpoints);
        fixture.publish(policy, weights);
        return fixture;
    }

    /** One event loop, whose random numbers repeat. */
    static RouterConfig config() {
        return RouterConfig.defaults().withEventLoops(1).withSeed(1);
    }

    /** The same with other limits, by the names that {@code --limits} knows. */
    static RouterConfig config(Map<String, ?> limits) {
        RecordComponent[] components = Limits.class.getRecordComponents();
        Map<String, ?> unknown = new HashMap<>(limits);
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                Object other = unknown.remove(components[i].getName());
                types[i] = components[i].getType();
                values[i] = other != null ? other : components[i].getAccessor().invoke(Limits.DEFAULT);
            }
            assertThat(unknown).isEmpty();
            return config().withLimits(
                            Limits.class.getDeclaredConstructor(types).newInstance(values));
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("a record has no constructor of its components", impossible);
        }
    }

    void publish(Map<String, int[]> ports) {
        Map<String, List<Endpoint>> endpoints = new LinkedHashMap<>();
        ports.forEach((name, list) -> {
            List<Endpoint> all = new ArrayList<>();
            for (int endpoint : list) {
                all.add(new Endpoint("127.0.0.1", endpoint));
            }
            endpoints.put(clusterOf(name), all);
        });
        router.publish(new Endpoints(endpoints, Map.of()));
    }

    void publish(Policy policy, Map<String, Integer> weights) {
        Map<String, Cluster> clusters = new LinkedHashMap<>();
        List<Destination> destinations = new ArrayList<>();
        weights.forEach((name, weight) -> {
            Cluster cluster = Cluster.plain(name, 8000, "", protocol);
            clusters.put(cluster.name(), cluster);
            destinations.add(new Destination(cluster.name(), weight));
        });
        List<Shadow> shadows = new ArrayList<>();
        for (String name : policy.shadows()) {
            Cluster cluster = Cluster.plain(name, 8000, "", protocol);
            clusters.put(cluster.name(), cluster);
            shadows.add(new Shadow(cluster.name(), Fraction.ALL));
        }
        Forward forward = new Forward(
                new Split(destinations),
                new Rewrite(new PathRewrite.ReplacePrefix("/"), null),
                policy.timeout(),
                policy.retry(),
                shadows);
        Route route = new Route(
                "m",
                RequestMatch.ofPath(new PathMatch.Prefix("/m/", false)),
                forward,
                new Origin("VirtualService", "ns", "m", "spec.http[0]"));
        Host host = Tables.host(route);
        Listener listener = Listener.http("test", port, port, policy.role(), List.of(host));
        router.publish(new RoutingTable(List.of(listener), clusters, List.of()));
    }

    private static String clusterOf(String name) {
        return Cluster.nameOf(8000, "", name);
    }

    RawClient connect() throws IOException {
        return RawClient.connect(port);
    }

    @Override
    public void close() {
        router.close();
    }
}
