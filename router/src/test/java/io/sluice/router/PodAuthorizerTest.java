package io.sluice.router;

import static io.sluice.router.GuardedPods.EVERYTHING;
import static io.sluice.router.GuardedPods.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.Role;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.Authorization.Custom;
import io.sluice.table.policy.Authorization.Rule;
import io.sluice.table.policy.Authorization.Rules;
import io.sluice.table.policy.Authorizer;
import io.sluice.table.policy.WorkloadPolicy;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Custom policies that select a destination's pods: their authorizer is asked per try and per copy, of what would arrive there. */
@Timeout(60)
class PodAuthorizerTest {
    private static final Cluster CHECKER = Cluster.plain("checker", 8000, "", UpstreamProtocol.HTTP1);
    private static final String GET = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final Duration LONG = Duration.ofSeconds(20);

    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private ScriptedUpstream checker;
    private GuardedPods pods;

    @BeforeEach
    void start() throws IOException {
        checker = checking();
        pods = new GuardedPods();
    }

    @AfterEach
    void stop() throws IOException {
        pods.close();
        checker.close();
    }

    /** Says yes, and who it is, to what does not name {@code /no}. */
    private ScriptedUpstream checking() throws IOException {
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
        return authorizer("checker", null, LONG);
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

    @ParameterizedTest
    @EnumSource(Role.class)
    void aYesPassesItsFieldsToThePodAndItsGrantToTheClient(Role role) throws Exception {
        pods.askedAs(role);
        pods.askedFor("/inner");
        pods.model("model", Map.of("app", "m"));
        pods.beside(CHECKER, checker.port());
        pods.guardedBy(asking(Map.of("app", "m"), EVERYTHING, authorizer()));
        assertThat(pods.ask("GET /x?q=1 HTTP/1.1\r\nHost: a\r\nX-User: eve\r\nX-Kept: k\r\nX-Other: o\r\n\r\n"))
                .startsWith("http/1.1 200 ok")
                .contains("x-grant: yes", "x-envoy-upstream-service-time: ")
                .endsWith("model");
        // It is shown what would arrive at the pod: behind the rewrite, and no field that it did not ask for.
        assertThat(asked.remove())
                .startsWith("get /inner?q=1 ")
                .contains("x-kept: k", "host: a")
                .doesNotContain("x-other", "x-forwarded-for");
        assertThat(pods.arrived.remove())
                .startsWith("model get /inner?q=1 ")
                .contains("x-user: ann", "x-other: o")
                .doesNotContain("eve");
    }

    @Test
    void aNoIsThePodsAnswerInTheAuthorizersWords() throws Exception {
        pods.model("model", Map.of("app", "m"));
        pods.beside(CHECKER, checker.port());
        pods.guardedBy(asking(Map.of("app", "m"), path("/no*"), authorizer()));
        assertThat(pods.ask("POST /no HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"))
                .startsWith("http/1.1 401 unauthorized")
                .contains("x-why: unknown", "x-envoy-upstream-service-time: ")
                .endsWith("who");
        assertThat(pods.ask("POST /no HTTP/1.1\r\n"
                        + "Host: a\r\n"
                        + "Content-Type: application/grpc\r\n"
                        + "Content-Length: 0\r\n\r\n"))
                .startsWith("http/1.1 200 ok")
                .contains("grpc-status: 16", "grpc-message: who");
        assertThat(pods.arrived).isEmpty();
        asked.clear();
        assertThat(pods.ask(GET)).startsWith("http/1.1 200 ok"); // no rule matches, so nobody is asked
        assertThat(asked).isEmpty();
    }

    /** In the order of a sidecar: what the authorizer lets through may still be denied (istio.md §4.1). */
    @Test
    void whoIsAskedComesBeforeWhatDenies() throws Exception {
        pods.model("model", Map.of());
        pods.beside(CHECKER, checker.port());
        pods.guardedBy(
                asking(Map.of(), EVERYTHING, authorizer()),
                guard(Map.of(), new Authorization(List.of(), List.of(new Rules("d", List.of(path("/x")))), List.of())));
        assertThat(pods.ask(GET))
                .startsWith("http/1.1 403")
                .contains("x-grant: yes")
                .endsWith("RBAC: access denied");
        assertThat(asked).hasSize(1);
        assertThat(pods.arrived).isEmpty();
    }

    @Test
    void anotherPodIsTriedWhereTheRetryPolicyNamesTheStatusAndTheBodyGoesAlong() throws Exception {
        pods.triedAgainAfter(401);
        pods.model("closed", Map.of("kept", "in"));
        pods.model("open", Map.of());
        pods.beside(CHECKER, checker.port());
        pods.guardedBy(asking(
                Map.of("kept", "in"), EVERYTHING, authorizer("checker", new Authorizer.Body(64, false, false), LONG)));
        for (int i = 0; i < 20; i++) {
            assertThat(pods.ask("POST /no HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"))
                    .startsWith("http/1.1 200 ok")
                    .endsWith("open");
        }
        assertThat(pods.arrived).hasSize(20).allMatch(request -> request.endsWith("hello"));
        assertThat(asked).isNotEmpty().allMatch(request -> request.endsWith("hello"));
    }

    @Test
    void aBodyIsWaitedForAndItsClientToldToGoOnOnce() throws Exception {
        pods.model("model", Map.of());
        pods.beside(CHECKER, checker.port());
        pods.guardedBy(asking(Map.of(), EVERYTHING, authorizer("checker", new Authorizer.Body(8, false, false), LONG)));
        try (RawClient client = RawClient.connect(pods.port)) {
            client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.head()).startsWith("http/1.1 100 continue");
            assertThat(client.send("hell").message()).startsWith("http/1.1 200 ok");
        }
        assertThat(pods.arrived.remove()).endsWith("hell").doesNotContain("expect");
        assertThat(pods.ask("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhello you"))
                .startsWith("http/1.1 413")
                .endsWith("Payload Too Large");
        assertThat(pods.arrived).isEmpty();
    }

