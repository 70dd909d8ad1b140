package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.Fixture.Policy;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client's connection may do at any moment, and what becomes of its exchanges then. */
@Timeout(60)
class ClientSideTest {
    private static final String GET = "GET /m/x HTTP/1.1\r\nHost: a\r\n\r\n";

    @Test
    void aClientThatEndsIsGoneAndSoAreItsRequestsThoughTheyAreWhole() throws Exception {
        CompletableFuture<Boolean> arrived = new CompletableFuture<>();
        AtomicInteger requests = new AtomicInteger();
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    arrived.complete(!wire.head().isEmpty());
                    requests.incrementAndGet();
                    closed.complete(wire.closed());
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            client.send(GET + GET);
            assertThat(arrived.get(10, TimeUnit.SECONDS)).isTrue();
            client.socket().shutdownOutput();
            assertThat(client.closed()).isTrue();
            assertThat(closed.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(requests).hasValue(1);
        }
    }

    @Test
    void aClientThatEndsStillGetsWhatWasAnsweredAtOnce() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {});
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            client.send("GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n").socket().shutdownOutput();
            assertThat(client.message()).startsWith("http/1.1 404 ");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void aClientThatEndsInMidRequestIsGoneAndSoIsItsRequest() throws Exception {
        CompletableFuture<Boolean> arrived = new CompletableFuture<>();
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    wire.head();
                    arrived.complete(wire.text(3).equals("abc"));
                    closed.complete(wire.closed());
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            client.send("POST /m/x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
            assertThat(arrived.get(10, TimeUnit.SECONDS)).isTrue();
            client.socket().shutdownOutput();
            assertThat(client.closed()).isTrue();
            assertThat(closed.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anEarlyAnswerArrivesWholeThoughTheRequestDoesNotEnd() throws Exception {
        int length = 4 << 20;
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    wire.head();
                    wire.send("HTTP/1.1 413 Too Large\r\ncontent-length: " + length + "\r\n\r\n");
                    wire.send(new byte[length]);
                    // A close with bytes unread would take back what is still on its way.
                    wire.text("firstmore".length());
                    wire.closed();
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            client.send("POST /m/x HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\nfirst");
            assertThat(client.head()).startsWith("http/1.1 413 ").contains("\r\nconnection: close\r\n");
            client.send("more");
            assertThat(client.text(length)).hasSize(length);
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void whoPipelinesWithoutReadingIsServedNoFurtherThanTheBuffersReach() throws Exception {
        int requests = 600;
        String body = "x".repeat(64 * 1024);
        AtomicInteger served = new AtomicInteger();
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    while (!wire.message().isEmpty()) {
                        served.incrementAndGet(); // before the client can have the answer
                        wire.send("HTTP/1.1 200 OK\r\ncontent-length: " + body.length() + "\r\n\r\n" + body);
                    }
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            client.send(GET.repeat(requests));
            Stall.of(served::get);
            assertThat(served.get()).isPositive().isLessThan(requests);
            for (int i = 0; i < requests; i++) {
                assertThat(client.message()).hasSizeGreaterThan(body.length());
            }
            assertThat(served.get()).isEqualTo(requests);
        }
    }

    @Test
    void aPathWithoutNormalFormEndsItsConnection() throws Exception {
        try (Fixture fixture = Fixture.of(Policy.DEFAULT, 1);
                RawClient client = fixture.connect()) {
            client.send("GET /m/%00 HTTP/1.1\r\nHost: a\r\n\r\n" + GET);
            assertThat(client.message()).startsWith("http/1.1 400 ").contains("connection: close");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void theAnswerThatMeetsADrainIsTheLastAndWhatWaitsBehindItIsNotServed() throws Exception {
        CompletableFuture<Boolean> arrived = new CompletableFuture<>();
        CompletableFuture<Boolean> release = new CompletableFuture<>();
        AtomicInteger requests = new AtomicInteger();
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    while (!wire.message().isEmpty()) {
                        requests.incrementAndGet();
                        arrived.complete(true);
                        release.join();
                        wire.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
                    }
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient idle = fixture.connect();
                RawClient client = fixture.connect()) {
            client.send(GET + GET);
            arrived.get(10, TimeUnit.SECONDS);
            Thread drain = Thread.ofVirtual().start(fixture.router::drain);
            assertThat(idle.closed()).isTrue();
            release.complete(true);
            assertThat(client.message()).contains("connection: close").endsWith("ok");
            assertThat(client.closed()).isTrue();
            drain.join();
            assertThat(requests).hasValue(1);
        }
    }

    @Test
    void anHttp10ClientGetsNoInterimAnswerAndAnUnframedBody() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    wire.message();
                    wire.send("HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n"
                            + "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
                    wire.closed();
                });
                Fixture fixture = Fixture.start(
                        Fixture.config().withHttp10(),
                        Policy.DEFAULT,
                        Map.of("a", new int[] {model.port()}),
                        Map.of("a", 1));
                RawClient client = fixture.connect()) {
            client.send("GET /m/x HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n");
            assertThat(client.head())
                    .startsWith("http/1.1 200 ")
                    .contains("connection: close")
                    .doesNotContain("transfer-encoding");
            assertThat(client.text(3)).isEqualTo("ok");
        }
    }
}
