package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.X509Bundle;
import io.sluice.table.Destination;
import io.sluice.table.DirectResponse;
import io.sluice.table.Host;
import io.sluice.table.HttpOptions;
import io.sluice.table.Listener;
import io.sluice.table.Origin;
import io.sluice.table.Role;
import io.sluice.table.RoutingTable;
import io.sluice.table.SniRoute;
import io.sluice.table.Split;
import io.sluice.table.Traffic;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.ConnectionPool;
import io.sluice.table.cluster.Discovery;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.cluster.LoadBalancing;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.table.match.HostPattern;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.Authorization.Rules;
import io.sluice.table.policy.ListenerPolicies;
import io.sluice.table.policy.WorkloadPolicy;
import io.sluice.table.tls.ListenerTls;
import io.sluice.table.tls.ListenerTls.ClientCertificates;
import io.sluice.table.tls.ListenerTls.Mode;
import io.sluice.table.tls.ListenerTls.TlsParameters;
import io.sluice.table.tls.UpstreamTls;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import io.sluice.testkit.Tables;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS that is not opened: which name leads where, that bytes arrive as they were, and when a connection ends. */
@Timeout(60)
class PassthroughTest {
    private static final String GET = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";

    private final List<ScriptedUpstream> models = new ArrayList<>();
    private final Map<String, Cluster> clusters = new LinkedHashMap<>();
    private final Map<String, List<Endpoint>> endpoints = new LinkedHashMap<>();
    private final List<WorkloadPolicy> guards = new ArrayList<>();
    private Router router;
    private int port;
    private Authority authority;

    @BeforeEach
    void start() throws Exception {
        authority = new Authority("models");
        port = FreePort.any();
        router = Router.start(Fixture.config());
    }

    @AfterEach
    void stop() throws IOException {
        router.close();
        for (ScriptedUpstream model : models) {
            model.close();
        }
    }

    // --- what is declared ---

    private static Cluster cluster(String name, ConnectionPool pool, UpstreamTls tls) {
        return new Cluster(
                Cluster.nameOf(443, "", name),
                name,
                443,
                "",
                UpstreamProtocol.HTTP1,
                LoadBalancing.LeastRequest.DEFAULT,
                pool,
                null,
                tls,
                null,
                Discovery.PUBLISHED,
                Cluster.ProxyProtocol.NONE);
    }

    /** A cluster whose endpoints are these ports. */
    private String cluster(String name, ConnectionPool pool, int... ports) {
        Cluster cluster = cluster(name, pool, new UpstreamTls.Plaintext());
        clusters.put(cluster.name(), cluster);
        List<Endpoint> those = new ArrayList<>();
        for (int endpoint : ports) {
            those.add(new Endpoint("127.0.0.1", endpoint).withWorkload(new Workload("ns", name, Map.of("app", name))));
        }
        endpoints.put(cluster.name(), those);
        return cluster.name();
    }

    private String cluster(String name, int... ports) {
        return cluster(name, ConnectionPool.DEFAULT, ports);
    }

    private static SniRoute route(String name, Destination... split) {
        return new SniRoute(
                List.of(HostPattern.of(name)),
                new Split(List.of(split)),
                new Origin("VirtualService", "ns", "v", "spec.tls[0]"));
    }

    private static SniRoute route(String name, String cluster) {
        return route(name, new Destination(cluster, 1));
    }

    private Listener passing(SniRoute... routes) {
        List<HostPattern> names = List.of(routes).stream()
                .flatMap(route -> route.serverNames().stream())
                .toList();
        return new Listener(
                "gateway:passing",
                port,
                443,
                Role.GATEWAY,
                new ListenerTls(names, new Mode.Passthrough()),
                new Traffic.Passthrough(List.of(routes)),
                ListenerPolicies.NONE);
    }

