package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.X509Bundle;
import io.sluice.table.DirectResponse;
import io.sluice.table.Domain;
import io.sluice.table.Host;
import io.sluice.table.HttpOptions;
import io.sluice.table.HttpOptions.ClientCertificate;
import io.sluice.table.HttpOptions.PathNormalization;
import io.sluice.table.Listener;
import io.sluice.table.Origin;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.RoutingTable;
import io.sluice.table.Traffic;
import io.sluice.table.match.HeaderMatch;
import io.sluice.table.match.HostPattern;
import io.sluice.table.match.PathMatch;
import io.sluice.table.match.RequestMatch;
import io.sluice.table.match.StringMatch;
import io.sluice.table.policy.ListenerPolicies;
import io.sluice.table.tls.Certificate;
import io.sluice.table.tls.ListenerTls;
import io.sluice.table.tls.ListenerTls.ClientCertificates;
import io.sluice.table.tls.ListenerTls.Mode;
import io.sluice.table.tls.ListenerTls.TlsParameters;
import io.sluice.table.tls.TrustedCa;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that speak TLS: whom they take, by what name, and what a change of their certificates is felt by. */
@Timeout(60)
class SecureListenerTest {
    private static final String GET = "GET / HTTP/1.1\r\nhost: a.example.com\r\n\r\n";

    private Router router;
    private int port;
    private Authority authority;

    @BeforeEach
    void start() throws Exception {
        authority = new Authority("first");
        port = FreePort.any();
        router = Router.start(Fixture.config());
    }

    @AfterEach
    void stop() {
        router.close();
    }

    // --- what is declared ---

    private Listener server(String host, Mode.Terminate mode) {
        Route route = new Route(
                "r",
                RequestMatch.ofPath(new PathMatch.Prefix("/", false)),
                new DirectResponse(200, "of " + host),
                new Origin("VirtualService", "ns", "r", "spec.http[0]"));
        HostPattern pattern = HostPattern.of(host);
        Host declared = new Host(host, List.of(Domain.of(pattern)), List.of(route), false);
        return new Listener(
                "gateway:" + host,
                port,
                443,
                Role.GATEWAY,
                new ListenerTls(List.of(pattern), mode),
                new Traffic.Http(List.of(declared), false, HttpOptions.DEFAULT),
                ListenerPolicies.NONE);
    }

    private static Mode.Terminate simple(X509Bundle... certificates) {
        List<Certificate> declared =
                List.of(certificates).stream().map(Authority::declared).toList();
        return new Mode.Terminate(declared, new ClientCertificates.NotAsked(), TlsParameters.DEFAULT);
    }

    private static Mode.Terminate asking(X509Bundle certificate, ClientCertificates clients) {
        return new Mode.Terminate(List.of(Authority.declared(certificate)), clients, TlsParameters.DEFAULT);
    }

    private static ClientCertificates.Asked from(TrustedCa ca, boolean required) {
        return new ClientCertificates.Asked(required, ca, List.of(), List.of(), List.of());
    }

    private void publish(Listener... listeners) {
        assertThat(router.publish(new RoutingTable(List.of(listeners), Map.of(), List.of())))
                .isEmpty();
    }

    // --- who calls ---

    private SSLSocket open(SSLContext context, String name, String... versions) throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        plain.setSoTimeout(10_000);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(name.isEmpty() ? List.of() : List.of(new SNIHostName(name)));
        parameters.setEndpointIdentificationAlgorithm(name.isEmpty() ? null : "HTTPS");
        if (versions.length > 0) {
            parameters.setProtocols(versions);
        }
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private String get(SSLContext context, String name, String... versions) throws IOException {
        try (SSLSocket socket = open(context, name, versions);
                RawClient client = RawClient.over(socket)) {
            return client.send(GET.replace("a.example.com", name.isEmpty() ? "a.example.com" : name))
                    .message();
        }
    }

    private SSLContext anybody() throws Exception {
        return authority.caller(null);
    }

    // --- cases ---

    @Test
    void aClientIsServedOverBothVersions() throws Exception {
        publish(server("a.example.com", simple(authority.server("a.example.com"))));
        assertThat(get(anybody(), "a.example.com", "TLSv1.3"))
                .contains("200 ok")
                .endsWith("of a.example.com");
        assertThat(get(anybody(), "a.example.com", "TLSv1.2")).contains("200 ok");
    }

    @Test
    void olderVersionsAreRefused() throws Exception {
        Mode.Terminate mode = new Mode.Terminate(
                List.of(Authority.declared(authority.server("a.example.com"))),
                new ClientCertificates.NotAsked(),
                new TlsParameters("TLSv1.3", null, List.of()));
        publish(server("a.example.com", mode));
        assertThat(get(anybody(), "a.example.com", "TLSv1.3")).contains("200 ok");
        assertThatThrownBy(() -> get(anybody(), "a.example.com", "TLSv1.2")).isInstanceOf(IOException.class);
    }

