package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.cluster.LoadBalancing;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.table.tls.TrustedCa;
import io.sluice.table.tls.UpstreamTls;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import io.sluice.testkit.Tables;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Models that are spoken to over TLS: whom the router believes, by what name it calls, and what it does where it may not. */
@Timeout(60)
class SecureModelTest {
    private final Queue<String> names = new ConcurrentLinkedQueue<>();
    private final Queue<String> callers = new ConcurrentLinkedQueue<>();
    private final Queue<String> protocols = new ConcurrentLinkedQueue<>();
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
    void stop() {
        router.close();
    }

    private ScriptedUpstream model(X509Bundle own, boolean asks) throws Exception {
        SSLContext context =
                Authority.context(own, authority.trustManagers().toArray(javax.net.ssl.TrustManager[]::new));
        SSLServerSocket server =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
        server.setNeedClientAuth(asks);
        SSLParameters offered = server.getSSLParameters();
        offered.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        server.setSSLParameters(offered);
        return ScriptedUpstream.start(server, client -> {
            SSLSocket socket = (SSLSocket) client.socket();
            socket.startHandshake();
            ExtendedSSLSession session = (ExtendedSSLSession) socket.getSession();
            names.add(session.getRequestedServerNames().stream()
                    .map(name -> ((SNIHostName) name).getAsciiName())
                    .collect(Collectors.joining()));
            protocols.add(socket.getApplicationProtocol());
            if (asks) {
                X509Certificate peer = (X509Certificate) session.getPeerCertificates()[0];
                callers.add(peer.getSubjectX500Principal().getName());
            }
            while (!client.message().isEmpty()) {
                client.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
            }
        });
    }

    private UpstreamTls.Tls tls(@Nullable String name, String... alternatives) {
        return new UpstreamTls.Tls(null, authority.trusted(), name, List.of(alternatives), true);
    }

    private String call(UpstreamTls tls, int endpoint, String... hosts) throws Exception {
        return call(tls, UpstreamProtocol.HTTP1, endpoint, hosts);
    }

    private String call(UpstreamTls tls, UpstreamProtocol protocol, int endpoint, String... hosts) throws Exception {
        Cluster plain = Cluster.plain("model", 8000, "", protocol);
        Cluster cluster = new Cluster(
                plain.name(),
                plain.host(),
                plain.port(),
                "",
                protocol,
                LoadBalancing.LeastRequest.DEFAULT,
                plain.connectionPool(),
                null,
                tls,
                null,
                plain.discovery(),
                plain.proxyProtocol());
        router.publish(new Endpoints(Map.of(cluster.name(), List.of(new Endpoint("127.0.0.1", endpoint))), Map.of()));
        router.publish(Tables.table(Tables.listener(port, Tables.route(Tables.to(cluster))), cluster));
        String answer = "";
        try (RawClient client = RawClient.connect(port)) {
            for (String name : hosts) {
                answer = client.send("GET / HTTP/1.1\r\nhost: " + name + "\r\n\r\n")
                        .message();
            }
        }
        return answer;
    }

    @Test
    void theHostOfARequestIsTheNameThatIsAskedForAndFound() throws Exception {
        try (ScriptedUpstream model = model(authority.server("a.example.com", "b.example.com"), false)) {
            assertThat(call(tls(null), model.port(), "a.example.com", "a.example.com:8000", "b.example.com"))
                    .contains("200 ok");
            assertThat(names).containsExactly("a.example.com", "b.example.com");
            assertThat(call(tls(null), model.port(), "c.example.com"))
                    .contains("503 service unavailable")
                    .contains("transport failure reason: TLS error");
        }
    }

    /** Whatever the endpoint would speak, too, and whatever the client speaks (istio.md §2.2). */
    @Test
    void whatIsSpokenIsAgreedOnByAlpn() throws Exception {
        try (ScriptedUpstream model = model(authority.server("a.example.com"), false)) {
            assertThat(call(tls(null), model.port(), "a.example.com")).contains("200 ok");
            assertThat(protocols).containsExactly("http/1.1");
        }
        protocols.clear();
        SSLContext context = Authority.context(authority.server("a.example.com"), null);
        SSLServerSocket server =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
        SSLParameters offered = server.getSSLParameters();
        offered.setApplicationProtocols(new String[] {"http/1.1", "h2"});
        server.setSSLParameters(offered);
        try (ScriptedUpstream model = ScriptedUpstream.start(server, client -> {
            SSLSocket socket = (SSLSocket) client.socket();
            socket.startHandshake();
            protocols.add(socket.getApplicationProtocol());
        })) {
            assertThat(call(tls(null), UpstreamProtocol.HTTP2, model.port(), "a.example.com"))
                    .contains("503 service unavailable"); // it says nothing in HTTP/2, and leaves
            assertThat(protocols).isNotEmpty().containsOnly("h2");
        }
    }

