package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.Destination;
import io.sluice.table.Domain;
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
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.table.match.HostPattern;
import io.sluice.table.match.RequestMatch;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.Authorization.Custom;
import io.sluice.table.policy.Authorization.Operation;
import io.sluice.table.policy.Authorization.Rule;
import io.sluice.table.policy.Authorization.Rules;
import io.sluice.table.policy.Authorization.Values;
import io.sluice.table.policy.Authorizer;
import io.sluice.table.policy.RetryCondition;
import io.sluice.table.policy.RetryPolicy;
import io.sluice.table.policy.RoutePolicies;
import io.sluice.table.policy.WorkloadPolicy;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import java.io.IOException;
import java.net.ServerSocket;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Custom policies that select a destination's pods: their authorizer is asked per try and per copy, of what would arrive there. */
@Timeout(60)
class PodAuthorizerTest {
    private static final Cluster MODEL = Cluster.plain("model", 8000, "", UpstreamProtocol.HTTP1);
    private static final Cluster COPY = Cluster.plain("copy", 8000, "", UpstreamProtocol.HTTP1);
    private static final Cluster CHECKER = Cluster.plain("checker", 8000, "", UpstreamProtocol.HTTP1);
    private static final String GET = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final Rule EVERYTHING = new Rule(List.of(), List.of(), List.of());
    private static final RetryPolicy BY_401 = new RetryPolicy(
            5,
            Set.of(RetryCondition.RETRIABLE_STATUS_CODES),
            List.of(401),
            null,
            Duration.ofMillis(1),
            RetryPolicy.PreviousHosts.AVOIDED,
            false);

    private final int port = FreePort.any();
    private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    private ScriptedUpstream upstream(String name) throws IOException {
        return ScriptedUpstream.start(wire -> {
            for (String request = wire.message(); !request.isEmpty(); request = wire.message()) {
                arrived.add(name + " " + request);
                wire.send("HTTP/1.1 200 OK\r\ncontent-length: " + name.length() + "\r\n\r\n" + name);
            }
        });
    }

    /** Says yes, and who it is, to what does not name {@code /no}. */
    private ScriptedUpstream checker() throws IOException {
        return ScriptedUpstream.start(wire -> {
            for (String request = wire.message(); !request.isEmpty(); request = wire.message()) {
                asked.add(request);
                wire.send(
                        request.contains("/no")
                                ? "HTTP/1.1 401 Who\r\nx-why: unknown\r\ncontent-length: 3\r\n\r\nwho"
                                : "HTTP/1.1 200 OK\r\nx-user: ann\r\nx-grant: yes\r\ncontent-length: 0\r\n\r\n");
            }
        });
    }

    private static Endpoint pod(int port, String name, Map<String, String> labels) {
        return new Endpoint("127.0.0.1", port).withWorkload(new Workload("ns", name, labels));
    }

    private static Authorizer authorizer(String name, Authorizer.@Nullable Body body, Duration timeout) {
        return new Authorizer(
                name,
                CHECKER.name(),
                false,
                timeout,
                false,
                403,
                "",
                List.of("x-kept"),
                Map.of(),
                List.of("x-user"),
                List.of("x-grant"),
                List.of(),
                body);
    }

    private static Authorizer authorizer() {
        return authorizer("checker", null, Duration.ofSeconds(20));
    }

    private static WorkloadPolicy asking(Map<String, String> labels, Rule rule, Authorizer authorizer) {
        return guard(
                labels,
                new Authorization(
                        List.of(new Custom(new Rules("p", List.of(rule)), authorizer)), List.of(), List.of()));
    }

    private static WorkloadPolicy guard(Map<String, String> labels, Authorization authorization) {
        return new WorkloadPolicy("ns", labels, null, null, authorization);
    }

    private static Rule path(String path) {
        return new Rule(
                List.of(),
                List.of(new Operation(Values.ALL, Values.ALL, Values.ALL, new Values(List.of(path), List.of()))),
                List.of());
    }

    private Router router(
            Role role,
            RetryPolicy retry,
            @Nullable PathRewrite path,
            int checker,
            List<Endpoint> model,
            List<Endpoint> copy,
            WorkloadPolicy... guards)
            throws IOException {
        List<Shadow> shadows = copy.isEmpty() ? List.of() : List.of(new Shadow(COPY.name(), Fraction.ALL));
        Route route = new Route(
                "r",
                RequestMatch.ANY,
                RoutePolicies.NONE,
                new Forward(
                        new Split(List.of(new Destination(MODEL.name(), 1))),
                        new Rewrite(path, null),
                        null,
                        retry,
                        shadows),
                new Origin("VirtualService", "ns", "r", "spec.http[0]"));
        Listener listener = Listener.http(
                "l",
                port,
                port,
                role,
                List.of(new Host("a", List.of(Domain.of(new HostPattern.Any())), List.of(route), false)));
        Router router = Router.start(Fixture.config());
        router.publish(new Endpoints(
                Map.of(
                        MODEL.name(),
                        model,
                        COPY.name(),
                        copy,
                        CHECKER.name(),
                        List.of(new Endpoint("127.0.0.1", checker))),
                Map.of()));
        router.publish(new RoutingTable(
                List.of(listener),
                Map.of(MODEL.name(), MODEL, COPY.name(), COPY, CHECKER.name(), CHECKER),
                List.of(guards)));
        return router;
    }