    private Listener ending(String name) throws Exception {
        HostPattern pattern = HostPattern.of(name);
        Host host = Tables.host(Tables.route(new DirectResponse(200, "ended here")));
        return new Listener(
                "gateway:ending",
                port,
                443,
                Role.GATEWAY,
                new ListenerTls(
                        List.of(pattern),
                        new Mode.Terminate(
                                List.of(Authority.declared(authority.server("a.example.com", "b.example.com"))),
                                new ClientCertificates.NotAsked(),
                                TlsParameters.DEFAULT)),
                new Traffic.Http(List.of(host), false, HttpOptions.DEFAULT),
                ListenerPolicies.NONE);
    }

    private void publish(Listener... listeners) {
        router.publish(new Endpoints(endpoints, Map.of()));
        assertThat(router.publish(new RoutingTable(List.of(listeners), clusters, guards)))
                .isEmpty();
    }

    // --- who is behind, and who calls ---

    /** Speaks TLS, and HTTP within. */
    private int model(String answer, X509Bundle certificate) throws Exception {
        SSLServerSocket server = (SSLServerSocket)
                Authority.context(certificate, null).getServerSocketFactory().createServerSocket();
        return started(ScriptedUpstream.start(server, client -> {
            while (!client.message().isEmpty()) {
                client.send("HTTP/1.1 200 OK\r\ncontent-length: " + answer.length() + "\r\n\r\n" + answer);
            }
        }));
    }

    private int bytes(ScriptedUpstream.Script script) throws IOException {
        return started(ScriptedUpstream.start(script));
    }

    private int started(ScriptedUpstream model) {
        models.add(model);
        return model.port();
    }

