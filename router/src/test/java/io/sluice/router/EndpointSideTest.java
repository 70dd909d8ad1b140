package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.sluice.router.Fixture.Policy;
import io.sluice.table.Role;
import io.sluice.table.policy.RetryPolicy;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an endpoint may do at any moment, and what the client sees of it. */
@Timeout(60)
class EndpointSideTest {
    private static final String GET = "GET /m/x HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String UPGRADE =
            "GET /m/x HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    private static final String SWITCHING =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";

    @Test
    void anEndpointThatRefusesABodyAndResetsIsStillHeard() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    wire.head();
                    wire.send("HTTP/1.1 413 Too Large\r\ncontent-length: 2\r\nconnection: close\r\n\r\nno");
                    // With so much unread, this close is a reset.
                    wire.text(1 << 20);
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            Thread.ofVirtual().start(() -> upload(client));
            assertThat(client.message()).startsWith("http/1.1 413 ").endsWith("no");
        }
    }

    private static void upload(RawClient client) {
        try {
            client.send("POST /m/x HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n");
            for (int i = 0; i < 100; i++) {
                client.send(new byte[1_000_000]);
            }
        } catch (IOException closed) {
            // The answer came before the end, and with it the end of the connection.
            return;
        }
    }

    @Test
    void anAnswerBeforeTheRequestsEndRetiresBothConnections() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    if (!wire.head().isEmpty()) {
                        wire.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
                        wire.closed();
                    }
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port())) {
            for (int i = 1; i <= 3; i++) {
                try (RawClient client = fixture.connect()) {
                    client.send("POST /m/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
                    assertThat(client.message()).contains("connection: close").endsWith("ok");
                    assertThat(client.closed()).isTrue();
                    assertThat(model.connections()).isEqualTo(i);
                }
            }
        }
    }

    @Test
    void several100AreOneAndOtherInterimAnswersPass() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    wire.message();
                    wire.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
                            + "HTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: b\r\n\r\n"
                            + "HTTP/1.1 204 No Content\r\n\r\n");
                    wire.closed();
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            client.send(GET);
            assertThat(client.head()).startsWith("http/1.1 100 ");
            assertThat(client.head()).startsWith("http/1.1 103 ").contains("link: a");
            assertThat(client.head()).startsWith("http/1.1 103 ").contains("link: b");
            assertThat(client.head()).startsWith("http/1.1 204 ");
        }
    }

    @Test
    void aRequestThatCouldHaveABodySaysThatItHasNone() throws Exception {
        BlockingQueue<String> seen = new ArrayBlockingQueue<>(4);
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    for (String head = wire.message(); !head.isEmpty(); head = wire.message()) {
                        seen.add(head);
                        wire.send("HTTP/1.1 204 No Content\r\n\r\n");
                    }
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            client.send("POST /m/x HTTP/1.1\r\nHost: a\r\n\r\n").head();
            client.send("DELETE /m/x HTTP/1.1\r\nHost: a\r\n\r\n").head();
            assertThat(seen.take()).contains("\r\ncontent-length: 0\r\n");
            assertThat(seen.take()).doesNotContain("content-length");
        }
    }

    @Test
    void anEndpointThatIgnoresTheWishForAWebSocketIsNotPassedOn() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.echo("not a socket");
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            assertThat(client.send(UPGRADE).message())
                    .startsWith("http/1.1 200 ")
                    .contains("content-length: 0")
                    .doesNotContain("x-envoy-upstream-service-time");
        }
    }

    @Test
    void aTunnelsClientMayEndItsSideAndHearTheRest() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    wire.head();
                    wire.send(SWITCHING);
                    assertThat(wire.text(3)).isEqualTo("bye");
                    assertThat(wire.closed()).isTrue();
                    wire.send("the rest");
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            assertThat(client.send(UPGRADE).head()).startsWith("http/1.1 101 ");
            client.send("bye").socket().shutdownOutput();
            assertThat(client.text(8)).isEqualTo("the rest");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void theRoutesTimeBeginsWithTheCompleteRequestAndATriesTimeToo() throws Exception {
        BlockingQueue<String> seen = new ArrayBlockingQueue<>(1);
        Policy policy = new Policy(RetryPolicy.NEVER, Duration.ofMinutes(1), Role.GATEWAY);
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    seen.add(wire.head());
                    wire.text(5);
                    wire.send("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
                });
                Fixture fixture = Fixture.of(policy, model.port());
                RawClient client = fixture.connect()) {
            client.send("POST /m/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
            // While the request is still coming nothing of it has passed.
            assertThat(seen.poll(10, TimeUnit.SECONDS)).contains("\r\nx-envoy-expected-rq-timeout-ms: 60000\r\n");
            assertThat(client.send("hello").message()).startsWith("http/1.1 200 ");
        }
    }

    /** Memory of ours that a stopped peer may hold: a watermark and the reads under way, not the body. */
    private static final long MOST_HELD_BYTES = 4 << 20;

    @Test
    void aLargeRequestToASlowEndpointIsHeldInBoundedMemory() throws Exception {
        int mebibytes = 100;
        CompletableFuture<Boolean> read = new CompletableFuture<>();
        AtomicLong sent = new AtomicLong();
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    wire.head();
                    read.join();
                    for (int i = 0; i < mebibytes; i++) {
                        wire.text(1 << 20);
                    }
                    wire.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
                    wire.closed();
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            long before = held();
            Thread.ofVirtual().start(() -> upload(client, mebibytes, sent));
            assertThat(Stall.of(sent::get)).isLessThan(mebibytes);
            assertThat(held() - before).isLessThan(MOST_HELD_BYTES);
            read.complete(true);
            assertThat(client.message()).startsWith("http/1.1 200 ").endsWith("ok");
            assertThat(sent).hasValue(mebibytes);
        }
    }

    private static void upload(RawClient client, int mebibytes, AtomicLong sent) {
        try {
            client.send("POST /m/x HTTP/1.1\r\nHost: a\r\nContent-Length: " + ((long) mebibytes << 20) + "\r\n\r\n");
            for (int i = 0; i < mebibytes; i++) {
                client.send(new byte[1 << 20]);
                sent.incrementAndGet();
            }
        } catch (IOException gone) {
            // The test has failed already, at its other end.
            return;
        }
    }

    @Test
    void aLargeAnswerToASlowClientIsHeldInBoundedMemory() throws Exception {
        int mebibytes = 100;
        AtomicLong sent = new AtomicLong();
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    wire.message();
                    wire.send("HTTP/1.1 200 OK\r\ncontent-length: " + ((long) mebibytes << 20) + "\r\n\r\n");
                    for (int i = 0; i < mebibytes; i++) {
                        wire.send(new byte[1 << 20]);
                        sent.incrementAndGet();
                    }
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            long before = held();
            client.send(GET).head();
            assertThat(Stall.of(sent::get)).isLessThan(mebibytes);
            assertThat(held() - before).isLessThan(MOST_HELD_BYTES);
            for (int i = 0; i < mebibytes; i++) {
                assertThat(client.text(1 << 20)).hasSize(1 << 20);
            }
        }
    }

    /** Bytes of pooled buffers in use; those that threads keep for their next ones are not. */
    private static long held() {
        return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
    }
}