    @Test
    void aRulesOwnNameIsAskedForInstead() throws Exception {
        try (ScriptedUpstream model = model(authority.server("model.example.com"), false)) {
            assertThat(call(tls("sni.example.com"), model.port(), "a.example.com", "b.example.com"))
                    .contains("200 ok");
            assertThat(names).containsExactly("sni.example.com");
        }
    }

    @Test
    void oneOfTheWantedNamesMustBeFound() throws Exception {
        try (ScriptedUpstream model = model(authority.server("model.example.com"), false)) {
            assertThat(call(tls(null, "x", "model.example.com"), model.port(), "a.example.com"))
                    .contains("200 ok");
            assertThat(call(tls(null, "x"), model.port(), "a.example.com")).contains("503 service unavailable");
        }
    }

    @Test
    void aStrangeAuthorityIsNotBelieved() throws Exception {
        try (ScriptedUpstream model = model(new Authority("other").server("a.example.com"), false)) {
            assertThat(call(tls(null), model.port(), "a.example.com")).contains("503 service unavailable");
            UpstreamTls.Tls system = new UpstreamTls.Tls(null, new TrustedCa(null, null), null, List.of(), true);
            assertThat(call(system, model.port(), "a.example.com")).contains("503 service unavailable");
            UpstreamTls.Tls anybody = new UpstreamTls.Tls(null, authority.trusted(), null, List.of(), false);
            assertThat(call(anybody, model.port(), "a.example.com")).contains("200 ok");
        }
    }

    @Test
    void anExpiredCertificateIsNotBelieved() throws Exception {
        X509Bundle old = new CertificateBuilder()
                .subject("CN=a.example.com")
                .addSanDnsName("a.example.com")
                .ecp256()
                .notBefore(java.time.Instant.parse("2020-01-01T00:00:00Z"))
                .notAfter(java.time.Instant.parse("2020-02-01T00:00:00Z"))
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        try (ScriptedUpstream model = model(old, false)) {
            TrustedCa itself = new TrustedCa(old.getCertificatePEM(), null);
            UpstreamTls.Tls tls = new UpstreamTls.Tls(null, itself, null, List.of(), true);
            assertThat(call(tls, model.port(), "a.example.com")).contains("503 service unavailable");
        }
    }

    @Test
    void theRouterShowsItsOwnCertificate() throws Exception {
        try (ScriptedUpstream model = model(authority.server("a.example.com"), true)) {
            UpstreamTls.Tls mutual = new UpstreamTls.Tls(
                    Authority.declared(authority.client("spiffe://cluster.local/ns/a/sa/router")),
                    authority.trusted(),
                    null,
                    List.of(),
                    true);
            assertThat(call(mutual, model.port(), "a.example.com")).contains("200 ok");
            assertThat(callers).containsExactly("CN=client");
            assertThat(call(tls(null), model.port(), "a.example.com")).contains("503 service unavailable");
        }
    }

    @Test
    void aModelThatSpeaksPlaintextIsNotSpokenTo() throws Exception {
        // It answers the first bytes of a handshake, whatever they are; one that waits for more is a matter of
        // time-outs.
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
            if (wire.socket().getInputStream().read() >= 0) {
                wire.send("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
            }
        })) {
            assertThat(call(tls(null), model.port(), "a.example.com")).contains("503 service unavailable");
        }
    }

    @Test
    void whatCannotBeSpokenIsNeverSaidInPlaintext() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.echo("plain")) {
            assertThat(call(new UpstreamTls.Unavailable("TLS of mode ISTIO_MUTUAL"), model.port(), "a.example.com"))
                    .contains("503 service unavailable")
                    .contains("Secret is not supplied");
            assertThat(model.connections()).isZero();
        }
    }
}
