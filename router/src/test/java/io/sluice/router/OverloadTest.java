package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.Fixture.Policy;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More than a router is allowed to take is turned away at once, and what it has taken is served. */
@Timeout(60)
class OverloadTest {
    private static final String GET = "GET /m/x HTTP/1.1\r\nHost: a\r\n\r\n";

    private final Semaphore arrived = new Semaphore(0);
    private final Semaphore go = new Semaphore(0);
    private final List<RawClient> clients = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
    }

    private ScriptedUpstream held() throws IOException {
        return ScriptedUpstream.start(wire -> {
            while (!wire.message().isEmpty()) {
                arrived.release();
                go.acquireUninterruptibly();
                wire.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
            }
        });
    }

    private static Fixture fixture(int exchanges, int connections, int port) throws IOException {
        return Fixture.start(
                Fixture.config(Map.of("maxExchangesPerLoop", exchanges, "maxConnectionsPerLoop", connections)),
                Policy.NO_RETRIES,
                Map.of("a", new int[] {port}),
                Map.of("a", 1));
    }

    private RawClient client(Fixture fixture) throws IOException {
        RawClient client = fixture.connect();
        clients.add(client);
        return client;
    }

    @Test
    void aRequestTooManyIsAnsweredAtOnce() throws Exception {
        try (ScriptedUpstream model = held();
                Fixture fixture = fixture(3, 100, model.port())) {
            List<RawClient> taken = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                taken.add(client(fixture).send(GET));
            }
            arrived.acquire(3);
            for (int i = 0; i < 20; i++) {
                assertThat(client(fixture).send(GET).message())
                        .startsWith("http/1.1 503 ")
                        .contains("\r\nx-envoy-overloaded: true\r\n")
                        .endsWith("\r\n\r\noverloaded");
            }
            assertThat(arrived.availablePermits()).isZero();
            go.release(100);
            for (RawClient one : taken) {
                assertThat(one.message()).startsWith("http/1.1 200 ");
            }
            assertThat(client(fixture).send(GET).message()).startsWith("http/1.1 200 ");
            assertThat(Metrics.value(fixture.router, "sluice_requests_shed_total"))
                    .isEqualTo(20);
        }
    }

    /** Over HTTP/2 too, where one connection may ask for any number; a gRPC client hears it in its own words. */
    @Test
    void aStreamTooManyIsAnsweredAtOnceAndTheOthersLive() throws Exception {
        try (ScriptedUpstream model = held();
                Fixture fixture = fixture(2, 100, model.port());
                Http2Peer client = Http2Peer.connect(fixture.port)) {
            client.request(1, true, "GET", "/m/x").request(3, true, "GET", "/m/x");
            arrived.acquire(2);
            assertThat(client.request(5, true, "GET", "/m/x").message())
                    .contains(":status: 503", "x-envoy-overloaded: true", "= overloaded");
            assertThat(client.request(7, true, "POST", "/m/x", "content-type: application/grpc")
                            .message())
                    .contains(":status: 200", "grpc-status: 14", "grpc-message: overloaded");
            assertThat(arrived.availablePermits()).isZero();
            go.release(100);
            assertThat(client.message()).contains(":status: 200", "= ok");
            assertThat(client.message()).contains(":status: 200", "= ok");
        }
    }

    @Test
    void oneThatKeepsAConnectionAndAsksNothingMakesRoom() throws Exception {
        try (ScriptedUpstream model = held();
                Fixture fixture = fixture(100, 8, model.port())) {
            go.release(1000);
            for (int i = 0; i < 50; i++) {
                assertThat(client(fixture).send(GET).message()).startsWith("http/1.1 200 ");
            }
            assertThat(clients.get(0).closed()).isTrue();
            assertThat(Metrics.value(fixture.router, "sluice_connections_evicted_total"))
                    .isEqualTo(42);
            assertThat(Metrics.value(fixture.router, "sluice_connections_refused_total"))
                    .isZero();
        }
    }

    @Test
    void whereAllAreAtWorkTheNextIsRefused() throws Exception {
        try (ScriptedUpstream model = held();
                Fixture fixture = fixture(100, 2, model.port())) {
            RawClient first = client(fixture).send(GET);
            RawClient second = client(fixture).send(GET);
            arrived.acquire(2);
            assertThat(client(fixture).closed()).isTrue();
            go.release(100);
            assertThat(first.message()).startsWith("http/1.1 200 ");
            assertThat(second.message()).startsWith("http/1.1 200 ");
            assertThat(client(fixture).send(GET).message()).startsWith("http/1.1 200 ");
        }
    }
}
