package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.Fixture.Policy;
import io.sluice.table.Role;
import io.sluice.table.policy.RetryPolicy;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A copy that nobody waits for: whatever becomes of it, the primary's exchange is the same. */
@Timeout(60)
class ShadowTest {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
    private static final Policy SHADOWED = Policy.NO_RETRIES.withShadows("b");

    private final BlockingQueue<String> copies = new LinkedBlockingQueue<>();

    private static Fixture fixture(Policy policy, int primary, int shadow) throws IOException {
        return Fixture.start(
                Fixture.config(), policy, Map.of("a", new int[] {primary}, "b", new int[] {shadow}), Map.of("a", 1));
    }

    private ScriptedUpstream recording() throws IOException {
        return ScriptedUpstream.start(wire -> {
            for (String copy = wire.message(); !copy.isEmpty(); copy = wire.message()) {
                copies.add(copy);
                wire.send("HTTP/1.1 500 Oops\r\ncontent-length: 5\r\n\r\nwrong");
            }
        });
    }

    private String nextCopy() throws InterruptedException {
        String copy = copies.poll(20, TimeUnit.SECONDS);
        assertThat(copy).as("a copy arrives").isNotNull();
        return copy;
    }

    @Test
    void isTheRequestAsThePrimaryGetsItAndSaysThatItIsInternal() throws Exception {
        try (ScriptedUpstream primary = ScriptedUpstream.echo("ok");
                ScriptedUpstream shadow = recording();
                Fixture fixture = fixture(SHADOWED, primary.port(), shadow.port());
                RawClient client = fixture.connect()) {
            for (int i = 0; i < 3; i++) {
                String answer = client.send("POST /m/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
                        .message();
                assertThat(answer).startsWith("http/1.1 200 ok").endsWith("ok");
                assertThat(nextCopy())
                        .startsWith("post /x http/1.1\r\n")
                        .contains("\r\nhost: a\r\n", "\r\nx-envoy-internal: true\r\n")
                        .contains("\r\nx-forwarded-for: 127.0.0.1,127.0.0.1\r\n")
                        .endsWith("\r\n\r\nhello");
            }
        }
    }

    @Test
    void inTheMeshNamesTheRouterAlone() throws Exception {
        Policy mesh = new Policy(RetryPolicy.NEVER, null, Role.MESH).withShadows("b");
        try (ScriptedUpstream primary = ScriptedUpstream.echo("ok");
                ScriptedUpstream shadow = recording();
                Fixture fixture = fixture(mesh, primary.port(), shadow.port());
                RawClient client = fixture.connect()) {
            client.send("GET /m/x HTTP/1.1\r\nHost: a\r\n\r\n").message();
            assertThat(nextCopy()).contains("\r\nx-forwarded-for: 127.0.0.1\r\n");
        }
    }

    @Test
    void ofThreeMegabytesArrivesWhole() throws Exception {
        String body = "x".repeat(3 << 20);
        try (ScriptedUpstream primary = ScriptedUpstream.echo("ok");
                ScriptedUpstream shadow = recording();
                Fixture fixture = fixture(SHADOWED, primary.port(), shadow.port());
                RawClient client = fixture.connect()) {
            client.send("POST /m/x HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            assertThat(client.message()).startsWith("http/1.1 200 ok");
            assertThat(nextCopy()).endsWith(body);
        }
    }

    @Test
    void isOnePerRequestHoweverManyTries() throws Exception {
        Policy retrying = new Policy(RetryPolicy.ISTIO_DEFAULT, null, Role.GATEWAY).withShadows("b");
        try (ScriptedUpstream shadow = recording();
                Fixture fixture = fixture(retrying, FreePort.any(), shadow.port());
                RawClient client = fixture.connect()) {
            assertThat(client.send("GET /m/1 HTTP/1.1\r\nHost: a\r\n\r\n").message())
                    .startsWith("http/1.1 503 ");
            assertThat(client.send("GET /m/2 HTTP/1.1\r\nHost: a\r\n\r\n").message())
                    .startsWith("http/1.1 503 ");
            assertThat(nextCopy()).startsWith("get /1 ");
            assertThat(nextCopy()).startsWith("get /2 ");
        }
    }

    @Test
    void ofASlowModelHoldsNobodyUp() throws Exception {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        String body = "x".repeat(8 << 20);
        try (ScriptedUpstream primary = ScriptedUpstream.echo("ok");
                ScriptedUpstream shadow = ScriptedUpstream.start(wire -> {
                    wire.head();
                    over.join();
                });
                Fixture fixture = fixture(SHADOWED, primary.port(), shadow.port());
                RawClient client = fixture.connect()) {
            for (int i = 0; i < 3; i++) {
                client.send("POST /m/x HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                assertThat(client.message()).startsWith("http/1.1 200 ok");
            }
            over.complete(true);
        }
    }

    @Test
    void thatNobodyListensForIsNoFailure() throws Exception {
        try (ScriptedUpstream primary = ScriptedUpstream.echo("ok");
                Fixture fixture = fixture(SHADOWED, primary.port(), FreePort.any());
                RawClient client = fixture.connect()) {
            for (int i = 0; i < 5; i++) {
                client.send("POST /m/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
                assertThat(client.message()).startsWith("http/1.1 200 ok");
            }
        }
    }

    @Test
    void isCutWithAPrimaryThatAnswersBeforeTheRequestIsWhole() throws Exception {
        CompletableFuture<Boolean> cut = new CompletableFuture<>();
        try (ScriptedUpstream primary = ScriptedUpstream.start(wire -> {
                    wire.head();
                    wire.send(ANSWER);
                    wire.closed();
                });
                ScriptedUpstream shadow = ScriptedUpstream.start(wire -> {
                    wire.head();
                    wire.text(5);
                    cut.complete(wire.closed());
                });
                Fixture fixture = fixture(SHADOWED, primary.port(), shadow.port());
                RawClient client = fixture.connect()) {
            client.send("POST /m/x HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nhello");
            assertThat(client.head()).startsWith("http/1.1 200 ok");
            assertThat(cut.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
