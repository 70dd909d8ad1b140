package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import io.sluice.table.Destination;
import io.sluice.table.Domain;
import io.sluice.table.Forward;
import io.sluice.table.Host;
import io.sluice.table.HttpOptions;
import io.sluice.table.Listener;
import io.sluice.table.Origin;
import io.sluice.table.Rewrite;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.RoutingTable;
import io.sluice.table.Split;
import io.sluice.table.Traffic;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.cluster.LoadBalancing;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.table.match.HostPattern;
import io.sluice.table.match.RequestMatch;
import io.sluice.table.policy.ListenerPolicies;
import io.sluice.table.policy.RetryPolicy;
import io.sluice.table.tls.Certificate;
import io.sluice.table.tls.ListenerTls;
import io.sluice.table.tls.ListenerTls.ClientCertificates;
import io.sluice.table.tls.ListenerTls.Mode;
import io.sluice.table.tls.ListenerTls.TlsParameters;
import io.sluice.table.tls.UpstreamTls;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who calls and who is called, as certificates say: in series only what was shown in a handshake, and verified. */
@Timeout(60)
class PrincipalMetricsTest {
    private static final String HOST = "a.example.com";
    private static final String MODEL = "spiffe://cluster.local/ns/ns/sa/model";
    private static final String ROUTER = "spiffe://cluster.local/ns/istio-system/sa/router";
    private static final String SOURCE = "reporter=\"source\"";
    private static final String DESTINATION = "reporter=\"destination\"";

    private final int port = FreePort.any();
    private final Authority authority;

    PrincipalMetricsTest() throws Exception {
        authority = new Authority("mesh");
    }

    private ScriptedUpstream model(X509Bundle own) throws Exception {
        SSLServerSocket server = (SSLServerSocket)
                Authority.context(own, authority.trustManagers().toArray(TrustManager[]::new))
                        .getServerSocketFactory()
                        .createServerSocket();
        server.setWantClientAuth(true);
        return ScriptedUpstream.start(server, client -> {
            while (!client.message().isEmpty()) {
                client.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
            }
        });
    }

    private UpstreamTls upstream(String mode) throws Exception {
        Certificate own = Authority.declared(authority.workload(ROUTER));
        return switch (mode) {
            case "SIMPLE" -> new UpstreamTls.Tls(null, authority.trusted(), null, List.of(MODEL), true);
            case "MUTUAL" -> new UpstreamTls.Tls(own, authority.trusted(), null, List.of(MODEL), true);
            case "unverified" -> new UpstreamTls.Tls(own, authority.trusted(), null, List.of(), false);
            case "mesh" -> new UpstreamTls.Mesh(own, authority.trusted(), "outbound.model", List.of("spiffe://*"));
            case "demanded" -> new UpstreamTls.AsDemanded(upstream("mesh"));
            default -> throw new IllegalArgumentException(mode);
        };
    }

    private Router router(@Nullable ListenerTls tls, UpstreamTls upstream, int model) throws Exception {
        Cluster plain = Cluster.plain("model", 8000, "", UpstreamProtocol.HTTP1);
        Cluster cluster = new Cluster(
                plain.name(),
                plain.host(),
                plain.port(),
                "",
                plain.protocol(),
                LoadBalancing.LeastRequest.DEFAULT,
                plain.connectionPool(),
                null,
                upstream,
                null,
                plain.discovery(),
                plain.proxyProtocol());
        Route route = new Route(
                "r",
                RequestMatch.ANY,
                new Forward(
                        new Split(List.of(new Destination(cluster.name(), 1))),
                        Rewrite.NONE,
                        null,
                        RetryPolicy.NEVER,
                        List.of()),
                new Origin("VirtualService", "ns", "r", "spec.http[0]"));
        Host host = new Host("*", List.of(Domain.of(new HostPattern.Any())), List.of(route), false);
        Router router = Router.start(Fixture.config());
        Endpoint pod = new Endpoint("127.0.0.1", model).withWorkload(new Workload("ns", "m-0", Map.of()));
        Workload caller = new Workload("lab", "notebook-0", Map.of());
        router.publish(new Endpoints(
                Map.of(cluster.name(), List.of(upstream instanceof UpstreamTls.AsDemanded ? pod.demandingTls() : pod)),
                Map.of("127.0.0.1", caller)));
        router.publish(new RoutingTable(
                List.of(new Listener(
                        "l",
                        port,
                        port,
                        Role.GATEWAY,
                        tls,
                        new Traffic.Http(List.of(host), false, HttpOptions.DEFAULT),
                        ListenerPolicies.NONE)),
                Map.of(cluster.name(), cluster),
                List.of()));
        return router;
    }