    private String ask(String request) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            return client.send(request).message();
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aYesPassesItsFieldsToThePodAndItsGrantToTheClient(Role role) throws Exception {
        try (ScriptedUpstream model = upstream("model");
                ScriptedUpstream checker = checker();
                Router router = router(
                        role,
                        RetryPolicy.NEVER,
                        new PathRewrite.ReplaceAll("/inner"),
                        checker.port(),
                        List.of(pod(model.port(), "m-0", Map.of("app", "m"))),
                        List.of(),
                        asking(Map.of("app", "m"), EVERYTHING, authorizer()))) {
            assertThat(ask("GET /x?q=1 HTTP/1.1\r\nHost: a\r\nX-User: eve\r\nX-Kept: k\r\nX-Other: o\r\n\r\n"))
                    .startsWith("http/1.1 200 ok")
                    .contains("x-grant: yes", "x-envoy-upstream-service-time: ")
                    .endsWith("model");
            // It is shown what would arrive at the pod: behind the rewrite, and no field that it did not ask for.
            assertThat(asked.remove())
                    .startsWith("get /inner?q=1 ")
                    .contains("x-kept: k", "host: a")
                    .doesNotContain("x-other", "x-forwarded-for");
            assertThat(arrived.remove())
                    .startsWith("model get /inner?q=1 ")
                    .contains("x-user: ann", "x-other: o")
                    .doesNotContain("eve");
            assertThat(router.ready()).isTrue();
        }
    }

    @Test
    void aNoIsThePodsAnswerInTheAuthorizersWords() throws Exception {
        try (ScriptedUpstream model = upstream("model");
                ScriptedUpstream checker = checker();
                Router router = router(
                        Role.GATEWAY,
                        RetryPolicy.NEVER,
                        null,
                        checker.port(),
                        List.of(pod(model.port(), "m-0", Map.of("app", "m"))),
                        List.of(),
                        asking(Map.of("app", "m"), path("/no*"), authorizer()))) {
            assertThat(ask("POST /no HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"))
                    .startsWith("http/1.1 401 unauthorized")
                    .contains("x-why: unknown", "x-envoy-upstream-service-time: ")
                    .endsWith("who");
            assertThat(ask("POST /no HTTP/1.1\r\n"
                            + "Host: a\r\n"
                            + "Content-Type: application/grpc\r\n"
                            + "Content-Length: 0\r\n\r\n"))
                    .startsWith("http/1.1 200 ok")
                    .contains("grpc-status: 16", "grpc-message: who");
            assertThat(arrived).isEmpty();
            asked.clear();
            assertThat(ask(GET)).startsWith("http/1.1 200 ok"); // no rule matches, so nobody is asked
            assertThat(asked).isEmpty();
            assertThat(router.ready()).isTrue();
        }
    }

    /** In the order of a sidecar: what the authorizer lets through may still be denied (istio.md §4.1). */
    @Test
    void whoIsAskedComesBeforeWhatDenies() throws Exception {
        try (ScriptedUpstream model = upstream("model");
                ScriptedUpstream checker = checker();
                Router router = router(
                        Role.GATEWAY,
                        RetryPolicy.NEVER,
                        null,
                        checker.port(),
                        List.of(pod(model.port(), "m-0", Map.of())),
                        List.of(),
                        asking(Map.of(), EVERYTHING, authorizer()),
                        guard(
                                Map.of(),
                                new Authorization(
                                        List.of(), List.of(new Rules("d", List.of(path("/x")))), List.of())))) {
            assertThat(ask(GET))
                    .startsWith("http/1.1 403")
                    .contains("x-grant: yes")
                    .endsWith("RBAC: access denied");
            assertThat(asked).hasSize(1);
            assertThat(arrived).isEmpty();
            assertThat(router.ready()).isTrue();
        }
    }

    @Test
    void anotherPodIsTriedWhereTheRetryPolicyNamesTheStatusAndTheBodyGoesAlong() throws Exception {
        try (ScriptedUpstream closed = upstream("closed");
                ScriptedUpstream open = upstream("open");
                ScriptedUpstream checker = checker();
                Router router = router(
                        Role.GATEWAY,
                        BY_401,
                        null,
                        checker.port(),
                        List.of(pod(closed.port(), "m-0", Map.of("kept", "in")), pod(open.port(), "m-1", Map.of())),
                        List.of(),
                        asking(
                                Map.of("kept", "in"),
                                EVERYTHING,
                                authorizer(
                                        "checker", new Authorizer.Body(64, false, false), Duration.ofSeconds(20))))) {
            for (int i = 0; i < 20; i++) {
                assertThat(ask("POST /no HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"))
                        .startsWith("http/1.1 200 ok")
                        .endsWith("open");
            }
            assertThat(arrived).hasSize(20).allMatch(request -> request.endsWith("hello"));
            assertThat(asked).isNotEmpty().allMatch(request -> request.endsWith("hello"));
            assertThat(router.ready()).isTrue();
        }
    }