    @Test
    void ciphersAreThoseOfTheManifestAndUnknownOnesAreDropped() throws Exception {
        Mode.Terminate mode = new Mode.Terminate(
                List.of(Authority.declared(authority.server("a.example.com"))),
                new ClientCertificates.NotAsked(),
                new TlsParameters(null, "TLSv1.2", List.of("fake", "ECDHE-ECDSA-AES256-GCM-SHA384")));
        publish(server("a.example.com", mode));
        try (SSLSocket socket = open(anybody(), "a.example.com")) {
            assertThat(socket.getSession().getCipherSuite()).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
        }
    }

    @Test
    void theNameThatIsAskedForChoosesTheServer() throws Exception {
        publish(
                server("a.example.com", simple(authority.server("a.example.com"))),
                server("*.example.com", simple(authority.server("c.example.com"))),
                server("b.example.com", simple(authority.server("b.example.com"))));
        assertThat(get(anybody(), "a.example.com")).endsWith("of a.example.com");
        assertThat(get(anybody(), "b.example.com")).endsWith("of b.example.com");
        assertThat(get(anybody(), "c.example.com")).endsWith("of *.example.com");
        assertThatThrownBy(() -> get(anybody(), "example.org")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> get(anybody(), "")).isInstanceOf(IOException.class);
    }

    @Test
    void whoAsksForNoNameIsTakenByAStar() throws Exception {
        publish(server("*", simple(authority.server("a.example.com"))));
        assertThat(get(anybody(), "")).contains("200 ok");
    }

    /** Istio answers 404, not 421. */
    @Test
    void aHostOfAnotherServerIsNotFoundOnThisOne() throws Exception {
        publish(
                server("a.example.com", simple(authority.server("a.example.com", "b.example.com"))),
                server("b.example.com", simple(authority.server("b.example.com"))));
        try (RawClient client = RawClient.over(open(anybody(), "a.example.com"))) {
            assertThat(client.send(GET).message()).contains("200 ok");
            assertThat(client.send(GET.replace("a.ex", "b.ex")).message()).contains("404 not found");
        }
    }

