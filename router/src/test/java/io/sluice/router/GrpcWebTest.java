package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.Http2Peer.Frame;
import io.sluice.table.Destination;
import io.sluice.table.Forward;
import io.sluice.table.Host;
import io.sluice.table.HttpOptions;
import io.sluice.table.Listener;
import io.sluice.table.Origin;
import io.sluice.table.Rewrite;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.Split;
import io.sluice.table.Traffic;
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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** gRPC-Web clients on a server of protocol GRPC-WEB (PROTOCOL-WEB.md; istio-recorded.md §13). */
@Timeout(60)
class GrpcWebTest {
    private static final Cluster CLUSTER = Cluster.plain("a", 8000, "", UpstreamProtocol.HTTP2);
    private static final String MESSAGE = "\0\0\0\0\2hi";
    private static final String TRAILERS = "\u0080\0\0\0\17grpc-status:0\r\n";

    private final int port = FreePort.any();
    private Router router;
    private Http2Endpoint model;

    /** What the endpoint does with each request, once its head is there. */
    private volatile Http2Endpoint.Script script = GrpcWebTest::answer;

    private final Queue<List<String>> seen = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void start() throws IOException {
        router = Router.start(Fixture.config());
        model = Http2Endpoint.start(peer -> script.serve(peer));
        router.publish(new Endpoints(
                Map.of(CLUSTER.name(), List.of(new Endpoint("127.0.0.1", model.port()))), Map.of()));
        Forward forward = new Forward(
                new Split(List.of(new Destination(CLUSTER.name(), 1))),
                Rewrite.NONE,
                null,
                RetryPolicy.NEVER,
                List.of());
        Route route = new Route(
                "r",
                RequestMatch.ofPath(new PathMatch.Prefix("/m", false)),
                forward,
                new Origin("VirtualService", "ns", "r", ""));
        Host host = Tables.host(route);
        Traffic.Http traffic = new Traffic.Http(List.of(host), true, HttpOptions.DEFAULT);
        Listener listener = Listener.http("web", port, port, Role.GATEWAY, traffic);
        router.publish(Tables.table(listener, CLUSTER));
    }

    @AfterEach
    void stop() throws IOException {
        router.close();
        model.close();
    }

    private static void answer(Http2Peer peer) throws IOException {
        peer.message();
        peer.headers(1, false, ":status: 200", "content-type: application/grpc")
                .data(1, false, MESSAGE)
                .headers(1, true, "grpc-status: 0");
        peer.next();
    }

    private void remembering() {
        script = peer -> {
            seen.add(peer.message());
            peer.headers(1, true, ":status: 200", "content-type: application/grpc", "grpc-status: 7");
            peer.next();
        };
    }

    private static String head(String type, String more) {
        return "POST /m.S/M HTTP/1.1\r\nHost: h\r\nContent-Type: application/" + type + "\r\n" + more;
    }

