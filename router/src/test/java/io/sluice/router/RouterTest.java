package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.Fixture.Policy;
import io.sluice.table.Role;
import io.sluice.table.policy.RetryPolicy;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole road over loopback: bytes in, bytes out. */
@Timeout(60)
class RouterTest {
    private static final String GET = "GET /m/x HTTP/1.1\r\nHost: a\r\n\r\n";

    @Test
    void aRequestIsForwardedWithItsPrefixReplacedAndTheEdgesHeaders() throws Exception {
        BlockingQueue<String> seen = new ArrayBlockingQueue<>(1);
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    seen.add(wire.message());
                    wire.send("HTTP/1.1 200 Fine\r\nServer: model\r\nContent-Length: 2\r\n\r\nok");
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            client.send("POST /m/predict?q=1 HTTP/1.1\r\nHost: a:80\r\nX-Envoy-Retry-On: 5xx\r\nX-Request-Id: mine\r\n"
                    + "X-Forwarded-For: 10.0.0.1\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(client.message())
                    .startsWith("http/1.1 200 ok\r\n")
                    .contains("\r\nserver: sluice\r\n", "\r\nx-envoy-upstream-service-time: ", "\r\ndate: ")
                    .endsWith("\r\n\r\nok");
            assertThat(seen.poll(5, TimeUnit.SECONDS))
                    .startsWith("post /predict?q=1 http/1.1\r\n")
                    .contains(
                            "\r\nhost: a:80\r\n",
                            "\r\nx-forwarded-for: 10.0.0.1,127.0.0.1\r\n",
                            "\r\nx-forwarded-proto: http\r\n",
                            "\r\nx-envoy-external-address: 127.0.0.1\r\n",
                            "\r\nx-envoy-original-path: /m/predict?q=1\r\n",
                            "\r\nx-envoy-attempt-count: 1\r\n",
                            "\r\ncontent-length: 5\r\n")
                    .doesNotContain("x-envoy-retry-on", "mine")
                    .endsWith("hello");
        }
    }

