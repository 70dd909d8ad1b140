package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.Destination;
import io.sluice.table.Domain;
import io.sluice.table.Forward;
import io.sluice.table.Fraction;
import io.sluice.table.Host;
import io.sluice.table.Listener;
import io.sluice.table.Origin;
import io.sluice.table.Rewrite;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.RoutingTable;
import io.sluice.table.Shadow;
import io.sluice.table.Split;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.table.match.HostPattern;
import io.sluice.table.match.RequestMatch;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.Authorization.Condition;
import io.sluice.table.policy.Authorization.Operation;
import io.sluice.table.policy.Authorization.Rule;
import io.sluice.table.policy.Authorization.Rules;
import io.sluice.table.policy.Authorization.Values;
import io.sluice.table.policy.RetryCondition;
import io.sluice.table.policy.RetryPolicy;
import io.sluice.table.policy.RoutePolicies;
import io.sluice.table.policy.WorkloadPolicy;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Policies that select a destination's pods: asked per try and per copy, of the request as it would arrive (DESIGN §5). */
@Timeout(60)
class PodPoliciesTest {
    private static final Cluster MODEL = Cluster.plain("model", 8000, "", UpstreamProtocol.HTTP1);
    private static final Cluster COPY = Cluster.plain("copy", 8000, "", UpstreamProtocol.HTTP1);
    private static final String GET = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";

    private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();

    private ScriptedUpstream upstream(String name) throws IOException {
        return ScriptedUpstream.start(wire -> {
            for (String request = wire.message(); !request.isEmpty(); request = wire.message()) {
                arrived.add(name + " " + request);
                wire.send("HTTP/1.1 200 OK\r\ncontent-length: " + name.length() + "\r\n\r\n" + name);
            }
        });
    }

    private static Endpoint pod(int port, String name, Map<String, String> labels) {
        return new Endpoint("127.0.0.1", port).withWorkload(new Workload("ns", name, labels));
    }

    private static WorkloadPolicy denying(@Nullable String namespace, Map<String, String> labels, Rule rule) {
        return new WorkloadPolicy(
                namespace,
                labels,
                null,
                null,
                new Authorization(List.of(), List.of(new Rules("p", List.of(rule))), List.of()));
    }

    private static final Rule EVERYTHING = new Rule(List.of(), List.of(), List.of());

    private static Rule path(String path) {
        return new Rule(
                List.of(),
                List.of(new Operation(Values.ALL, Values.ALL, Values.ALL, new Values(List.of(path), List.of()))),
                List.of());
    }

    private static Rule when(String key, String value) {
        return new Rule(List.of(), List.of(), List.of(new Condition(key, new Values(List.of(value), List.of()))));
    }

    private static Router router(
            int port, Role role, RetryPolicy retry, List<Endpoint> model, List<Endpoint> copy, WorkloadPolicy... guards)
            throws IOException {
        List<Shadow> shadows = copy.isEmpty() ? List.of() : List.of(new Shadow(COPY.name(), Fraction.ALL));
        Route route = new Route(
                "r",
                RequestMatch.ANY,
                RoutePolicies.NONE,
                new Forward(new Split(List.of(new Destination(MODEL.name(), 1))), Rewrite.NONE, null, retry, shadows),
                new Origin("VirtualService", "ns", "r", "spec.http[0]"));
        Listener listener = Listener.http(
                "l",
                port,
                port,
                role,
                List.of(new Host("a", List.of(Domain.of(new HostPattern.Any())), List.of(route), false)));
        Router router = Router.start(Fixture.config());
        router.publish(new Endpoints(Map.of(MODEL.name(), model, COPY.name(), copy), Map.of()));
        router.publish(
                new RoutingTable(List.of(listener), Map.of(MODEL.name(), MODEL, COPY.name(), COPY), List.of(guards)));
        return router;
    }

