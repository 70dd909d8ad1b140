package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.Listener;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.Authorization.Custom;
import io.sluice.table.policy.Authorization.Rule;
import io.sluice.table.policy.Authorization.Rules;
import io.sluice.table.policy.Authorizer;
import io.sluice.table.policy.ListenerPolicies;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import io.sluice.testkit.Tables;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What no recording shows of external authorizers: gRPC, bodies that are too long, clients that go, many that wait. */
@Timeout(60)
class ExternalAuthorizationTest {
    private static final String GET = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final Cluster MODEL = Cluster.plain("model", 8000, "", UpstreamProtocol.HTTP1);

    private final int port = FreePort.any();
    private final Queue<String> arrived = new ConcurrentLinkedQueue<>();

    private Router router(int model, int checker, boolean grpc, Authorizer.@Nullable Body body, Duration timeout)
            throws IOException {
        Cluster asked = Cluster.plain("checker", 8000, "", grpc ? UpstreamProtocol.HTTP2 : UpstreamProtocol.HTTP1);
        Authorizer authorizer = new Authorizer(
                "checker",
                asked.name(),
                grpc,
                timeout,
                false,
                403,
                "",
                List.of(),
                Map.of(),
                List.of("x-user"),
                List.of(),
                List.of(),
                body);
        Rules everything = new Rules("p", List.of(new Rule(List.of(), List.of(), List.of())));
        Listener listener = Tables.listener(port, Tables.route(Tables.to(MODEL)))
                .withPolicies(new ListenerPolicies(
                        null, new Authorization(List.of(new Custom(everything, authorizer)), List.of(), List.of())));
        Router router = Router.start(Fixture.config());
        router.publish(new Endpoints(
                Map.of(
                        MODEL.name(), List.of(new Endpoint("127.0.0.1", model)),
                        asked.name(), List.of(new Endpoint("127.0.0.1", checker))),
                Map.of()));
        router.publish(Tables.table(listener, MODEL, asked));
        return router;
    }

    private ScriptedUpstream model() throws IOException {
        return ScriptedUpstream.start(wire -> {
            for (String request = wire.message(); !request.isEmpty(); request = wire.message()) {
                arrived.add(request);
                wire.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
            }
        });
    }