    @Test
    void aMeshListenerKeepsWhatACallerForwards() throws Exception {
        BlockingQueue<String> seen = new ArrayBlockingQueue<>(1);
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    seen.add(wire.message());
                    wire.send("HTTP/1.1 204 No Content\r\n\r\n");
                });
                Fixture fixture = Fixture.of(new Policy(RetryPolicy.NEVER, null, Role.MESH), model.port());
                RawClient client = fixture.connect()) {
            client.send("GET /m/x HTTP/1.1\r\nHost: a\r\nX-Request-Id: mine\r\nX-Forwarded-For: 10.0.0.1\r\n"
                    + "X-Envoy-Max-Retries: 9\r\n\r\n");
            assertThat(client.head()).startsWith("http/1.1 204 ");
            assertThat(seen.poll(5, TimeUnit.SECONDS))
                    .contains("\r\nx-request-id: mine\r\n", "\r\nx-forwarded-for: 10.0.0.1\r\n")
                    .doesNotContain("x-envoy-max-retries", "x-envoy-external-address");
        }
    }

    @Test
    void connectionsAreKeptOnBothSidesAndPipelinedRequestsAnsweredInOrder() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    for (String request = wire.message(); !request.isEmpty(); request = wire.message()) {
                        String path = request.split(" ", 3)[1];
                        wire.send("HTTP/1.1 200 OK\r\ncontent-length: " + path.length() + "\r\n\r\n" + path);
                    }
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            StringBuilder pipeline = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                pipeline.append("POST /m/").append(i).append(" HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
            }
            client.send(pipeline.toString());
            for (int i = 0; i < 50; i++) {
                assertThat(client.message()).endsWith("\r\n\r\n/" + i);
            }
            assertThat(model.connections()).isEqualTo(1);
        }
    }

    @Test
    void chunkedBodiesPassBothWaysReframedAndWithoutTrailers() throws Exception {
        BlockingQueue<String> seen = new ArrayBlockingQueue<>(1);
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    seen.add(wire.message());
                    wire.send("HTTP/1.1 200 OK\r\n"
                            + "transfer-encoding: chunked\r\n\r\n"
                            + "3;x=y\r\n"
                            + "abc\r\n"
                            + "2\r\n"
                            + "de\r\n"
                            + "0\r\n"
                            + "T: 1\r\n\r\n");
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            client.send("POST /m/x HTTP/1.1\r\n"
                    + "Host: a\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n"
                    + "4\r\n"
                    + "wxyz\r\n"
                    + "0\r\n"
                    + "Trailer: 1\r\n\r\n");
            assertThat(client.message()).contains("transfer-encoding: chunked").endsWith("\r\n\r\nabcde");
            assertThat(seen.poll(5, TimeUnit.SECONDS)).endsWith("\r\n\r\nwxyz").doesNotContain("trailer");
        }
    }

    @Test
    void anUnknownPathIs404WithAnEmptyBodyAndTheConnectionStays() throws Exception {
        try (Fixture fixture = Fixture.of(Policy.DEFAULT, 1);
                RawClient client = fixture.connect()) {
            client.send("GET /nope HTTP/1.1\r\nHost: a\r\n\r\nGET /nope HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.message())
                    .startsWith("http/1.1 404 ")
                    .contains("content-length: 0")
                    .endsWith("\r\n\r\n");
            assertThat(client.message()).startsWith("http/1.1 404 ");
        }
    }

    @Test
    void malformedRequestsAreAnsweredAndTheirConnectionCloses() throws Exception {
        try (Fixture fixture = Fixture.of(Policy.DEFAULT, 1);
                RawClient client = fixture.connect()) {
            client.send("GET /m/x HTTP/1.1\r\nHost : a\r\n\r\n");
            assertThat(client.message())
                    .startsWith("http/1.1 400 ")
                    .contains("connection: close")
                    .endsWith("Bad Request");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void aRefusedConnectionIsTriedAgainElsewhere() throws Exception {
        int deaf = FreePort.any();
        try (ScriptedUpstream model = ScriptedUpstream.echo("ok");
                Fixture fixture = Fixture.of(Policy.DEFAULT, deaf, model.port());
                RawClient client = fixture.connect()) {
            for (int i = 0; i < 20; i++) {
                client.send("POST /m/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
                assertThat(client.message()).startsWith("http/1.1 200 ");
            }
        }
    }

    @Test
    void whenNobodyAcceptsTheAnswerSaysSoAndThatItWasRetried() throws Exception {
        int deaf = FreePort.any();
        try (Fixture retrying = Fixture.of(Policy.DEFAULT, deaf);
                Fixture once = Fixture.of(Policy.NO_RETRIES, deaf);
                RawClient first = retrying.connect();
                RawClient second = once.connect()) {
            assertThat(first.send(GET).message())
                    .startsWith("http/1.1 503 ")
                    .endsWith("upstream connect error or disconnect/reset before headers. retried and the latest reset"
                            + " reason: remote connection failure");
            assertThat(second.send(GET).message())
                    .startsWith("http/1.1 503 ")
                    .endsWith("upstream connect error or disconnect/reset before headers. reset reason: remote"
                            + " connection failure");
        }
    }

    @Test
    void withoutEndpointsTheAnswerIsImmediate() throws Exception {
        try (Fixture fixture = Fixture.of(Policy.DEFAULT);
                RawClient client = fixture.connect()) {
            assertThat(client.send(GET).message()).startsWith("http/1.1 503 ").endsWith("no healthy upstream");
        }
    }

    @Test
    void aModelThatClosesIsNeverSentTheRequestTwice() throws Exception {
        AtomicLong requests = new AtomicLong();
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    wire.message();
                    requests.incrementAndGet();
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            client.send("POST /m/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(client.message()).startsWith("http/1.1 503 ").endsWith("reset reason: connection termination");
            assertThat(requests).hasValue(1);
        }
    }

    @Test
    void aModelThatAnswersGarbageGives502() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    wire.message();
                    wire.send("garbage\r\n\r\n");
                    wire.closed();
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            assertThat(client.send(GET).message()).startsWith("http/1.1 502 ").endsWith("reset reason: protocol error");
        }
    }

    @Test
    void aModelThatHangsMeetsTheRoutesTimeout() throws Exception {
        Policy policy = new Policy(RetryPolicy.ISTIO_DEFAULT, Duration.ofMillis(200), Role.GATEWAY);
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    wire.message();
                    wire.closed();
                });
                Fixture fixture = Fixture.of(policy, model.port());
                RawClient client = fixture.connect()) {
            assertThat(client.send(GET).message()).startsWith("http/1.1 504 ").endsWith("upstream request timeout");
        }
    }

    @Test
    void anAnswerThatIsCutIsNeverPassedOffAsWhole() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    wire.message();
                    wire.send("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nshort");
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            assertThat(client.send(GET).head()).startsWith("http/1.1 200 ");
            assertThat(client.text(10)).isEqualTo("short");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void aContinueIsPassedOnAndTheBodyFollows() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    String head = wire.head();
                    assertThat(head).contains("expect: 100-continue");
                    wire.send("HTTP/1.1 100 Continue\r\n\r\n");
                    wire.text(5);
                    wire.send("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            client.send("POST /m/x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            assertThat(client.head()).startsWith("http/1.1 100 continue");
            client.send("hello");
            assertThat(client.message()).startsWith("http/1.1 200 ");
        }
    }

    @Test
    void anAnswerToHeadHasNoBodyWhateverItsLength() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    while (!wire.head().isEmpty()) {
                        wire.send("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n");
                    }
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            client.send("HEAD /m/x HTTP/1.1\r\nHost: a\r\n\r\n".repeat(2));
            assertThat(client.head()).contains("content-length: 5");
            assertThat(client.head()).startsWith("http/1.1 200 ");
        }
    }

    @Test
    void aWebSocketBecomesATunnel() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    assertThat(wire.head()).contains("upgrade: websocket", "connection: upgrade");
                    wire.send("HTTP/1.1 101 Switching Protocols\r\n"
                            + "Upgrade: websocket\r\n"
                            + "Connection: Upgrade\r\n\r\n"
                            + "hello");
                    wire.send(wire.text(4));
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            client.send("GET /m/x HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
            assertThat(client.head()).startsWith("http/1.1 101 ").contains("upgrade: websocket");
            assertThat(client.text(5)).isEqualTo("hello");
            client.send("ping");
            assertThat(client.text(4)).isEqualTo("ping");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsTheModelBack() throws Exception {
        AtomicLong written = new AtomicLong();
        byte[] piece = new byte[64 * 1024];
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    wire.message();
                    wire.send("HTTP/1.1 200 OK\r\ncontent-length: " + (1L << 30) + "\r\n\r\n");
                    while (true) {
                        wire.send(piece);
                        written.addAndGet(piece.length);
                    }
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            client.send(GET).head();
            // What the sockets of both sides hold, and at most a watermark of ours: far below what there is to send.
            assertThat(Stall.of(written::get)).isLessThan(64L << 20);
        }
    }

    @Test
    void aSlowHeadMeetsItsTimeout() throws Exception {
        RouterConfig config = Fixture.config(Map.of("requestHeadTimeout", Duration.ofMillis(100)));
        try (Fixture fixture = Fixture.start(config, Policy.DEFAULT, Map.of(), Map.of("a", 1));
                RawClient client = fixture.connect()) {
            client.send("GET /m/x HTTP/1.1\r\nHo");
            assertThat(client.message()).startsWith("http/1.1 408 ");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void noRequestIsLostWhenTablesAndEndpointsChangeUnderLoad() throws Exception {
        try (ScriptedUpstream first = ScriptedUpstream.echo("first");
                ScriptedUpstream second = ScriptedUpstream.echo("second");
                Fixture fixture = Fixture.start(
                        RouterConfig.defaults().withEventLoops(2).withSeed(1),
                        Policy.DEFAULT,
                        Map.of("a", new int[] {first.port()}, "b", new int[] {second.port()}),
                        Map.of("a", 1))) {
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            List<Future<Long>> clients = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                clients.add(threads.submit(() -> load(fixture)));
            }
            for (int change = 0; clients.stream().anyMatch(client -> !client.isDone()); change++) {
                fixture.publish(Policy.DEFAULT, change % 2 == 0 ? Map.of("b", 1) : Map.of("a", change, "b", 1));
                fixture.publish(Map.of(
                        "a",
                        change % 3 == 0 ? new int[] {first.port(), second.port()} : new int[] {first.port()},
                        "b",
                        new int[] {second.port()}));
                // Some requests between two changes, so that changes meet requests and not each other.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            }
            for (Future<Long> client : clients) {
                assertThat(client.get()).isEqualTo(REQUESTS);
            }
            threads.shutdown();
        }
    }

    private static final long REQUESTS = 500;

    /** Fails if a request is not answered 200. */
    private static long load(Fixture fixture) throws IOException {
        long answered = 0;
        try (RawClient client = fixture.connect()) {
            for (; answered < REQUESTS; answered++) {
                assertThat(client.send("POST /m/x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")
                                .message())
                        .startsWith("http/1.1 200 ");
            }
        }
        return answered;
    }

    @Test
    void whatIsUnderWayFinishesWhenTheRouterDrains() throws Exception {
        CompletableFuture<RawClient> arrived = new CompletableFuture<>();
        CompletableFuture<Boolean> release = new CompletableFuture<>();
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    wire.message();
                    arrived.complete(wire);
                    release.join();
                    wire.send("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nlate");
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient busy = fixture.connect();
                RawClient idle = fixture.connect()) {
            idle.send("GET /nope HTTP/1.1\r\nHost: a\r\n\r\n").message();
            busy.send(GET);
            arrived.get(10, TimeUnit.SECONDS);
            CompletableFuture<DrainReport> report = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> report.complete(fixture.router.drain()));
            assertThat(idle.closed()).isTrue();
            assertThat(fixture.router.ready()).isFalse();
            release.complete(true);
            assertThat(busy.message()).contains("connection: close").endsWith("late");
            assertThat(report.get(10, TimeUnit.SECONDS)).isEqualTo(new DrainReport(1, 0));
        }
    }

    @Test
    void aRequestThatMeetsTheEndOfTheRouterIsAnsweredAndTheLastOfItsConnection() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    while (!wire.message().isEmpty()) {
                        wire.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
                    }
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            client.send(GET).message();
            CompletableFuture<DrainReport> report = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> report.complete(fixture.router.drain()));
            String answer;
            do {
                answer = client.send(GET).message();
                assertThat(answer).startsWith("http/1.1 200 ");
            } while (!answer.contains("connection: close"));
            assertThat(fixture.router.ready()).isFalse();
            assertThat(client.closed()).isTrue();
            assertThat(report.get(10, TimeUnit.SECONDS).aborted()).isZero();
        }
    }

    @Test
    void aTakenPortIsToldAndTheOthersOpen() throws Exception {
        try (Fixture one = Fixture.of(Policy.DEFAULT);
                java.net.ServerSocket taken =
                        new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            var failures = one.router.publish(new io.sluice.table.RoutingTable(
                    List.of(
                            io.sluice.table.Listener.http("x", taken.getLocalPort(), 80, Role.GATEWAY, List.of()),
                            io.sluice.table.Listener.http("y", one.port, 80, Role.GATEWAY, List.of())),
                    Map.of(),
                    List.of()));
            assertThat(failures).extracting("port").containsExactly(taken.getLocalPort());
            assertThat(one.router.ports()).containsExactly(one.port);
        }
    }
}