    private static String ask(int port, String request) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            return client.send(request).message();
        }
    }

    @Test
    void refuseAsTheEndpointWouldAndNobodyHearsOfIt() throws Exception {
        int port = FreePort.any();
        try (ScriptedUpstream model = upstream("model");
                Router router = router(
                        port,
                        Role.GATEWAY,
                        RetryPolicy.NEVER,
                        List.of(pod(model.port(), "m-0", Map.of("app", "m"))),
                        List.of(),
                        denying("ns", Map.of("app", "m"), path("/x")))) {
            assertThat(ask(port, GET))
                    .startsWith("http/1.1 403 forbidden")
                    .contains("x-envoy-upstream-service-time: ")
                    .endsWith("RBAC: access denied");
            assertThat(ask(port, "GET /y HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("http/1.1 200 ok");
            assertThat(arrived).hasSize(1);
        }
    }

    @Test
    void anotherPodIsAskedAnewWhereTheRetryPolicyNamesTheStatus() throws Exception {
        int port = FreePort.any();
        RetryPolicy by403 = new RetryPolicy(
                5,
                Set.of(RetryCondition.RETRIABLE_STATUS_CODES),
                List.of(403),
                null,
                Duration.ofMillis(1),
                RetryPolicy.PreviousHosts.AVOIDED,
                false);
        try (ScriptedUpstream closed = upstream("closed");
                ScriptedUpstream open = upstream("open");
                Router router = router(
                        port,
                        Role.GATEWAY,
                        by403,
                        List.of(
                                pod(closed.port(), "m-0", Map.of("app", "m", "kept", "in")),
                                pod(open.port(), "m-1", Map.of("app", "m"))),
                        List.of(),
                        denying("ns", Map.of("kept", "in"), EVERYTHING))) {
            for (int i = 0; i < 20; i++) {
                assertThat(ask(port, "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"))
                        .startsWith("http/1.1 200 ok")
                        .endsWith("open");
            }
            assertThat(arrived).hasSize(20).allMatch(request -> request.endsWith("hello"));
        }
    }

    @Test
    void aCopyIsJudgedForItselfAndThePrimaryToo() throws Exception {
        int port = FreePort.any();
        try (ScriptedUpstream model = upstream("model");
                ScriptedUpstream copy = upstream("copy");
                Router router = router(
                        port,
                        Role.GATEWAY,
                        RetryPolicy.NEVER,
                        List.of(pod(model.port(), "m-0", Map.of("app", "m"))),
                        List.of(pod(copy.port(), "c-0", Map.of("app", "c"))),
                        denying("ns", Map.of("app", "c"), path("/x")),
                        denying("ns", Map.of("app", "m"), path("/y")))) {
            assertThat(ask(port, GET)).startsWith("http/1.1 200 ok");
            assertThat(arrived.poll(20, TimeUnit.SECONDS)).startsWith("model get /x");
            assertThat(ask(port, "GET /y HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("http/1.1 403");
            assertThat(arrived.poll(20, TimeUnit.SECONDS)).startsWith("copy get /y");
            assertThat(arrived).isEmpty();
        }
    }

    @Test
    void seeThePodsPortAndTheRoutersAddressOnEveryRole() throws Exception {
        for (Role role : Role.values()) {
            int port = FreePort.any();
            try (ScriptedUpstream model = upstream("model")) {
                List<Endpoint> pods = List.of(pod(model.port(), "m-0", Map.of()));
                for (Rule rule : List.of(
                        when("destination.port", Integer.toString(model.port())),
                        when("destination.ip", "127.0.0.1"),
                        when("source.ip", "127.0.0.1"),
                        when("remote.ip", "127.0.0.1"))) {
                    try (Router router =
                            router(port, role, RetryPolicy.NEVER, pods, List.of(), denying("ns", Map.of(), rule))) {
                        assertThat(ask(port, GET)).as(role + " " + rule).startsWith("http/1.1 403");
                    }
                }
                try (Router router = router(
                        port,
                        role,
                        RetryPolicy.NEVER,
                        pods,
                        List.of(),
                        denying("ns", Map.of(), when("destination.port", Integer.toString(port))),
                        denying("ns", Map.of(), when("remote.ip", "10.9.8.7")))) {
                    assertThat(ask(port, "GET /x HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 10.9.8.7\r\n\r\n"))
                            .startsWith("http/1.1 200 ok");
                }
            }
        }
    }

    @Test
    void aPodThatNobodyDescribesIsGuardedByWhatItsServiceDoesNotRuleOut() {
        Workload unknown = new Workload("ns", "", Map.of("app", "m"));
        assertThat(denying("ns", Map.of("app", "m"), EVERYTHING).selects(unknown))
                .isTrue();
        assertThat(denying("ns", Map.of("version", "v2"), EVERYTHING).selects(unknown))
                .isTrue();
        assertThat(denying("ns", Map.of("app", "other"), EVERYTHING).selects(unknown))
                .isFalse();
        assertThat(denying("other", Map.of(), EVERYTHING).selects(unknown)).isFalse();
        assertThat(denying(null, Map.of(), EVERYTHING).selects(unknown)).isTrue();
        assertThat(denying(null, Map.of(), EVERYTHING).selects(Workload.UNKNOWN))
                .isFalse();
    }
}
