package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.sluice.router.RouterConfig;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.WatcherConfig;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods that speak with the mesh alone: by whom they are reached, and what is said where they cannot be (istio.md §4.4). */
@Timeout(60)
class MeshServingTest {
    private static final String STRICT = """
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: default, namespace: ns}
        spec: {mtls: {mode: STRICT}}
        """;
    private static final String RULE = """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: model, namespace: ns}
        spec: {host: model, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}
        """;
    private static final String MANIFESTS = """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: edge, namespace: istio-system}
        spec:
          selector: {istio: ingressgateway}
          servers: [{port: {number: PORT, name: http, protocol: HTTP}, hosts: ["*"]}]
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: model, namespace: ns}
        spec:
          hosts: ["*"]
          gateways: [istio-system/edge]
          http: [{route: [{destination: {host: model}}]}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: model, namespace: ns}
        spec: {selector: {app: model}, ports: [{name: http, port: 8000}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: model-1, namespace: ns, labels: {kubernetes.io/service-name: model}}
        addressType: IPv4
        ports: [{name: http, port: MODEL}]
        endpoints: [{addresses: [127.0.0.1]}]
        ---
        """;

    @TempDir
    Path manifests;

    @TempDir
    Path certificates;

    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private X509Bundle root;
    private EventLoopGroup loops;
    private Serving serving;
    private @Nullable Watcher watcher;
    private int port;
    private volatile List<Problem> problems = List.of();

    @BeforeEach
    void start() throws Exception {
        root = new CertificateBuilder()
                .subject("CN=mesh")
                .ecp256()
                .setIsCertificateAuthority(true)
                .setKeyUsage(
                        true, CertificateBuilder.KeyUsage.digitalSignature, CertificateBuilder.KeyUsage.keyCertSign)
                .buildSelfSigned();
        loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        port = FreePort.any();
        serving = Serving.start(RouterConfig.defaults().withEventLoops(1), Placement.DECLARED);
    }