    private SSLSocket open(String name) throws Exception {
        SSLContext context = authority.caller(null);
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        plain.setSoTimeout(10_000);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(name.isEmpty() ? List.of() : List.of(new SNIHostName(name)));
        parameters.setEndpointIdentificationAlgorithm(name.isEmpty() ? null : "HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private String get(String name) throws Exception {
        try (RawClient client = RawClient.over(open(name))) {
            return client.send(GET).message();
        }
    }

    private static void eventually(Callable<Boolean> holds) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.call()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private long metric(String name, String cluster) throws IOException {
        String suffix = name.startsWith("open") ? "" : "_total";
        return Metrics.value(router, "sluice_passthrough_" + name + suffix + "{cluster=\"" + cluster + "\"}");
    }

    // --- which name leads where ---

    @Test
    void theHandshakeEndsAtTheModelThatTheNameLeadsTo() throws Exception {
        publish(passing(
                route("a.example.com", cluster("a", model("a", authority.server("a.example.com")))),
                route("*.example.com", cluster("b", model("b", authority.server("b.example.com"))))));
        assertThat(get("a.example.com")).contains("200 ok").endsWith("a");
        assertThat(get("b.example.com")).contains("200 ok").endsWith("b");
        // The certificate of b is for no other name, and it is b's own that a client sees.
        assertThatThrownBy(() -> get("c.example.com")).isInstanceOf(IOException.class);
    }

    /** A DestinationRule's TLS is what the router speaks with the endpoint: the client's goes within it, unopened (istio.md §2.2). */
    @Test
    void tlsOfARuleIsPutAroundTheClients() throws Exception {
        BlockingQueue<String> inner = new LinkedBlockingQueue<>();
        SSLContext within = Authority.context(authority.server("a.example.com"), null);
        SSLServerSocket outer = (SSLServerSocket) Authority.context(authority.server("outer.example.com"), null)
                .getServerSocketFactory()
                .createServerSocket();
        int model = started(ScriptedUpstream.start(outer, client -> {
            SSLSocket router = (SSLSocket) client.socket();
            router.startHandshake();
            ExtendedSSLSession session = (ExtendedSSLSession) router.getSession();
            inner.add(((SNIHostName) session.getRequestedServerNames().get(0)).getAsciiName());
            SSLSocket clients = (SSLSocket) within.getSocketFactory().createSocket(router, null, true);
            clients.setUseClientMode(false);
            try (RawClient caller = RawClient.over(clients)) {
                inner.add(caller.head());
                caller.send("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nwithin");
            }
        }));
        Cluster cluster = cluster(
                "a",
                ConnectionPool.DEFAULT,
                new UpstreamTls.Tls(null, authority.trusted(), "outer.example.com", List.of(), true));
        clusters.put(cluster.name(), cluster);
        endpoints.put(cluster.name(), List.of(new Endpoint("127.0.0.1", model)));
        publish(passing(route("a.example.com", cluster.name())));
        assertThat(get("a.example.com")).contains("200 ok").endsWith("within");
        assertThat(inner.take()).isEqualTo("outer.example.com");
        assertThat(inner.take()).startsWith("get / http/1.1");
    }

    /** Nothing of the client's goes out in plaintext, or to whom the rule does not believe. */
    @Test
    void whomARuleDoesNotBelieveHearsNothingOfTheClient() throws Exception {
        SSLServerSocket strange =
                (SSLServerSocket) Authority.context(new Authority("strange").server("a.example.com"), null)
                        .getServerSocketFactory()
                        .createServerSocket();
        int model = started(ScriptedUpstream.start(strange, client -> client.text(1)));
        Cluster cluster = cluster(
                "a", ConnectionPool.DEFAULT, new UpstreamTls.Tls(null, authority.trusted(), null, List.of(), true));
        clusters.put(cluster.name(), cluster);
        endpoints.put(cluster.name(), List.of(new Endpoint("127.0.0.1", model)));
        publish(passing(route("a.example.com", cluster.name())));
        assertThatThrownBy(() -> get("a.example.com")).isInstanceOf(IOException.class);
        eventually(() -> metric("failures", cluster.name()) == 1);
    }

    @Test
    void onePortEndsSomeNamesAndPassesOthersOn() throws Exception {
        publish(
                ending("a.example.com"),
                passing(route("*.example.com", cluster("b", model("b", authority.server("b.example.com"))))));
        assertThat(get("a.example.com")).endsWith("ended here");
        assertThat(get("b.example.com")).endsWith("b");
        publish(
                ending("*.example.com"),
                passing(route("a.example.com", cluster("a", model("a", authority.server("a.example.com"))))));
        assertThat(get("a.example.com")).endsWith("a");
        assertThat(get("b.example.com")).endsWith("ended here");
    }

    @Test
    void whoAsksForAnotherNameOrNoneOrSpeaksNoTlsIsClosed() throws Exception {
        publish(passing(route("a.example.com", cluster("a", model("a", authority.server("a.example.com"))))));
        assertThatThrownBy(() -> get("b.example.com")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> get("")).isInstanceOf(IOException.class);
        try (RawClient plain = RawClient.connect(port)) {
            assertThat(plain.send(GET).closed()).isTrue();
        }
    }

    @Test
    void aStarTakesWhoAsksForNoName() throws Exception {
        publish(passing(route("*", cluster("a", model("a", authority.server("a.example.com"))))));
        assertThat(get("")).endsWith("a");
    }

    @Test
    void connectionsAreDividedByWeight() throws Exception {
        String a = cluster("a", bytes(client -> client.send("a")));
        String b = cluster("b", bytes(client -> client.send("b")));
        String c = cluster("c", bytes(client -> client.send("c")));
        publish(passing(route("x", new Destination(a, 75), new Destination(b, 25), new Destination(c, 0))));
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < 200; i++) {
            try (RawClient client = RawClient.connect(port)) {
                counts.merge(client.send(Hello.of("x")).text(1), 1, Integer::sum);
            }
        }
        assertThat(counts).containsOnlyKeys("a", "b");
        assertThat(counts.getOrDefault("a", 0)).isBetween(130, 170);
        assertThat(metric("connections", a)).isEqualTo((long) counts.getOrDefault("a", 0));
    }

