package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.sluice.router.RouterConfig;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import io.sluice.testkit.StubModel;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.WatcherConfig;
import io.sluice.watcher.problem.Problem;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Secrets in a directory, and HTTPS in front of a model: TL-01, TL-02, TL-04, TL-11, SG-50 to 53 of Istio's suites. */
@Timeout(60)
class SecureServingTest {
    private static final String MANIFESTS = """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: seldon-gateway, namespace: istio-system}
        spec:
          selector: {istio: ingressgateway}
          servers:
          - {port: {number: PORT, name: https, protocol: HTTPS}, hosts: ["*"], tls: {TLS}}
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: model, namespace: ns}
        spec:
          hosts: ["*"]
          gateways: [istio-system/seldon-gateway]
          http: [{route: [{destination: {host: model}}]}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: model, namespace: ns}
        spec: {ports: [{name: http, port: 8000}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: model-1, namespace: ns, labels: {kubernetes.io/service-name: model}}
        addressType: IPv4
        ports: [{name: http, port: MODEL}]
        endpoints: [{addresses: [127.0.0.1]}]
        """;

    private static final int HANDSHAKES = 10_000;

    @TempDir
    Path directory;

    private StubModel model;
    private Serving serving;
    private @Nullable Watcher watcher;
    private int port;
    private volatile List<Problem> problems = List.of();

    @BeforeEach
    void start() throws Exception {
        model = StubModel.start(0, "main");
        port = FreePort.any();
        serving = Serving.start(RouterConfig.defaults().withEventLoops(1), Placement.DECLARED);
    }

    @AfterEach
    void stop() throws IOException {
        if (watcher != null) {
            watcher.close();
        }
        serving.close();
        model.close();
    }

    private void serve(String tls) throws Exception {
        write(
                "manifests.yaml",
                MANIFESTS
                        .replace("PORT", String.valueOf(port))
                        .replace("MODEL", String.valueOf(model.port()))
                        .replace("{TLS}", "{" + tls + "}"));
        Watcher started = Watcher.start(WatcherConfig.of(List.of(directory)), serving, told -> problems = told);
        watcher = started;
        assertThat(started.awaitFirst(Duration.ofSeconds(20))).isTrue();
    }