    @AfterEach
    void stop() {
        if (watcher != null) {
            watcher.close();
        }
        serving.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private X509Bundle workload(String... uris) throws Exception {
        CertificateBuilder builder = new CertificateBuilder().subject("O=").ecp256();
        for (String uri : uris) {
            builder.addSanUriName(uri);
        }
        return builder.buildIssuedBy(root);
    }

    /**
     * As a sidecar in front of a model: it takes workloads of the mesh alone. Not of the JDK's TLS, which refuses the names by which
     * sidecars ask for each other.
     */
    private final class Sidecar implements AutoCloseable {
        private final Channel channel;
        private final AtomicInteger connections = new AtomicInteger();

        Sidecar(X509Bundle own) throws Exception {
            SslContext context = SslContextBuilder.forServer(own.toKeyManagerFactory())
                    .trustManager(root.toTrustManagerFactory())
                    .clientAuth(ClientAuth.REQUIRE)
                    .build();
            channel = new ServerBootstrap()
                    .group(loops)
                    .channel(NioServerSocketChannel.class)
                    .childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel client) {
                            connections.incrementAndGet();
                            StringBuilder name = new StringBuilder();
                            client.pipeline()
                                    .addLast(new SniHandler((asked, found) -> {
                                        name.append(asked);
                                        return found.setSuccess(context);
                                    }))
                                    .addLast(new Model(name));
                        }
                    })
                    .bind(InetAddress.getLoopbackAddress(), 0)
                    .sync()
                    .channel();
        }

        int port() {
            return ((InetSocketAddress) channel.localAddress()).getPort();
        }

        int connections() {
            return connections.get();
        }

        @Override
        public void close() {
            channel.close().syncUninterruptibly();
        }
    }

    /** Answers whatever it hears, once it knows who speaks. */
    private final class Model extends SimpleChannelInboundHandler<ByteBuf> {
        private final StringBuilder name;

        Model(StringBuilder name) {
            this.name = name;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
            if (event instanceof SslHandshakeCompletionEvent end && end.isSuccess()) {
                SSLSession session =
                        context.pipeline().get(SslHandler.class).engine().getSession();
                X509Certificate peer = (X509Certificate) session.getPeerCertificates()[0];
                seen.add(name + " "
                        + peer.getSubjectAlternativeNames().iterator().next().get(1));
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf request) {
            context.writeAndFlush(
                    Unpooled.copiedBuffer("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok", StandardCharsets.US_ASCII));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    private void own(X509Bundle bundle) throws IOException {
        Files.writeString(certificates.resolve("cert-chain.pem"), bundle.getCertificatePathPEM());
        Files.writeString(certificates.resolve("key.pem"), bundle.getPrivateKeyPEM());
        Files.writeString(certificates.resolve("root-cert.pem"), root.getRootCertificatePEM());
    }

    private void serve(Sidecar model, String more, boolean meshed) throws Exception {
        Files.writeString(
                manifests.resolve("all.yaml"),
                MANIFESTS.replace("PORT", String.valueOf(port)).replace("MODEL", String.valueOf(model.port())) + more);
        Settings settings = Settings.DEFAULT.withMeshCertificates(meshed ? certificates.toString() : "");
        Watcher started = Watcher.start(
                WatcherConfig.of(List.of(manifests)).withSettings(settings), serving, told -> problems = told);
        watcher = started;
        assertThat(started.awaitFirst(Duration.ofSeconds(20))).isTrue();
    }

    private String call() throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            return client.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n").message();
        }
    }

    private static void eventually(Callable<Boolean> holds) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.call()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(20);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {STRICT, RULE})
    void aPodOfTheMeshIsSpokenToAsSidecarsDo(String demand) throws Exception {
        own(workload("spiffe://td/ns/istio-system/sa/router"));
        try (Sidecar model = new Sidecar(workload("spiffe://td/ns/ns/sa/model"))) {
            serve(model, demand, true);
            assertThat(call()).contains("200 ok");
            assertThat(seen)
                    .containsExactly(
                            "outbound_.8000_._.model.ns.svc.cluster.local" + " spiffe://td/ns/istio-system/sa/router");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {STRICT, RULE})
    void withoutACertificateNothingIsSentAndTheAnswerSaysSo(String demand) throws Exception {
        try (Sidecar model = new Sidecar(workload("spiffe://td/ns/ns/sa/model"))) {
            serve(model, demand, false);
            assertThat(call()).contains("503 service unavailable").contains("TLS error: Secret is not supplied by SDS");
            assertThat(model.connections()).isZero();
            eventually(() -> problems.stream()
                    .anyMatch(problem -> problem.code().name().equals("MISSING_MESH_CERTIFICATE")
                            && problem.sentence().contains("--mesh-certs DIR")));
        }
    }

    /** Of another namespace, of another trust domain, of two names, of none of the mesh. */
    @Test
    void whoIsNoPodOfTheServicesNamespaceIsNotBelieved() throws Exception {
        own(workload("spiffe://td/ns/istio-system/sa/router"));
        for (String[] identities : new String[][] {
            {"spiffe://td/ns/other/sa/model"},
            {"spiffe://other/ns/ns/sa/model"},
            {"spiffe://td/ns/ns/sa/model", "spiffe://td/ns/other/sa/model"},
            {"https://td/ns/ns/sa/model"}
        }) {
            try (Sidecar model = new Sidecar(workload(identities))) {
                if (watcher != null) {
                    watcher.close();
                }
                serve(model, STRICT, true);
                assertThat(call())
                        .as(String.join(" ", identities))
                        .contains("503")
                        .contains("TLS error");
            }
        }
    }

    @Test
    void aCertificateThatIsRenewedIsShownFromThenOn() throws Exception {
        own(workload("spiffe://td/ns/istio-system/sa/first"));
        try (Sidecar model = new Sidecar(workload("spiffe://td/ns/ns/sa/model"))) {
            serve(model, STRICT, true);
            assertThat(call()).contains("200 ok");
            own(workload("spiffe://td/ns/istio-system/sa/second"));
            eventually(() -> call().contains("200 ok") && seen.stream().anyMatch(peer -> peer.endsWith("/sa/second")));
        }
    }
}