    @Test
    void aTableThatChangesLeavesOpenConnectionsAlone() throws Exception {
        publish(passing(route("a.example.com", cluster("a", model("a", authority.server("a.example.com"))))));
        try (RawClient client = RawClient.over(open("a.example.com"))) {
            publish(passing(route("b.example.com", cluster("b", model("b", authority.server("b.example.com"))))));
            assertThat(client.send(GET).message()).endsWith("a");
            assertThat(get("b.example.com")).endsWith("b");
        }
    }

    // --- the hello ---

    private BlockingQueue<byte[]> recorded(String name, int bytes) throws IOException {
        BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
        publish(passing(route(name, cluster("recorder", bytes(client -> {
            arrived.add(client.text(bytes).getBytes(StandardCharsets.ISO_8859_1));
            client.send("heard");
        })))));
        return arrived;
    }

    /** As it came, to the byte, however it was cut. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 50, 100_000})
    void aHelloMayBeCutIntoRecords(int bytes) throws Exception {
        byte[] hello = Hello.inRecordsOf(bytes, Hello.of("a.example.com"));
        BlockingQueue<byte[]> arrived = recorded("a.example.com", hello.length);
        try (RawClient client = RawClient.connect(port)) {
            assertThat(client.send(hello).text(5)).isEqualTo("heard");
        }
        assertThat(arrived.poll(10, TimeUnit.SECONDS)).isEqualTo(hello);
    }

    @Test
    void aHelloMayComeByteForByte() throws Exception {
        byte[] hello = Hello.of("a.example.com");
        BlockingQueue<byte[]> arrived = recorded("a.example.com", hello.length);
        try (RawClient client = RawClient.connect(port)) {
            for (byte one : hello) {
                client.send(new byte[] {one});
            }
            assertThat(client.text(5)).isEqualTo("heard");
        }
        assertThat(arrived.poll(10, TimeUnit.SECONDS)).isEqualTo(hello);
    }

    @Test
    void aHelloThatDoesNotEndIsClosedBySizeOrTime() throws Exception {
        router.close();
        router = Router.start(Fixture.config(Map.of("tlsHandshakeTimeout", Duration.ofMillis(200))));
        publish(passing(route("a.example.com", cluster("a", bytes(client -> client.send("never"))))));
        try (RawClient huge = RawClient.connect(port)) {
            // A client hello of 8 MiB, announced in its first record.
            assertThat(huge.send(new byte[] {22, 3, 1, 0, 4, 1, (byte) 0x80, 0, 0})
                            .closed())
                    .isTrue();
        }
        try (RawClient slow = RawClient.connect(port)) {
            byte[] hello = Hello.of("a.example.com");
            assertThat(slow.send(java.util.Arrays.copyOf(hello, hello.length / 2))
                            .closed())
                    .isTrue();
        }
        assertThat(models.get(0).connections()).isZero();
    }

    // --- bytes ---

    @Test
    void whoHasSaidAllStillHears() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        byte[] hello = Hello.of("x");
        String cluster = cluster("a", bytes(client -> {
            client.text(hello.length);
            assertThat(client.closed()).isTrue();
            ended.countDown();
            client.send("after your end");
        }));
        publish(passing(route("x", cluster)));
        try (RawClient client = RawClient.connect(port)) {
            client.send(hello);
            client.socket().shutdownOutput();
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(client.text(14)).isEqualTo("after your end");
            assertThat(client.closed()).isTrue();
        }
        eventually(() -> metric("open_connections", cluster) == 0);
    }

    @Test
    void aModelThatHasSaidAllStillHears() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        byte[] hello = Hello.of("x");
        publish(passing(route("x", cluster("a", bytes(client -> {
            client.text(hello.length);
            client.send("bye");
            client.socket().shutdownOutput();
            heard.add(client.text(5));
        })))));
        try (RawClient client = RawClient.connect(port)) {
            assertThat(client.send(hello).text(3)).isEqualTo("bye");
            assertThat(client.closed()).isTrue();
            client.send("still");
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("still");
        }
    }

    /** More than sockets and the router may hold waits with its sender, and arrives whole when there is room. */
    @Test
    void whoIsNotReadIsNotReadFrom() throws Exception {
        int all = 64 * 1024 * 1024;
        byte[] hello = Hello.of("x");
        AtomicLong written = new AtomicLong();
        String cluster = cluster("a", bytes(client -> {
            client.text(hello.length);
            OutputStream out = client.socket().getOutputStream();
            byte[] piece = new byte[64 * 1024];
            for (int i = 0; i < all / piece.length; i++) {
                java.util.Arrays.fill(piece, (byte) i);
                out.write(piece);
                written.addAndGet(piece.length);
            }
        }));
        publish(passing(route("x", cluster)));
        try (RawClient client = RawClient.connect(port)) {
            client.send(hello);
            assertThat(Stall.of(written::get)).as("taken without being read").isLessThanOrEqualTo(all / 2L);
            var in = client.socket().getInputStream();
            for (int i = 0; i < all / (64 * 1024); i++) {
                byte[] piece = in.readNBytes(64 * 1024);
                assertThat(piece).hasSize(64 * 1024).containsOnly((byte) i);
            }
            assertThat(client.closed()).isTrue();
        }
        eventually(() -> metric("sent_bytes", cluster) == all);
    }