    private void call(@Nullable X509Bundle own, boolean secure) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        if (secure) {
            SSLSocket wrapped =
                    (SSLSocket) authority.caller(own).getSocketFactory().createSocket(socket, HOST, port, true);
            SSLParameters parameters = wrapped.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(HOST)));
            wrapped.setSSLParameters(parameters);
            wrapped.startHandshake();
            socket = wrapped;
        }
        try (RawClient client = RawClient.over(socket)) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n")
                            .message())
                    .contains(" 200 ");
        }
    }

    private static long told(Router router, String reporter, String name, String value) throws Exception {
        return Metrics.sum(
                router,
                "istio_requests_total",
                reporter,
                "source_workload=\"notebook-0\"",
                name + "=\"" + value + "\"");
    }

    @ParameterizedTest(name = "{0}, a certificate with {1}: {2}, {3}")
    @CsvSource(textBlock = """
        SIMPLE, spiffe://cluster.local/ns/ns/sa/model, none, spiffe://cluster.local/ns/ns/sa/model
        MUTUAL, spiffe://cluster.local/ns/ns/sa/model, mutual_tls, spiffe://cluster.local/ns/ns/sa/model
        mesh, spiffe://cluster.local/ns/ns/sa/model, mutual_tls, spiffe://cluster.local/ns/ns/sa/model
        demanded, spiffe://cluster.local/ns/ns/sa/model, mutual_tls, spiffe://cluster.local/ns/ns/sa/model
        unverified, spiffe://cluster.local/ns/ns/sa/model, mutual_tls, unknown
        unverified, https://model.example.com, mutual_tls, unknown
        """)
    void thePodIsWhoItsCertificateNames(String mode, String shown, String security, String principal) throws Exception {
        try (ScriptedUpstream model = model(authority.workload(shown));
                Router router = router(null, upstream(mode), model.port())) {
            call(null, false);
            call(null, false);
            assertThat(told(router, DESTINATION, "destination_principal", principal))
                    .isEqualTo(2);
            assertThat(told(router, SOURCE, "destination_principal", principal)).isEqualTo(2);
            assertThat(told(router, DESTINATION, "connection_security_policy", security))
                    .isEqualTo(2);
            assertThat(told(router, SOURCE, "connection_security_policy", "unknown"))
                    .isEqualTo(2);
            assertThat(told(router, DESTINATION, "source_principal", "unknown")).isEqualTo(2);
        }
    }

    private ListenerTls asking() throws Exception {
        return new ListenerTls(
                List.of(HostPattern.of(HOST)),
                new Mode.Terminate(
                        List.of(Authority.declared(authority.server(HOST))),
                        new ClientCertificates.Asked(false, authority.trusted(), List.of(), List.of(), List.of()),
                        TlsParameters.DEFAULT));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(textBlock = """
        spiffe://cluster.local/ns/shop/sa/web, spiffe://cluster.local/ns/shop/sa/web
        https://cluster.local/ns/shop/sa/web, unknown
        spiffe://cluster.local/ns/shop/sa/%22web%0a, spiffe://cluster.local/ns/shop/sa/%22web%0a
        , unknown
        """)
    void aClientIsWhoItsCertificateNames(@Nullable String shown, String principal) throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.echo("m");
                Router router = router(asking(), new UpstreamTls.Plaintext(), model.port())) {
            X509Bundle own = shown == null ? null : authority.client(shown);
            call(own, true);
            call(own, true);
            for (String reporter : List.of(SOURCE, DESTINATION)) {
                assertThat(told(router, reporter, "source_principal", principal))
                        .isEqualTo(2);
                assertThat(told(router, reporter, "destination_principal", "unknown"))
                        .isEqualTo(2);
            }
            assertThat(told(router, DESTINATION, "connection_security_policy", "none"))
                    .isEqualTo(2);
        }
    }

    /** Two callers at one address are two series, if their certificates differ. */
    @Test
    void callersAtOneAddressAreToldApart() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.echo("m");
                Router router = router(asking(), new UpstreamTls.Plaintext(), model.port())) {
            call(authority.client("spiffe://cluster.local/ns/shop/sa/web"), true);
            call(authority.client("spiffe://cluster.local/ns/bank/sa/web"), true);
            call(null, true);
            for (String principal : List.of(
                    "spiffe://cluster.local/ns/shop/sa/web", "spiffe://cluster.local/ns/bank/sa/web", "unknown")) {
                assertThat(told(router, DESTINATION, "source_principal", principal))
                        .isEqualTo(1);
            }
        }
    }
}