    private static X509Bundle certificate(String name) throws Exception {
        return new CertificateBuilder()
                .subject("CN=" + name)
                .addSanDnsName("localhost")
                .ecp256()
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    /** Renamed over the old one, as an editor saves it. */
    private void write(String file, String text) throws IOException {
        Path next = directory.resolve("." + file);
        Files.writeString(next, text);
        Files.move(next, directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }

    private void secret(String name, String... data) throws IOException {
        StringBuilder text = new StringBuilder(
                "apiVersion: v1\nkind: Secret\nmetadata: {name: " + name + ", namespace: istio-system}\ndata:\n");
        for (int i = 0; i < data.length; i += 2) {
            byte[] bytes = data[i + 1].getBytes(StandardCharsets.US_ASCII);
            text.append("  " + data[i] + ": " + Base64.getEncoder().encodeToString(bytes) + "\n");
        }
        write(name + ".yaml", text.toString());
    }

    private void secret(X509Bundle bundle) throws IOException {
        secret("ssl", "tls.crt", bundle.getCertificatePEM(), "tls.key", bundle.getPrivateKeyPEM());
    }

    private RawClient connect(X509Bundle believed, @Nullable X509Bundle own) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                own == null ? null : own.toKeyManagerFactory().getKeyManagers(),
                believed.toTrustManagerFactory().getTrustManagers(),
                null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName("model.example.com")));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return RawClient.over(socket);
    }

    private static String call(RawClient client) throws IOException {
        return client.send("POST /api/v1.0/predictions HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\n\r\n{}")
                .message();
    }

    private String call(X509Bundle believed, @Nullable X509Bundle own) throws Exception {
        try (RawClient client = connect(believed, own)) {
            return call(client);
        }
    }

    private static void eventually(Callable<Boolean> holds) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.call()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(20);
        }
    }

    private boolean serves(X509Bundle believed, @Nullable X509Bundle own) {
        try {
            return call(believed, own).startsWith("http/1.1 200");
        } catch (Exception refused) {
            return false;
        }
    }

    @Test
    void aSecretThatChangesIsShownToWhoComesNextAndABadOneIsNot() throws Exception {
        X509Bundle first = certificate("first");
        X509Bundle second = certificate("second");
        secret(first);
        serve("mode: SIMPLE, credentialName: ssl");
        try (RawClient open = connect(first, null)) {
            assertThat(call(open)).startsWith("http/1.1 200").contains("predictor");
            secret(second);
            eventually(() -> serves(second, null));
            assertThatThrownBy(() -> call(first, null)).isInstanceOf(IOException.class);
            // Half written: what was good stays.
            secret("ssl", "tls.crt", first.getCertificatePEM(), "tls.key", "-----BEGIN PRIVATE KEY-----\nMIGH");
            eventually(
                    () -> problems.stream().anyMatch(problem -> problem.object().equals("Secret istio-system/ssl")));
            assertThat(serves(second, null)).isTrue();
            assertThat(problems.toString()).doesNotContain("MIGH");
            assertThat(call(open)).startsWith("http/1.1 200");
        }
    }

    /** SG-14: it speaks of requests in plaintext, and there are none. */
    @Test
    void aRedirectToHttpsMeansNothingWhereTlsIsEnded() throws Exception {
        X509Bundle own = certificate("own");
        secret(own);
        serve("mode: SIMPLE, credentialName: ssl, httpsRedirect: true");
        assertThat(call(own, null)).startsWith("http/1.1 200").contains("predictor");
    }

    /** A Secret that is renewed once a second, under clients who come one after the other: each is served. */
    @Test
    @Tag("long")
    @Timeout(600)
    void certificatesAreRenewedOnceASecondAndNoneOfTenThousandHandshakesFails() throws Exception {
        X509Bundle authority = certificate("authority");
        secret(renewed(authority));
        serve("mode: SIMPLE, credentialName: ssl");
        AtomicInteger started = new AtomicInteger();
        AtomicInteger served = new AtomicInteger();
        Set<BigInteger> shown = ConcurrentHashMap.newKeySet();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, authority.toTrustManagerFactory().getTrustManagers(), null);
        // Without a session to resume each of them is a whole handshake.
        context.getClientSessionContext().setSessionCacheSize(1);
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(Thread.ofVirtual().start(() -> {
                while (started.getAndIncrement() < HANDSHAKES) {
                    try (SSLSocket socket = handshake(context)) {
                        X509Certificate peer =
                                (X509Certificate) socket.getSession().getPeerCertificates()[0];
                        shown.add(peer.getSerialNumber());
                        served.incrementAndGet();
                    } catch (Exception failure) {
                        failures.add(failure.toString());
                    }
                }
            }));
        }
        int renewals = 0;
        while (clients.stream().anyMatch(Thread::isAlive)) {
            clients.get(0).join(Duration.ofSeconds(1));
            secret(renewed(authority));
            renewals++;
        }
        for (Thread client : clients) {
            client.join();
        }
        System.out.printf(
                "%d handshakes, %d failed, %d renewals, %d certificates shown%n",
                HANDSHAKES, failures.size(), renewals, shown.size());
        assertThat(failures).isEmpty();
        assertThat(served).hasValue(HANDSHAKES);
        assertThat(shown).hasSizeGreaterThan(renewals / 2);
    }

    private static X509Bundle renewed(X509Bundle authority) throws Exception {
        return new CertificateBuilder()
                .subject("CN=model.example.com")
                .addSanDnsName("localhost")
                .addSanDnsName("model.example.com")
                .ecp256()
                .buildIssuedBy(authority);
    }

    private SSLSocket handshake(SSLContext context) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName("model.example.com")));
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        return socket;
    }

    @Test
    void aSecretThatComesLaterIsTakenWithoutARestart() throws Exception {
        X509Bundle late = certificate("late");
        serve("mode: SIMPLE, credentialName: ssl");
        // Problems are told after what they are about is in force.
        eventually(() -> problems.toString().contains("MISSING_SECRET"));
        assertThat(serves(late, null)).isFalse();
        secret(late);
        eventually(() -> serves(late, null));
        eventually(() -> !problems.toString().contains("MISSING_SECRET"));
    }

    @Test
    void clientsAreThoseOfTheAuthorityBesideTheCertificate() throws Exception {
        X509Bundle own = certificate("own");
        X509Bundle oldClients = certificate("clients");
        X509Bundle newClients = certificate("clients");
        secret(own);
        secret("ssl-cacert", "cacert", oldClients.getCertificatePEM());
        serve("mode: MUTUAL, credentialName: ssl");
        assertThat(serves(own, oldClients)).isTrue();
        assertThat(serves(own, null)).isFalse();
        assertThat(serves(own, newClients)).isFalse();
        secret("ssl-cacert", "cacert", newClients.getCertificatePEM());
        eventually(() -> serves(own, newClients));
        assertThat(serves(own, oldClients)).isFalse();
    }

    /** SG-50 to 53: one port ends some names and passes others on, as the manifests say. */
    @Test
    void aPortEndsSomeNamesAndPassesOthersOn() throws Exception {
        X509Bundle own = certificate("own");
        X509Bundle behind = certificate("behind");
        secret(own);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(behind.toKeyManagerFactory().getKeyManagers(), null, null);
        try (ScriptedUpstream secure =
                ScriptedUpstream.start(context.getServerSocketFactory().createServerSocket(), client -> {
                    while (!client.message().isEmpty()) {
                        client.send("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nbehind");
                    }
                })) {
            write("passed.yaml", """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: passing, namespace: istio-system}
                spec:
                  selector: {istio: ingressgateway}
                  servers:
                  - {port: {number: PORT, name: tls, protocol: TLS}, hosts: ["*.example.com"], tls: {mode: PASSTHROUGH}}
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: passed, namespace: ns}
                spec:
                  hosts: [model.example.com]
                  gateways: [istio-system/passing]
                  tls: [{match: [{sniHosts: [model.example.com]}], route: [{destination: {host: secure}}]}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: secure, namespace: ns}
                spec: {ports: [{name: tls, port: 443}]}
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: secure-1, namespace: ns, labels: {kubernetes.io/service-name: secure}}
                addressType: IPv4
                ports: [{name: tls, port: SECURE}]
                endpoints: [{addresses: [127.0.0.1]}]
                """.replace("PORT", String.valueOf(port))
                    .replace("SECURE", String.valueOf(secure.port())));
            serve("mode: SIMPLE, credentialName: ssl");
            assertThat(call(behind, null)).contains("200 ok").endsWith("behind");
            Files.delete(directory.resolve("passed.yaml"));
            eventually(() -> serves(own, null));
            assertThat(call(own, null)).contains("predictor");
        }
    }

    /** TL-13: files, as they are mounted; they are followed, and a half that does not fit the other half changes nothing. */
    @Test
    void filesThatChangeAreShownToWhoComesNextAndHalfOfThemIsNot() throws Exception {
        X509Bundle first = certificate("first");
        X509Bundle second = certificate("second");
        Path mounted = Files.createDirectory(directory.resolve(".mounted"));
        Path chain = mounted.resolve("tls.crt");
        Path key = mounted.resolve("tls.key");
        Files.writeString(chain, first.getCertificatePEM());
        Files.writeString(key, first.getPrivateKeyPEM());
        serve("mode: SIMPLE, serverCertificate: " + chain + ", privateKey: " + key);
        assertThat(serves(first, null)).isTrue();
        Files.writeString(chain, second.getCertificatePEM());
        eventually(() -> problems.toString().contains("what they held before stays in force"));
        assertThat(serves(first, null)).isTrue();
        Files.writeString(key, second.getPrivateKeyPEM());
        eventually(() -> serves(second, null));
        eventually(() -> !problems.toString().contains("CERTIFICATE_NOT_VALID"));
        Files.delete(key);
        eventually(() -> problems.toString().contains("one cannot be read"));
        assertThat(serves(second, null)).isTrue();
        assertThat(problems.toString()).doesNotContain("MIG");
    }

    @Test
    void nothingThatIsShownHoldsAKey() throws Exception {
        X509Bundle own = certificate("own");
        secret(own);
        serve("mode: SIMPLE, credentialName: ssl");
        String key = own.getPrivateKeyPEM().lines().toList().get(1);
        for (String path : List.of(
                "/v1/routes",
                "/v1/clusters",
                "/v1/problems",
                "/v1/explain?method=GET&url=https://localhost:" + port + "/x")) {
            try (RawClient client = RawClient.connect(serving.adminPort())) {
                String page = client.send("GET " + path + " HTTP/1.1\r\nhost: localhost\r\n\r\n")
                        .message();
                assertThat(page).as(path).contains("200 ok").doesNotContain(key);
            }
        }
    }
}