    private String ask(String request) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            return client.send(request).message();
        }
    }

    /** {@code CheckResponse{ok_response{headers{header{key: "x-user", value: "ann"}}}}}; its status is OK. */
    private static final String YES =
            "\0\0\0\0\u0013" + "\u001a\u0011" + "\u0012\u000f" + "\n\r" + "\n\u0006x-user" + "\u0012\u0003ann";

    /** {@code CheckResponse{status{code: 7}, denied_response{status{code: 401}, body: "who"}}}. */
    private static final String NO =
            "\0\0\0\0\u0010" + "\n\u0002\b\u0007" + "\u0012\n" + "\n\u0003\b\u0091\u0003" + "\u001a\u0003who";

    @Test
    void overGrpcAYesPassesItsFieldsOn() throws Exception {
        try (ScriptedUpstream model = model();
                Http2Endpoint checker = Http2Endpoint.start(peer -> answer(peer, YES));
                Router router = router(model.port(), checker.port(), true, null, Duration.ofSeconds(20))) {
            assertThat(ask("GET /x HTTP/1.1\r\nHost: a\r\nX-User: eve\r\n\r\n")).startsWith("http/1.1 200 ok");
            assertThat(arrived.remove()).contains("\r\nx-user: ann\r\n").doesNotContain("eve");
        }
    }

    @Test
    void overGrpcWhatIsNoAnswerIsARefusal() throws Exception {
        for (String garbage : List.of("", "\0\0\0\0\u0009x", "\u0001\0\0\0\0")) {
            try (ScriptedUpstream model = model();
                    Http2Endpoint checker = Http2Endpoint.start(peer -> answer(peer, garbage));
                    Router router = router(model.port(), checker.port(), true, null, Duration.ofSeconds(20))) {
                assertThat(ask(GET)).startsWith("http/1.1 403 forbidden");
                assertThat(arrived).isEmpty();
            }
        }
    }

    @Test
    void overGrpcANoIsToldInTheAuthorizersWords() throws Exception {
        try (ScriptedUpstream model = model();
                Http2Endpoint checker = Http2Endpoint.start(peer -> answer(peer, NO));
                Router router = router(model.port(), checker.port(), true, null, Duration.ofSeconds(20))) {
            assertThat(ask(GET)).startsWith("http/1.1 401 unauthorized").endsWith("who");
            assertThat(arrived).isEmpty();
        }
    }

    private static void answer(Http2Peer peer, String message) throws IOException {
        int stream = 1;
        for (List<String> call = peer.message(); !call.contains("closed"); call = peer.message()) {
            assertThat(call).contains(":path: /envoy.service.auth.v3.Authorization/Check", "te: trailers");
            peer.headers(stream, false, ":status: 200", "content-type: application/grpc")
                    .data(stream, false, message)
                    .headers(stream, true, "grpc-status: 0");
            stream += 2;
        }
    }

    @Test
    void aBodyThatIsTooLongToBeShownIsRefusedUnasked() throws Exception {
        try (ScriptedUpstream model = model();
                ScriptedUpstream checker = ScriptedUpstream.echo("yes");
                Router router = router(
                        model.port(),
                        checker.port(),
                        false,
                        new Authorizer.Body(4, false, false),
                        Duration.ofSeconds(20))) {
            assertThat(ask("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"))
                    .startsWith("http/1.1 413")
                    .endsWith("Payload Too Large");
            assertThat(ask("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nhell"))
                    .startsWith("http/1.1 200 ok");
            assertThat(arrived).hasSize(1).allMatch(request -> request.endsWith("hell"));
        }
    }

    /** Who waits for a 100 before it sends what the authorizer is to see gets it, and gets it once (RFC 9110 §10.1.1). */
    @Test
    void aClientThatWaitsToBeToldToGoOnIsTold() throws Exception {
        try (ScriptedUpstream model = model();
                ScriptedUpstream checker = ScriptedUpstream.echo("yes");
                Router router = router(
                        model.port(),
                        checker.port(),
                        false,
                        new Authorizer.Body(64, false, false),
                        Duration.ofSeconds(20));
                RawClient client = RawClient.connect(port)) {
            client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.head()).startsWith("http/1.1 100 continue");
            assertThat(client.send("hell").message()).startsWith("http/1.1 200 ok");
            assertThat(arrived).hasSize(1).allMatch(request -> request.endsWith("hell"));
            assertThat(router.ready()).isTrue();
        }
    }

    /** Who is refused without his body is never asked for it. */
    @Test
    void whoIsRefusedUnseenIsNotToldToGoOn() throws Exception {
        try (ScriptedUpstream model = model();
                ScriptedUpstream checker = ScriptedUpstream.start(wire -> {
                    while (!wire.message().isEmpty()) {
                        wire.send("HTTP/1.1 401 Who\r\ncontent-length: 0\r\n\r\n");
                    }
                });
                Router router = router(model.port(), checker.port(), false, null, Duration.ofSeconds(20));
                RawClient client = RawClient.connect(port)) {
            client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.head()).startsWith("http/1.1 401");
            assertThat(arrived).isEmpty();
            assertThat(router.ready()).isTrue();
        }
    }

    /** A client that goes takes its check with it; one that stays is answered in time, and others meanwhile. */
    @Test
    void anAuthorizerThatHangsHoldsUpNobodyElse() throws Exception {
        try (ScriptedUpstream model = model();
                ServerSocket deaf = new ServerSocket(0);
                Router router = router(model.port(), deaf.getLocalPort(), false, null, Duration.ofMillis(300))) {
            for (int i = 0; i < 20; i++) {
                try (RawClient gone = RawClient.connect(port)) {
                    gone.send(GET);
                }
            }
            assertThat(ask(GET)).startsWith("http/1.1 403 forbidden");
            assertThat(arrived).isEmpty();
        }
    }
}