    private static String withBody(String type, String more, String body) {
        return head(type, more) + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private String ask(String request) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            return client.send(request.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))
                    .message();
        }
    }

    private static String base64(String latin) {
        return Base64.getEncoder().encodeToString(latin.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"grpc-web", "grpc-web+proto", "grpc-web-text", "grpc-web-text+proto"})
    void theEndpointSeesGrpc(String type) throws Exception {
        remembering();
        boolean text = type.contains("text");
        String answer = ask(withBody(type, "TE: deflate\r\n", text ? base64(MESSAGE) : MESSAGE));
        assertThat(seen.remove())
                .contains("content-type: application/grpc", "te: trailers", "grpc-accept-encoding: identity")
                .contains("= " + MESSAGE)
                .noneMatch(field -> field.startsWith("content-length"));
        assertThat(answer)
                .startsWith("http/1.1 200")
                .contains("content-type: application/grpc-web+proto\r", "grpc-status: 7\r", "content-length: 0\r");
    }

    @Test
    void encodingsThatTheClientAcceptsStay() throws Exception {
        remembering();
        ask(withBody("grpc-web", "grpc-accept-encoding: gzip\r\n", MESSAGE));
        assertThat(seen.remove())
                .contains("grpc-accept-encoding: gzip")
                .doesNotContain("grpc-accept-encoding: identity");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/grpc-web;a=b", "application/GRPC-web", "application/grpc-web+json"})
    void otherTypesPassAsTheyAre(String type) throws Exception {
        remembering();
        ask("POST /m.S/M HTTP/1.1\r\nHost: h\r\nContent-Type: " + type + "\r\nContent-Length: 1\r\n\r\n#");
        assertThat(seen.remove()).contains("content-type: " + type, "= #");
    }

    @Test
    void trailersBecomeTheLastFrame() throws Exception {
        assertThat(ask(withBody("grpc-web", "", MESSAGE))).endsWith("\r\n\r\n" + MESSAGE + TRAILERS);
    }

    @Test
    void messagesAreCountedByBothReporters() throws Exception {
        ask(withBody("grpc-web", "", MESSAGE));
        for (String reporter : List.of("reporter=\"source\"", "reporter=\"destination\"")) {
            for (String counter : List.of("istio_request_messages_total", "istio_response_messages_total")) {
                assertThat(Metrics.sum(router, counter, reporter, "grpc_response_status=\"0\""))
                        .as(counter + " " + reporter)
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void textIsWhatAcceptAsksFor() throws Exception {
        assertThat(ask(withBody("grpc-web", "Accept: application/grpc-web-text\r\n", MESSAGE)))
                .contains("content-type: application/grpc-web-text+proto\r")
                .endsWith("\r\n\r\n" + base64(MESSAGE) + base64(TRAILERS));
    }

    @Test
    void textThatAcceptDoesNotAskForIsAnsweredInBinary() throws Exception {
        assertThat(ask(withBody("grpc-web-text", "", base64(MESSAGE)))).endsWith(MESSAGE + TRAILERS);
    }

    @Test
    void anHttp2ClientHearsTheSame() throws Exception {
        try (Http2Peer client = Http2Peer.connect(port)) {
            client.request(1, false, "POST", "/m.S/M", "content-type: application/grpc-web")
                    .data(1, true, MESSAGE);
            assertThat(client.message())
                    .contains("content-type: application/grpc-web+proto")
                    .endsWith("= " + MESSAGE + TRAILERS);
        }
    }

    /** Base64 in pieces goes on as it comes, and so does the answer to it: neither waits for an end. */
    @Test
    void nothingWaitsForTheEnd() throws Exception {
        script = peer -> {
            StringBuilder body = new StringBuilder();
            peer.required();
            while (body.length() < 6) {
                body.append(peer.required().text());
            }
            peer.headers(1, false, ":status: 200", "content-type: application/grpc")
                    .data(1, false, "\0\0\0\0\6" + body);
            for (Frame frame = peer.required(); !frame.last(); frame = peer.required()) {
                peer.data(1, false, "\0\0\0\0" + (char) frame.payload().length + frame.text());
            }
            peer.headers(1, true, "grpc-status: 0");
            peer.next();
        };
        try (RawClient client = RawClient.connect(port)) {
            client.send(head("grpc-web-text", "Transfer-Encoding: chunked\r\n") + "\r\n1\r\nY\r\n7\r\nWJjZGVm\r\n");
            client.head();
            assertThat(client.text(4)).isEqualTo("b\r\n\0");
            assertThat(client.text(12)).isEqualTo("\0\0\0\6abcdef\r\n");
            client.send("4\r\nZ2hp\r\n");
            assertThat(client.text(13)).isEqualTo("8\r\n\0\0\0\0\3ghi\r\n");
            client.send("0\r\n\r\n");
            assertThat(client.text(26)).isEqualTo("14\r\n" + TRAILERS + "\r\n");
        }
    }

    @Test
    void aClientWaitsForAnEndpointThatIsSlow() throws Exception {
        int pieces = 256;
        int pieceBytes = 64 * 1024;
        String piece = "YWJj".repeat(pieceBytes / 4);
        CountDownLatch go = new CountDownLatch(1);
        AtomicLong sent = new AtomicLong();
        AtomicLong received = new AtomicLong();
        script = peer -> {
            peer.required();
            awaitUninterruptibly(go);
            peer.numbers(Http2Peer.WINDOW_UPDATE, 0, 1 << 30).numbers(Http2Peer.WINDOW_UPDATE, 1, 1 << 30);
            boolean ended = false;
            while (!ended) {
                Frame frame = peer.required();
                received.addAndGet(frame.payload().length);
                ended = frame.last();
            }
            peer.headers(1, true, ":status: 200", "content-type: application/grpc", "grpc-status: 0");
            peer.next();
        };
        try (RawClient client = RawClient.connect(port)) {
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    client.send(head("grpc-web-text", "Content-Length: " + ((long) pieces * pieceBytes) + "\r\n\r\n"));
                    for (int i = 0; i < pieces; i++) {
                        client.send(piece);
                        sent.incrementAndGet();
                    }
                } catch (IOException gone) {
                    // The test has failed already, at its other end.
                    return;
                }
            });
            assertThat(Stall.of(sent::get)).isLessThan(pieces);
            go.countDown();
            assertThat(client.message()).contains("grpc-status: 0\r");
            sender.join();
        }
        assertThat(received).hasValue((long) pieces * pieceBytes / 4 * 3);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4\r\n####\r\n", "2\r\nYQ\r\n0\r\n\r\n"})
    void badBase64Is400EvenLate(String rest) throws Exception {
        script = peer -> seen.add(peer.message());
        try (RawClient client = RawClient.connect(port)) {
            client.send(head("grpc-web-text", "Transfer-Encoding: chunked\r\n") + "\r\n4\r\nYWJj\r\n");
            client.send(rest);
            assertThat(client.message())
                    .startsWith("http/1.1 400")
                    .contains("content-type: application/grpc-web+proto\r", "grpc-status: 13\r", "content-length: 0\r")
                    .contains("grpc-message: bad grpc-web request, invalid base64 data.\r");
        }
    }

    @Test
    void anAnswerThatIsNotGrpcKeepsItsStatusAndBecomesAMessage() throws Exception {
        script = peer -> {
            peer.message();
            peer.headers(1, false, ":status: 404", "content-type: text/html", "content-length: 6", "grpc-status: 0")
                    .data(1, false, "no\n")
                    .data(1, true, "50%");
            peer.next();
        };
        assertThat(ask(withBody("grpc-web", "", MESSAGE)))
                .startsWith("http/1.1 404")
                .contains("content-type: application/grpc-web+proto\r", "content-length: 0\r")
                .contains("grpc-status: 12\r", "grpc-message: no%0a50%25\r")
                .doesNotContain("grpc-status: 0")
                .endsWith("\r\n\r\n");
    }

    @Test
    void ofALongAnswerThatIsNotGrpcTheBeginningIsTold() throws Exception {
        script = peer -> {
            peer.message();
            peer.headers(1, false, ":status: 500");
            for (int i = 0; i < 5; i++) {
                peer.data(1, i == 4, "x".repeat(10_000));
            }
            peer.next();
        };
        assertThat(ask(withBody("grpc-web", "", MESSAGE)))
                .contains("grpc-status: 2\r", "grpc-message: " + "x".repeat(16 * 1024) + "\r");
    }

    @Test
    void ownAnswersKeepTheirStatus() throws Exception {
        assertThat(ask(withBody("grpc-web", "", MESSAGE).replace("/m", "/n")))
                .startsWith("http/1.1 404")
                .contains("content-type: application/grpc-web+proto\r", "content-length: 0\r")
                .doesNotContain("grpc-status");
        router.publish(new Endpoints(Map.of(), Map.of()));
        assertThat(ask(withBody("grpc-web", "Accept: application/grpc-web-text\r\n", MESSAGE)))
                .startsWith("http/1.1 503")
                .contains("content-type: application/grpc-web-text+proto\r", "content-length: 0\r")
                .contains("grpc-status: 14\r", "grpc-message: no healthy upstream\r")
                .endsWith("\r\n\r\n");
    }

    @Test
    void plainGrpcIsAnsweredAsGrpc() throws Exception {
        router.publish(new Endpoints(Map.of(), Map.of()));
        assertThat(ask(withBody("grpc", "", MESSAGE)))
                .startsWith("http/1.1 200")
                .contains("content-type: application/grpc\r", "grpc-status: 14\r");
    }
}
