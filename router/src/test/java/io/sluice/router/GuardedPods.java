package io.sluice.router;

import io.sluice.table.Destination;
import io.sluice.table.Forward;
import io.sluice.table.Fraction;
import io.sluice.table.PathRewrite;
import io.sluice.table.Rewrite;
import io.sluice.table.Role;
import io.sluice.table.RoutingTable;
import io.sluice.table.Shadow;
import io.sluice.table.Split;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.table.policy.Authorization.Operation;
import io.sluice.table.policy.Authorization.Rule;
import io.sluice.table.policy.Authorization.Values;
import io.sluice.table.policy.RetryCondition;
import io.sluice.table.policy.RetryPolicy;
import io.sluice.table.policy.WorkloadPolicy;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import io.sluice.testkit.Tables;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A router before pods that policies select: those of a model, and those that get copies. Unless a test says so, a gateway is asked,
 * nothing is rewritten, tried again or copied.
 */
final class GuardedPods implements AutoCloseable {
    static final Rule EVERYTHING = new Rule(List.of(), List.of(), List.of());

    private static final Cluster MODEL = Cluster.plain("model", 8000, "", UpstreamProtocol.HTTP1);
    private static final Cluster COPY = Cluster.plain("copy", 8000, "", UpstreamProtocol.HTTP1);

    final int port = FreePort.any();

    /** What pods were asked, each behind the pod's name, lower case but for its body. */
    final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();

    private final Router router = Router.start(Fixture.config());
    private final List<ScriptedUpstream> upstreams = new ArrayList<>();
    private final Map<String, Cluster> clusters = new HashMap<>(Map.of(MODEL.name(), MODEL));
    private final Map<String, List<Endpoint>> endpoints = new HashMap<>();
    private Role role = Role.GATEWAY;
    private RetryPolicy retry = RetryPolicy.NEVER;
    private Rewrite rewrite = Rewrite.NONE;

    GuardedPods() throws IOException {}

    static Rule path(String path) {
        return new Rule(
                List.of(),
                List.of(new Operation(Values.ALL, Values.ALL, Values.ALL, new Values(List.of(path), List.of()))),
                List.of());
    }

    void askedAs(Role another) {
        role = another;
    }

    void askedFor(String path) {
        rewrite = new Rewrite(new PathRewrite.ReplaceAll(path), null);
    }

    /** Up to five more, each of another pod. */
    void triedAgainAfter(int status) {
        retry = new RetryPolicy(
                5,
                Set.of(RetryCondition.RETRIABLE_STATUS_CODES),
                List.of(status),
                null,
                Duration.ofMillis(1),
                RetryPolicy.PreviousHosts.AVOIDED,
                false);
    }

    /** One more pod of the model, that answers with its name; its port. */
    int model(String name, Map<String, String> labels) throws IOException {
        return pod(MODEL, name, labels);
    }

    /** A pod that gets a copy of everything. */
    void copy(String name, Map<String, String> labels) throws IOException {
        pod(COPY, name, labels);
    }

    /** Something else that the router may ask. */
    void beside(Cluster cluster, int port) {
        add(cluster, new Endpoint("127.0.0.1", port));
    }

    private int pod(Cluster cluster, String name, Map<String, String> labels) throws IOException {
        ScriptedUpstream upstream = ScriptedUpstream.start(wire -> {
            for (String request = wire.message(); !request.isEmpty(); request = wire.message()) {
                arrived.add(name + " " + request);
                wire.send("HTTP/1.1 200 OK\r\ncontent-length: " + name.length() + "\r\n\r\n" + name);
            }
        });
        upstreams.add(upstream);
        add(cluster, new Endpoint("127.0.0.1", upstream.port()).withWorkload(new Workload("ns", name, labels)));
        return upstream.port();
    }

    private void add(Cluster cluster, Endpoint endpoint) {
        clusters.put(cluster.name(), cluster);
        endpoints.computeIfAbsent(cluster.name(), name -> new ArrayList<>()).add(endpoint);
    }

    /** From now on, by these alone. */
    void guardedBy(WorkloadPolicy... guards) {
        Forward forward = new Forward(
                new Split(List.of(new Destination(MODEL.name(), 1))),
                rewrite,
                null,
                retry,
                clusters.containsKey(COPY.name()) ? List.of(new Shadow(COPY.name(), Fraction.ALL)) : List.of());
        router.publish(new Endpoints(endpoints, Map.of()));
        router.publish(new RoutingTable(
                List.of(Tables.listener(port, role, Tables.route(forward))), clusters, List.of(guards)));
    }

    /** The answer to a request on a connection of its own. */
    String ask(String request) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            return client.send(request).message();
        }
    }

    /** What arrives next; empty if nothing does. */
    String next() throws InterruptedException {
        String request = arrived.poll(20, TimeUnit.SECONDS);
        return request == null ? "" : request;
    }

    @Override
    public void close() throws IOException {
        router.close();
        for (ScriptedUpstream upstream : upstreams) {
            upstream.close();
        }
    }
}