    @Test
    void http2IsSpokenWithWhoeverOffersIt() throws Exception {
        publish(server("localhost", simple(authority.server("localhost"))));
        try (HttpClient client = HttpClient.newBuilder().sslContext(anybody()).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/x"))
                    .build();
            var answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.body()).isEqualTo("of localhost");
        }
    }

    @Test
    void absoluteTargetsMaySayHttps() throws Exception {
        publish(server("a.example.com", simple(authority.server("a.example.com"))));
        try (RawClient client = RawClient.over(open(anybody(), "a.example.com"))) {
            String request = "GET https://a.example.com/x HTTP/1.1\r\nhost: a.example.com\r\n\r\n";
            assertThat(client.send(request).message()).contains("200 ok");
        }
    }

    @Test
    void aCloseSaysThatNothingWasCutOff() throws Exception {
        publish(server("a.example.com", simple(authority.server("a.example.com"))));
        try (RawClient client = RawClient.over(open(anybody(), "a.example.com"))) {
            client.send("GET / HTTP/1.1\r\nhost: a.example.com\r\nconnection: close\r\n\r\n");
            assertThat(client.message()).contains("connection: close");
            // The JDK throws if a FIN comes before close_notify.
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void clientsThatMustShowACertificateDo() throws Exception {
        publish(server("a.example.com", asking(authority.server("a.example.com"), from(authority.trusted(), true))));
        X509Bundle own = authority.client("spiffe://cluster.local/ns/a/sa/b");
        assertThat(get(authority.caller(own), "a.example.com")).contains("200 ok");
        assertThatThrownBy(() -> get(anybody(), "a.example.com")).isInstanceOf(IOException.class);
        X509Bundle strange = new Authority("other").client("spiffe://cluster.local/ns/a/sa/b");
        assertThatThrownBy(() -> get(authority.caller(strange), "a.example.com"))
                .isInstanceOf(IOException.class);
        X509Bundle forServers = authority.server("client.example.com");
        assertThatThrownBy(() -> get(authority.caller(forServers), "a.example.com"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void clientsThatMayShowACertificateNeedNot() throws Exception {
        publish(server("a.example.com", asking(authority.server("a.example.com"), from(authority.trusted(), false))));
        assertThat(get(anybody(), "a.example.com")).contains("200 ok");
        X509Bundle strange = new Authority("other").client("spiffe://cluster.local/ns/a/sa/b");
        assertThatThrownBy(() -> get(authority.caller(strange), "a.example.com"))
                .isInstanceOf(IOException.class);
    }

    /** By each mode of {@code forwardClientCertDetails}, and before a route is chosen. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "REPLACE               | true  | own",
                "REPLACE               | false | none",
                "REMOVE                | true  | none",
                "APPEND                | true  | said,own",
                "APPEND                | false | none",
                "PASS_WITH_CERTIFICATE | true  | said",
                "PASS_WITH_CERTIFICATE | false | none",
                "PASS                  | false | said",
            })
    void endpointsAreToldWhoseCertificateItWas(ClientCertificate mode, boolean shown, String told) throws Exception {
        X509Bundle own = authority.client("spiffe://cluster.local/ns/a/sa/b");
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(own.getCertificate().getEncoded()));
        List<Route> routes = new ArrayList<>();
        for (String value : List.of("said,own", "own", "said")) {
            String pattern = value.replace(
                    "own",
                    "Hash=" + hash + ";Cert=\"-----BEGIN%20CERTIFICATE-----%0A[^\"]*\";Subject=\"CN=client\";"
                            + "URI=spiffe://cluster.local/ns/a/sa/b.*");
            HeaderMatch match = new HeaderMatch("x-forwarded-client-cert", new StringMatch.Regex(pattern), false);
            routes.add(answering(value, matching(match)));
        }
        routes.add(answering("none", RequestMatch.ANY));
        HttpOptions.ProxyHeaders byDefault = HttpOptions.ProxyHeaders.DEFAULT;
        HttpOptions options = new HttpOptions(
                PathNormalization.BASE,
                0,
                new HttpOptions.ProxyHeaders(byDefault.server(), true, true, true, false, mode));
        Host host = new Host("*", List.of(Domain.of(new HostPattern.Any())), routes, false);
        publish(new Listener(
                "l",
                port,
                443,
                Role.GATEWAY,
                new ListenerTls(
                        List.of(new HostPattern.Any()),
                        asking(authority.server("a.example.com"), from(authority.trusted(), false))),
                new Traffic.Http(List.of(host), false, options),
                ListenerPolicies.NONE));
        try (RawClient client = RawClient.over(open(shown ? authority.caller(own) : anybody(), "a.example.com"))) {
            String said = GET.replace("\r\n\r\n", "\r\nX-Forwarded-Client-Cert: said\r\n\r\n");
            assertThat(client.send(said).message()).endsWith("\r\n\r\n" + told);
        }
    }

    private static Route answering(String text, RequestMatch match) {
        return new Route(
                text, match, new DirectResponse(200, text), new Origin("VirtualService", "ns", "r", "spec.http[0]"));
    }

    private static RequestMatch matching(HeaderMatch header) {
        RequestMatch any = RequestMatch.ANY;
        return new RequestMatch(
                any.path(),
                any.method(),
                any.scheme(),
                any.authority(),
                List.of(header),
                any.query(),
                any.claims(),
                any.source());
    }

    @Test
    void namesAndHashesLimitWhoIsTaken() throws Exception {
        X509Bundle wanted = authority.client("spiffe://cluster.local/ns/a/sa/wanted");
        X509Bundle other = authority.client("spiffe://cluster.local/ns/a/sa/other");
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        String spki = Base64.getEncoder()
                .encodeToString(
                        sha256.digest(wanted.getCertificate().getPublicKey().getEncoded()));
        String hash = HexFormat.ofDelimiter(":")
                .withUpperCase()
                .formatHex(sha256.digest(wanted.getCertificate().getEncoded()));
        X509Bundle own = authority.server("a.example.com");
        for (ClientCertificates.Asked limit : List.of(
                new ClientCertificates.Asked(
                        true,
                        authority.trusted(),
                        List.of("spiffe://cluster.local/ns/a/sa/wanted"),
                        List.of(),
                        List.of()),
                new ClientCertificates.Asked(true, authority.trusted(), List.of(), List.of(spki), List.of("00")),
                new ClientCertificates.Asked(true, authority.trusted(), List.of(), List.of(), List.of(hash)))) {
            publish(server("a.example.com", asking(own, limit)));
            assertThat(get(authority.caller(wanted), "a.example.com")).contains("200 ok");
            assertThatThrownBy(() -> get(authority.caller(other), "a.example.com"))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void revokedClientsAreRefused() throws Exception {
        X509Bundle good = authority.client("spiffe://cluster.local/ns/a/sa/good");
        X509Bundle revoked = authority.client("spiffe://cluster.local/ns/a/sa/revoked");
        TrustedCa ca = new TrustedCa(authority.pem(), authority.revoking(revoked));
        publish(server("a.example.com", asking(authority.server("a.example.com"), from(ca, true))));
        assertThat(get(authority.caller(good), "a.example.com")).contains("200 ok");
        assertThatThrownBy(() -> get(authority.caller(revoked), "a.example.com"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void ofTwoCertificatesTheOneIsShownThatTheClientCanUse() throws Exception {
        publish(server(
                "a.example.com", simple(authority.rsaServer("a.example.com"), authority.server("a.example.com"))));
        for (String algorithm : List.of("RSA", "ECDSA")) {
            Mode.Terminate twelve = new Mode.Terminate(
                    List.of(
                            Authority.declared(authority.rsaServer("a.example.com")),
                            Authority.declared(authority.server("a.example.com"))),
                    new ClientCertificates.NotAsked(),
                    new TlsParameters(null, "TLSv1.2", List.of("ECDHE-" + algorithm + "-AES128-GCM-SHA256")));
            publish(server("a.example.com", twelve));
            assertThat(get(anybody(), "a.example.com")).contains("200 ok");
        }
    }

    @Test
    void aServerWithoutAUsableCertificateTakesNobodyAndHarmsNobody() throws Exception {
        X509Bundle a = authority.server("a.example.com");
        X509Bundle b = authority.server("b.example.com");
        Mode.Terminate mismatched = new Mode.Terminate(
                List.of(new Certificate(b.getCertificatePathPEM(), a.getPrivateKeyPEM())),
                new ClientCertificates.NotAsked(),
                TlsParameters.DEFAULT);
        publish(
                server("a.example.com", simple(a)),
                server("b.example.com", mismatched),
                server("c.example.com", simple()));
        assertThat(get(anybody(), "a.example.com")).contains("200 ok");
        assertThatThrownBy(() -> get(anybody(), "b.example.com")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> get(anybody(), "c.example.com")).isInstanceOf(IOException.class);
    }

    @Test
    void whatIsNoHandshakeIsClosed() throws Exception {
        publish(server("a.example.com", simple(authority.server("a.example.com"))));
        try (RawClient client = RawClient.connect(port)) {
            assertThat(client.send(GET).closed()).isTrue();
        }
    }

    @Test
    void aNewCertificateIsShownToWhoComesNextAndNoConnectionIsLost() throws Exception {
        Authority second = new Authority("second");
        publish(server("a.example.com", simple(authority.server("a.example.com"))));
        try (RawClient client = RawClient.over(open(anybody(), "a.example.com"))) {
            assertThat(client.send(GET).message()).contains("200 ok");
            publish(server("a.example.com", simple(second.server("a.example.com"))));
            assertThat(client.send(GET).message()).contains("200 ok");
            assertThat(get(second.caller(null), "a.example.com")).contains("200 ok");
            assertThatThrownBy(() -> get(anybody(), "a.example.com")).isInstanceOf(IOException.class);
            assertThat(client.send(GET).message()).contains("200 ok");
        }
    }

    /** Until its own certificates change: a ticket of the old ones is not taken by the new. */
    @Test
    void sessionsAreResumed() throws Exception {
        Listener declared = server("a.example.com", simple(authority.server("a.example.com")));
        publish(declared);
        SSLContext client = anybody();
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            long first = session(client, version);
            publish(declared, server("b.example.com", simple(authority.server("b.example.com"))));
            assertThat(session(client, version)).as(version).isEqualTo(first);
            publish(server("a.example.com", simple(authority.server("a.example.com"))));
            assertThat(session(client, version)).as(version).isNotEqualTo(first);
            publish(declared);
        }
    }

    /** When the session was made, before an answer: TLS 1.3 has its tickets come after the handshake. */
    private long session(SSLContext context, String version) throws IOException {
        for (long now = System.currentTimeMillis(); System.currentTimeMillis() == now; ) {
            Thread.onSpinWait(); // another session is of another millisecond
        }
        try (SSLSocket socket = open(context, "a.example.com", version);
                RawClient client = RawClient.over(socket)) {
            client.send(GET).message();
            assertThat(socket.getSession()).isInstanceOf(ExtendedSSLSession.class);
            return socket.getSession().getCreationTime();
        }
    }

    @Test
    void certificatesChangeUnderConnectsAndNoHandshakeFails() throws Exception {
        List<Listener> turns = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            turns.add(server("a.example.com", simple(authority.server("a.example.com"))));
        }
        publish(turns.get(0));
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger changes = new AtomicInteger();
        Thread changing = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                publish(turns.get(changes.incrementAndGet() % turns.size()));
            }
        });
        SSLContext client = anybody();
        for (int i = 0; i < 300; i++) {
            assertThat(get(client, "a.example.com")).contains("200 ok");
        }
        over.set(true);
        changing.join();
        assertThat(changes.get()).isGreaterThan(10);
    }
}