    @Test
    void aBodyIsWaitedForAndItsClientToldToGoOnOnce() throws Exception {
        try (ScriptedUpstream model = upstream("model");
                ScriptedUpstream checker = checker();
                Router router = router(
                        Role.GATEWAY,
                        RetryPolicy.NEVER,
                        null,
                        checker.port(),
                        List.of(pod(model.port(), "m-0", Map.of())),
                        List.of(),
                        asking(
                                Map.of(),
                                EVERYTHING,
                                authorizer("checker", new Authorizer.Body(8, false, false), Duration.ofSeconds(20))));
                RawClient client = RawClient.connect(port)) {
            client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.head()).startsWith("http/1.1 100 continue");
            assertThat(client.send("hell").message()).startsWith("http/1.1 200 ok");
            assertThat(arrived.remove()).endsWith("hell").doesNotContain("expect");
            assertThat(ask("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhello you"))
                    .startsWith("http/1.1 413")
                    .endsWith("Payload Too Large");
            assertThat(arrived).isEmpty();
            assertThat(router.ready()).isTrue();
        }
    }

    /** A client that goes takes its question with it; one that stays is answered in time. */
    @Test
    void anAuthorizerThatHangsLetsNobodyIn() throws Exception {
        try (ScriptedUpstream model = upstream("model");
                ServerSocket deaf = new ServerSocket(0);
                Router router = router(
                        Role.MESH,
                        RetryPolicy.NEVER,
                        null,
                        deaf.getLocalPort(),
                        List.of(pod(model.port(), "m-0", Map.of())),
                        List.of(),
                        asking(Map.of(), EVERYTHING, authorizer("checker", null, Duration.ofMillis(300))))) {
            for (int i = 0; i < 20; i++) {
                try (RawClient gone = RawClient.connect(port)) {
                    gone.send(GET);
                }
            }
            assertThat(ask(GET)).startsWith("http/1.1 403 forbidden");
            assertThat(arrived).isEmpty();
            assertThat(router.ready()).isTrue();
        }
    }

    @Test
    void aCopyIsAskedAboutForItself() throws Exception {
        try (ScriptedUpstream model = upstream("model");
                ScriptedUpstream copy = upstream("copy");
                ScriptedUpstream checker = checker();
                Router router = router(
                        Role.GATEWAY,
                        RetryPolicy.NEVER,
                        null,
                        checker.port(),
                        List.of(pod(model.port(), "m-0", Map.of("app", "m"))),
                        List.of(pod(copy.port(), "c-0", Map.of("app", "c"))),
                        asking(
                                Map.of("app", "c"),
                                EVERYTHING,
                                authorizer("checker", new Authorizer.Body(64, true, false), Duration.ofSeconds(20))))) {
            assertThat(ask("POST /no HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"))
                    .startsWith("http/1.1 200 ok");
            assertThat(arrived.poll(20, TimeUnit.SECONDS)).startsWith("model post /no");
            assertThat(asked.poll(20, TimeUnit.SECONDS)).startsWith("post /no").endsWith("hello");
            assertThat(ask("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"))
                    .startsWith("http/1.1 200 ok");
            assertThat(List.of(next(), next()))
                    .anyMatch(request -> request.startsWith("model post /x") && request.endsWith("hello"))
                    .anyMatch(request -> request.startsWith("copy post /x")
                            && request.contains("x-user: ann")
                            && request.endsWith("hello"));
            assertThat(arrived).isEmpty();
            assertThat(router.ready()).isTrue();
        }
    }

    private String next() throws InterruptedException {
        String request = arrived.poll(20, TimeUnit.SECONDS);
        return request == null ? "" : request;
    }

    /** As one workload of several providers in Istio (istio-recorded.md §16): nobody is asked, what either matches is refused. */
    @Test
    void whereSeveralAreNamedNobodyIsAskedAndWhatTheyMatchIsRefused() throws Exception {
        try (ScriptedUpstream model = upstream("model");
                ScriptedUpstream checker = checker();
                Router router = router(
                        Role.GATEWAY,
                        RetryPolicy.NEVER,
                        null,
                        checker.port(),
                        List.of(pod(model.port(), "m-0", Map.of("app", "m"))),
                        List.of(),
                        asking(Map.of(), path("/x"), authorizer()),
                        asking(Map.of("app", "m"), path("/y"), authorizer("other", null, Duration.ofSeconds(20))))) {
            assertThat(ask(GET)).startsWith("http/1.1 403").endsWith("RBAC: access denied");
            assertThat(ask("GET /y HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("http/1.1 403");
            assertThat(ask("GET /z HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("http/1.1 200");
            assertThat(asked).isEmpty();
            assertThat(router.ready()).isTrue();
        }
    }
}