    /** A client that goes takes its question with it; one that stays is answered in time. */
    @Test
    void anAuthorizerThatHangsLetsNobodyIn() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0)) {
            pods.askedAs(Role.MESH);
            pods.model("model", Map.of());
            pods.beside(CHECKER, deaf.getLocalPort());
            pods.guardedBy(asking(Map.of(), EVERYTHING, authorizer("checker", null, Duration.ofMillis(300))));
            for (int i = 0; i < 20; i++) {
                try (RawClient gone = RawClient.connect(pods.port)) {
                    gone.send(GET);
                }
            }
            assertThat(pods.ask(GET)).startsWith("http/1.1 403 forbidden");
            assertThat(pods.arrived).isEmpty();
        }
    }

    @Test
    void aCopyIsAskedAboutForItself() throws Exception {
        pods.model("model", Map.of("app", "m"));
        pods.copy("copy", Map.of("app", "c"));
        pods.beside(CHECKER, checker.port());
        pods.guardedBy(asking(
                Map.of("app", "c"), EVERYTHING, authorizer("checker", new Authorizer.Body(64, true, false), LONG)));
        assertThat(pods.ask("POST /no HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"))
                .startsWith("http/1.1 200 ok");
        assertThat(pods.next()).startsWith("model post /no");
        assertThat(asked.poll(20, TimeUnit.SECONDS)).startsWith("post /no").endsWith("hello");
        assertThat(pods.ask("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"))
                .startsWith("http/1.1 200 ok");
        assertThat(List.of(pods.next(), pods.next()))
                .anyMatch(request -> request.startsWith("model post /x") && request.endsWith("hello"))
                .anyMatch(request -> request.startsWith("copy post /x")
                        && request.contains("x-user: ann")
                        && request.endsWith("hello"));
        assertThat(pods.arrived).isEmpty();
    }

    /** As one workload of several providers in Istio (istio-recorded.md §16): nobody is asked, what either matches is refused. */
    @Test
    void whereSeveralAreNamedNobodyIsAskedAndWhatTheyMatchIsRefused() throws Exception {
        pods.model("model", Map.of("app", "m"));
        pods.beside(CHECKER, checker.port());
        pods.guardedBy(
                asking(Map.of(), path("/x"), authorizer()),
                asking(Map.of("app", "m"), path("/y"), authorizer("other", null, LONG)));
        assertThat(pods.ask(GET)).startsWith("http/1.1 403").endsWith("RBAC: access denied");
        assertThat(pods.ask("GET /y HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("http/1.1 403");
        assertThat(pods.ask("GET /z HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("http/1.1 200");
        assertThat(asked).isEmpty();
    }
}