    @Test
    void whatIsSentToAModelThatDoesNotReadWaitsWithItsClient() throws Exception {
        int all = 64 * 1024 * 1024;
        CountDownLatch reads = new CountDownLatch(1);
        BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
        String cluster = cluster("a", bytes(client -> {
            try {
                reads.await();
            } catch (InterruptedException ended) {
                throw new IOException(ended);
            }
            heard.add(client.socket().getInputStream().transferTo(OutputStream.nullOutputStream()));
        }));
        publish(passing(route("x", cluster)));
        AtomicLong written = new AtomicLong();
        byte[] hello = Hello.of("x");
        try (RawClient client = RawClient.connect(port)) {
            client.send(hello);
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < all / (64 * 1024); i++) {
                        client.send(new byte[64 * 1024]);
                        written.addAndGet(64 * 1024);
                    }
                    client.socket().shutdownOutput();
                } catch (IOException gone) {
                    written.set(-1);
                }
            });
            assertThat(Stall.of(written::get)).as("taken without being read").isLessThanOrEqualTo(all / 2L);
            reads.countDown();
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo((long) all + hello.length);
            writer.join();
        }
        assertThat(metric("received_bytes", cluster)).isEqualTo(all + hello.length);
    }

    // --- the end ---

    private static ConnectionPool pool(Duration idle, Duration life, int most) {
        ConnectionPool any = ConnectionPool.DEFAULT;
        return new ConnectionPool(
                any.connectTimeout(), idle, life, most, most, most, 0, most, most, any.tcpKeepalive());
    }

    @Test
    void aConnectionOnWhichNothingIsSaidEnds() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        String cluster =
                cluster("a", pool(Duration.ofMillis(200), Duration.ofHours(1), Integer.MAX_VALUE), bytes(client -> {
                    client.socket().getInputStream().transferTo(OutputStream.nullOutputStream());
                    gone.countDown();
                }));
        publish(passing(route("x", cluster)));
        try (RawClient client = RawClient.connect(port)) {
            assertThat(client.send(Hello.of("x")).closed()).isTrue();
        }
        assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aConnectionLivesNoLongerThanItsClusterAllows() throws Exception {
        String cluster =
                cluster("a", pool(Duration.ofHours(1), Duration.ofMillis(300), Integer.MAX_VALUE), bytes(client -> {
                    while (client.socket().getInputStream().read() >= 0) {
                        client.send("again");
                    }
                }));
        publish(passing(route("x", cluster)));
        try (RawClient client = RawClient.connect(port)) {
            client.send(Hello.of("x"));
            client.socket().getInputStream().transferTo(OutputStream.nullOutputStream());
        }
        assertThat(metric("connections", cluster)).isEqualTo(1);
    }

    @Test
    void noMoreConnectionsAreOpenedThanTheClusterMayHave() throws Exception {
        String cluster = cluster("a", pool(Duration.ofHours(1), Duration.ofHours(1), 1), bytes(client -> {
            client.send("a");
            client.socket().getInputStream().transferTo(OutputStream.nullOutputStream());
        }));
        publish(passing(route("x", cluster)));
        try (RawClient first = RawClient.connect(port)) {
            assertThat(first.send(Hello.of("x")).text(1)).isEqualTo("a");
            try (RawClient second = RawClient.connect(port)) {
                assertThat(second.send(Hello.of("x")).closed()).isTrue();
            }
        }
        eventually(() -> metric("open_connections", cluster) == 0);
        try (RawClient third = RawClient.connect(port)) {
            assertThat(third.send(Hello.of("x")).text(1)).isEqualTo("a");
        }
        assertThat(metric("failures", cluster)).isEqualTo(1);
    }

    @Test
    void whereNobodyCanBeReachedTheClientIsClosed() throws Exception {
        String refusing = cluster("refusing", FreePort.any());
        String empty = cluster("empty");
        publish(passing(route("refusing", refusing), route("empty", empty), route("unknown", "no|such|cluster|")));
        for (String name : List.of("refusing", "empty", "unknown")) {
            try (RawClient client = RawClient.connect(port)) {
                assertThat(client.send(Hello.of(name)).closed()).as(name).isTrue();
            }
        }
        assertThat(metric("failures", refusing)).isEqualTo(1);
        assertThat(metric("failures", empty)).isEqualTo(1);
    }

    @Test
    void aClientThatLeavesWhileItsEndpointIsSoughtLeavesNothingBehind() throws Exception {
        String cluster = cluster(
                "a", bytes(client -> client.socket().getInputStream().transferTo(OutputStream.nullOutputStream())));
        publish(passing(route("x", cluster)));
        for (int i = 0; i < 50; i++) {
            try (RawClient client = RawClient.connect(port)) {
                client.send(Hello.of("x"));
                client.socket().setSoLinger(true, 0);
            }
        }
        eventually(() -> metric("open_connections", cluster) == 0);
    }

    /** Its policies speak of requests, and nobody sees any. */
    @Test
    void aPodThatIsGuardedTakesNobodyFromHere() throws Exception {
        String guarded = cluster("guarded", bytes(client -> client.send("g")));
        String open = cluster("open", bytes(client -> client.send("o")));
        guards.add(new WorkloadPolicy(
                "ns",
                Map.of("app", "guarded"),
                null,
                null,
                new Authorization(List.of(), List.of(), List.of(new Rules("p", List.of())))));
        publish(passing(route("guarded", guarded), route("open", open)));
        try (RawClient client = RawClient.connect(port)) {
            assertThat(client.send(Hello.of("open")).text(1)).isEqualTo("o");
        }
        try (RawClient client = RawClient.connect(port)) {
            assertThat(client.send(Hello.of("guarded")).closed()).isTrue();
        }
        assertThat(models.get(0).connections()).isZero();
    }

    @Test
    void aRouterThatEndsWaitsForConnectionsThatItCannotTellToGo() throws Exception {
        publish(passing(route("x", cluster("a", bytes(client -> {
            client.send("a");
            client.socket().getInputStream().transferTo(OutputStream.nullOutputStream());
        })))));
        try (RawClient client = RawClient.connect(port)) {
            assertThat(client.send(Hello.of("x")).text(1)).isEqualTo("a");
            CompletableFuture<DrainReport> report = CompletableFuture.supplyAsync(router::drain);
            eventually(() -> router.ports().isEmpty());
            assertThat(report).isNotDone();
            client.close();
            assertThat(report.get(10, TimeUnit.SECONDS).aborted()).isZero();
        }
    }
}
