package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.Destination;
import io.sluice.table.Forward;
import io.sluice.table.Listener;
import io.sluice.table.Rewrite;
import io.sluice.table.Split;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.ConnectionPool;
import io.sluice.table.cluster.ConnectionPool.TcpKeepalive;
import io.sluice.table.cluster.Discovery;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoint.Place;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.cluster.LoadBalancing;
import io.sluice.table.cluster.OutlierDetection;
import io.sluice.table.cluster.RetryBudget;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.table.policy.RetryCondition;
import io.sluice.table.policy.RetryPolicy;
import io.sluice.table.policy.RetryPolicy.PreviousHosts;
import io.sluice.table.tls.UpstreamTls;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import io.sluice.testkit.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What of a cluster may be used, and who is asked: over loopback. */
@Timeout(60)
class ClusterLimitsTest {
    private static final int NONE = Integer.MAX_VALUE;
    private static final String GET = "GET / HTTP/1.1\r\nHost: m\r\n\r\n";

    private final List<AutoCloseable> open = new ArrayList<>();
    private int port;
    private @Nullable Router router;

    @AfterEach
    void stop() throws Exception {
        if (router != null) {
            router.close();
        }
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    private static ConnectionPool pool(int connections, int pending, int requests, int retries) {
        return new ConnectionPool(
                Duration.ofSeconds(10), null, null, connections, pending, requests, 0, retries, NONE, null);
    }

    private static OutlierDetection outliers(int errors, Duration base, int minHealthPercent) {
        return new OutlierDetection(errors, 0, false, 0, Duration.ofMillis(50), base, 100, minHealthPercent);
    }

    private void serve(
            int loops,
            ConnectionPool pool,
            @Nullable OutlierDetection outliers,
            @Nullable RetryBudget budget,
            RetryPolicy retry,
            @Nullable Duration timeout,
            Endpoint... endpoints)
            throws IOException {
        port = FreePort.any();
        Router started =
                Router.start(RouterConfig.defaults().withEventLoops(loops).withSeed(1));
        router = started;
        String name = Cluster.nameOf(8000, "", "m");
        Cluster cluster = new Cluster(
                name,
                "m",
                8000,
                "",
                UpstreamProtocol.HTTP1,
                new LoadBalancing.RoundRobin(null),
                pool,
                outliers,
                new UpstreamTls.Plaintext(),
                budget,
                Discovery.PUBLISHED,
                Cluster.ProxyProtocol.NONE);
        Forward forward = new Forward(
                new Split(List.of(new Destination(name, 1))), new Rewrite(null, null), timeout, retry, List.of());
        Listener listener = Tables.listener(port, Tables.route(forward));
        started.publish(new Endpoints(Map.of(name, List.of(endpoints)), Set.of(), Map.of()));
        started.publish(Tables.table(listener, cluster));
    }

    private RawClient client() throws IOException {
        RawClient client = RawClient.connect(port);
        open.add(client);
        return client;
    }

    private static Endpoint at(ScriptedUpstream model) {
        return new Endpoint("127.0.0.1", model.port());
    }

    /** An endpoint that answers when it is told to. */
    private final class Held {
        private final Semaphore arrived = new Semaphore(0);
        private final Semaphore go = new Semaphore(0);
        private final Semaphore goAgain = new Semaphore(0);
        private final AtomicInteger atOnce = new AtomicInteger();
        private final AtomicInteger mostAtOnce = new AtomicInteger();
        private final ScriptedUpstream model;

        Held(int status) throws IOException {
            model = ScriptedUpstream.start(peer -> {
                for (String request = peer.message(); !request.isEmpty(); request = peer.message()) {
                    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    arrived.release();
                    (request.contains("attempt-count: 2") ? goAgain : go).acquireUninterruptibly();
                    atOnce.decrementAndGet();
                    peer.send("HTTP/1.1 " + status + " X\r\ncontent-length: 2\r\n\r\nok");
                }
            });
            open.add(model);
        }
    }

    private static boolean isAnswered(RawClient client) {
        try {
            return client.socket().getInputStream().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertOverflow(String answer) {
        assertThat(answer)
                .startsWith("http/1.1 503")
                .contains("x-envoy-overloaded: true")
                .endsWith("reset reason: overflow");
    }

    @Test
    void whoFindsNoConnectionWaitsAndTheRestIsTurnedAway() throws Exception {
        Held model = new Held(200);
        serve(1, pool(1, 1, NONE, NONE), null, null, RetryPolicy.NEVER, null, at(model.model));
        RawClient first = client().send(GET);
        model.arrived.acquire();
        List<RawClient> others = List.of(client().send(GET), client().send(GET), client().send(GET));
        while (others.stream().filter(ClusterLimitsTest::isAnswered).count() < 2) {
            Thread.onSpinWait();
        }
        for (RawClient other : others) {
            if (isAnswered(other)) {
                assertOverflow(other.message());
            } else {
                model.go.release(2);
                assertThat(other.message()).startsWith("http/1.1 200");
            }
        }
        assertThat(first.message()).startsWith("http/1.1 200");
        assertThat(model.model.connections()).isEqualTo(1);
    }

    @Test
    void whoGoesWhileWaitingLeavesItsPlace() throws Exception {
        Held model = new Held(200);
        serve(1, pool(1, 1, NONE, NONE), null, null, RetryPolicy.NEVER, null, at(model.model));
        RawClient first = client().send(GET);
        model.arrived.acquire();
        for (int i = 0; i < 5; i++) {
            RawClient gone = client().send(GET);
            gone.socket().setSoLinger(true, 0);
            gone.close();
        }
        model.go.release(100);
        assertThat(first.message()).startsWith("http/1.1 200");
        RawClient last = client();
        while (!last.send(GET).message().startsWith("http/1.1 200")) {
            Thread.onSpinWait();
        }
        assertThat(failures(client(), 20)).isZero();
    }

    @Test
    void theRoutesTimeRunsWhileWaiting() throws Exception {
        Held model = new Held(200);
        serve(1, pool(1, NONE, NONE, NONE), null, null, RetryPolicy.NEVER, Duration.ofMillis(200), at(model.model));
        RawClient first = client().send(GET);
        model.arrived.acquire();
        RawClient second = client().send(GET);
        assertThat(second.message()).startsWith("http/1.1 504").endsWith("upstream request timeout");
        assertThat(first.message()).startsWith("http/1.1 504");
        model.go.release(100);
        // The connection that timed out was closed: its place is free.
        assertThat(client().send(GET).message()).startsWith("http/1.1 200");
    }

    @Test
    void oneConnectionServesTheRequestsOfAllLoops() throws Exception {
        Held model = new Held(200);
        int clients = 16;
        int rounds = 20;
        serve(3, pool(1, NONE, NONE, NONE), null, null, RetryPolicy.NEVER, null, at(model.model));
        model.go.release(clients * rounds);
        List<RawClient> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            all.add(client());
        }
        for (int round = 0; round < rounds; round++) {
            for (RawClient one : all) {
                one.send(GET);
            }
            for (RawClient one : all) {
                assertThat(one.message()).startsWith("http/1.1 200");
            }
        }
        assertThat(model.mostAtOnce).hasValue(1);
    }

    @Test
    void requestsAreLimitedToo() throws Exception {
        Held model = new Held(200);
        serve(2, pool(NONE, NONE, 2, NONE), null, null, RetryPolicy.NEVER, null, at(model.model));
        RawClient first = client().send(GET);
        RawClient second = client().send(GET);
        model.arrived.acquire(2);
        assertOverflow(client().send(GET).message());
        model.go.release(100);
        assertThat(first.message()).startsWith("http/1.1 200");
        assertThat(second.message()).startsWith("http/1.1 200");
        assertThat(client().send(GET).message()).startsWith("http/1.1 200");
    }

    @Test
    void aConnectionEndsAtItsAgeButNotUnderARequest() throws Exception {
        Duration age = Duration.ofMillis(300);
        ConnectionPool aging =
                new ConnectionPool(Duration.ofSeconds(10), null, age, NONE, NONE, NONE, 0, NONE, NONE, null);
        BlockingQueue<Boolean> ends = new LinkedBlockingQueue<>();
        Semaphore go = new Semaphore(0);
        ScriptedUpstream model = ScriptedUpstream.start(peer -> {
            peer.message();
            go.acquireUninterruptibly();
            peer.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
            ends.add(peer.closed());
        });
        open.add(model);
        serve(1, aging, null, null, RetryPolicy.NEVER, null, at(model));
        // One that idles when its time is over, and one that is then at work.
        go.release();
        assertThat(client().send(GET).message()).startsWith("http/1.1 200");
        assertThat(ends.take()).isTrue();
        RawClient slow = client().send(GET);
        LockSupport.parkNanos(age.plusMillis(100).toNanos());
        go.release();
        assertThat(slow.message()).startsWith("http/1.1 200").endsWith("ok");
        assertThat(ends.take()).isTrue();
        assertThat(model.connections()).isEqualTo(2);
    }

    @Test
    void anIdleConnectionIsProbedByTheKernelAsAsked() throws Exception {
        TcpKeepalive keepalive = new TcpKeepalive(3, Duration.ofSeconds(70), Duration.ofSeconds(5));
        ConnectionPool probed =
                new ConnectionPool(Duration.ofSeconds(10), null, null, NONE, NONE, NONE, 0, NONE, NONE, keepalive);
        BlockingQueue<Integer> ports = new LinkedBlockingQueue<>();
        ScriptedUpstream model = ScriptedUpstream.start(peer -> {
            ports.add(peer.socket().getPort());
            while (!peer.message().isEmpty()) {
                peer.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
            }
        });
        open.add(model);
        serve(1, probed, null, null, RetryPolicy.NEVER, null, at(model));
        assertThat(client().send(GET).message()).startsWith("http/1.1 200");
        // Timer 2 is that of keepalive; it counts hundredths of a second.
        String[] timer = timer(ports.take(), model.port());
        assertThat(timer[0]).isEqualTo("02");
        assertThat(Integer.parseInt(timer[1], 16)).isBetween(1, 7_000);
    }

    /** Of the socket that joins two ports of loopback, as Linux lists it: which one, and how long it has yet to run. */
    private static String[] timer(int local, int remote) throws IOException {
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] columns = line.strip().split(" +", -1);
                if (columns[1].endsWith(String.format(":%04X", local))
                        && columns[2].endsWith(String.format(":%04X", remote))) {
                    return columns[5].split(":", -1);
                }
            }
        }
        throw new AssertionError("no such socket");
    }

    private static RetryPolicy onServerErrors(int retries) {
        return new RetryPolicy(
                retries,
                Set.of(RetryCondition.FIVE_XX),
                List.of(),
                null,
                Duration.ofMillis(1),
                PreviousHosts.AVOIDED,
                false);
    }

    @Test
    void aRetryTooManyIsNotMadeAndItsAnswerPassesOn() throws Exception {
        for (RetryBudget budget : new RetryBudget[] {null, new RetryBudget(0, 1)}) {
            Held model = new Held(503);
            serve(
                    2,
                    pool(NONE, NONE, NONE, budget == null ? 1 : NONE),
                    null,
                    budget,
                    onServerErrors(1),
                    null,
                    at(model.model));
            model.go.release(100);
            RawClient first = client().send(GET);
            model.arrived.acquire(2);
            // Its retry is held: a second one may not be made.
            assertThat(client().send(GET).message()).startsWith("http/1.1 503").doesNotContain("x-envoy-overloaded");
            assertThat(model.arrived.drainPermits()).isEqualTo(1);
            model.goAgain.release(100);
            assertThat(first.message()).startsWith("http/1.1 503");
            assertThat(client().send(GET).message()).startsWith("http/1.1 503");
            assertThat(model.arrived.drainPermits()).isEqualTo(2);
            required(router).close();
        }
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new AssertionError("nothing is there");
        }
        return value;
    }

    // --- who is asked ---

    private ScriptedUpstream answering(AtomicInteger status) throws IOException {
        ScriptedUpstream model = ScriptedUpstream.start(peer -> {
            while (!peer.message().isEmpty()) {
                peer.send("HTTP/1.1 " + status.get() + " X\r\ncontent-length: 2\r\n\r\nok");
            }
        });
        open.add(model);
        return model;
    }

    private static int failures(RawClient client, int requests) throws IOException {
        int failures = 0;
        for (int i = 0; i < requests; i++) {
            failures += client.send(GET).message().startsWith("http/1.1 5") ? 1 : 0;
        }
        return failures;
    }

    @Test
    void whoFailsTooOftenIsLeftOutAndComesBack() throws Exception {
        AtomicInteger status = new AtomicInteger(500);
        ScriptedUpstream bad = answering(status);
        ScriptedUpstream good = answering(new AtomicInteger(200));
        serve(
                2,
                ConnectionPool.DEFAULT,
                outliers(3, Duration.ofMillis(500), 0),
                null,
                RetryPolicy.NEVER,
                null,
                at(bad),
                at(good));
        RawClient client = client();
        assertThat(failures(client, 12)).isEqualTo(3);
        // It fails again as soon as it is back: that it is asked again is what is awaited.
        int again = 0;
        while (again == 0) {
            again = failures(client, 1);
        }
        status.set(200);
        assertThat(failures(client, 20)).isZero();
    }

    @Test
    void theNextPriorityServesWhenTheFirstIsGoneAndNobodyWhenAllAre() throws Exception {
        AtomicInteger near = new AtomicInteger(500);
        AtomicInteger far = new AtomicInteger(200);
        serve(
                1,
                ConnectionPool.DEFAULT,
                outliers(1, Duration.ofMinutes(1), 0),
                null,
                RetryPolicy.NEVER,
                null,
                at(answering(near)),
                at(answering(far)).withPlace(new Place("far", 1, 0)));
        RawClient client = client();
        assertThat(failures(client, 20)).isEqualTo(1);
        far.set(502);
        assertThat(failures(client, 1)).isEqualTo(1);
        assertThat(client.send(GET).message()).startsWith("http/1.1 503").endsWith("no healthy upstream");
        String labels = "{cluster=\"" + Cluster.nameOf(8000, "", "m") + "\"}";
        Router started = required(router);
        assertThat(Metrics.value(started, "sluice_ejections_total" + labels)).isEqualTo(2);
        assertThat(Metrics.value(started, "sluice_ejected_endpoints" + labels)).isEqualTo(2);
        try (RawClient inspecting = RawClient.connect(started.adminPort())) {
            assertThat(inspecting
                            .send("GET /v1/clusters HTTP/1.1\r\nhost: localhost\r\n\r\n")
                            .message())
                    .contains("\"ejected\": 2");
            assertThat(inspecting
                            .send("GET /v1/endpoints HTTP/1.1\r\nhost: localhost\r\n\r\n")
                            .message())
                    .contains("\"ejected\": true")
                    .doesNotContain("\"ejected\": false");
        }
    }

    @Test
    void inPanicAllAreAsked() throws Exception {
        serve(
                1,
                ConnectionPool.DEFAULT,
                outliers(1, Duration.ofMinutes(1), 50),
                null,
                RetryPolicy.NEVER,
                null,
                at(answering(new AtomicInteger(500))),
                at(answering(new AtomicInteger(500))));
        RawClient client = client();
        assertThat(failures(client, 10)).isEqualTo(10);
        assertThat(client.send(GET).message()).startsWith("http/1.1 500");
    }

    @Test
    void whoRefusesConnectionsIsPassedByWhileAnotherIsUp() throws Exception {
        Endpoint deaf = new Endpoint("127.0.0.1", FreePort.any());
        serve(
                1,
                ConnectionPool.DEFAULT,
                null,
                null,
                RetryPolicy.NEVER,
                null,
                deaf,
                at(answering(new AtomicInteger(200))));
        assertThat(failures(client(), 20)).isEqualTo(3);
    }
}
