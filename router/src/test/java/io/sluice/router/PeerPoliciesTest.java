package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import io.sluice.router.http.ClientTls;
import io.sluice.table.Host;
import io.sluice.table.HttpOptions;
import io.sluice.table.Listener;
import io.sluice.table.Role;
import io.sluice.table.RoutingTable;
import io.sluice.table.Traffic;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.table.match.HostPattern;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.Authorization.Condition;
import io.sluice.table.policy.Authorization.Rule;
import io.sluice.table.policy.Authorization.Rules;
import io.sluice.table.policy.Authorization.Values;
import io.sluice.table.policy.ListenerPolicies;
import io.sluice.table.policy.WorkloadPolicy;
import io.sluice.table.tls.ListenerTls;
import io.sluice.table.tls.ListenerTls.ClientCertificates;
import io.sluice.table.tls.ListenerTls.Mode;
import io.sluice.table.tls.ListenerTls.TlsParameters;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import io.sluice.testkit.Tables;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who a caller is to policies: at the router as its certificate says, at pods as the gateway, in the mesh nobody (DESIGN §7). */
@Timeout(60)
class PeerPoliciesTest {
    private static final Cluster MODEL = Cluster.plain("model", 8000, "", UpstreamProtocol.HTTP1);
    private static final String GATEWAY = "cluster.local/ns/istio-system/sa/gateway";

    private final int port = FreePort.any();

    private static Authorization allowing(String key, Values values) {
        Rule rule = new Rule(List.of(), List.of(), List.of(new Condition(key, values)));
        return new Authorization(List.of(), List.of(), List.of(new Rules("p", List.of(rule))));
    }

    private static Values only(String value) {
        return new Values(List.of(value), List.of());
    }

    private static Values not(String value) {
        return new Values(List.of(), List.of(value));
    }

    private Router router(
            int model, Role role, @Nullable ListenerTls tls, Authorization atRouter, @Nullable Authorization atPod)
            throws IOException {
        Host host = Tables.host(Tables.route(Tables.to(MODEL)));
        Listener listener = new Listener(
                "l",
                port,
                port,
                role,
                tls,
                new Traffic.Http(List.of(host), false, HttpOptions.DEFAULT),
                new ListenerPolicies(null, atRouter));
        Router router = Router.start(Fixture.config());
        Endpoint pod = new Endpoint("127.0.0.1", model).withWorkload(new Workload("ns", "m-0", Map.of()));
        router.publish(new Endpoints(Map.of(MODEL.name(), List.of(pod)), Map.of()));
        router.publish(new RoutingTable(
                List.of(listener),
                Map.of(MODEL.name(), MODEL),
                atPod == null ? List.of() : List.of(new WorkloadPolicy("ns", Map.of(), null, GATEWAY, null, atPod))));
        return router;
    }

    private String status(@Nullable SSLContext context) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        if (context != null) {
            SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(socket, "a.example.com", port, true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName("a.example.com")));
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            socket = secure;
        }
        String spoof = "X-Forwarded-Client-Cert: URI=spiffe://cluster.local/ns/shop/sa/web\r\n";
        try (RawClient client = RawClient.over(socket)) {
            return client.send("GET /x HTTP/1.1\r\nHost: a.example.com\r\n" + spoof + "\r\n")
                    .head()
                    .substring(9, 12);
        }
    }

    @Test
    void policiesKnowWhoShowsACertificate() throws Exception {
        Authority authority = new Authority("mesh");
        X509Bundle own = authority.server("a.example.com");
        ListenerTls tls = new ListenerTls(
                List.of(HostPattern.of("a.example.com")),
                new Mode.Terminate(
                        List.of(Authority.declared(own)),
                        new ClientCertificates.Asked(false, authority.trusted(), List.of(), List.of(), List.of()),
                        TlsParameters.DEFAULT));
        SSLContext web = authority.caller(authority.client("spiffe://cluster.local/ns/shop/sa/web"));
        SSLContext other = authority.caller(authority.client("spiffe://cluster.local/ns/bank/sa/web"));
        SSLContext unknown = authority.caller(authority.client("https://cluster.local/ns/shop/sa/web"));
        SSLContext anonymous = authority.caller(null);
        try (ScriptedUpstream model = ScriptedUpstream.echo("m")) {
            for (Authorization who : List.of(
                    allowing("source.principal", only("cluster.local/ns/shop/sa/web")),
                    allowing("source.namespace", only("shop")),
                    allowing("source.serviceAccount", only("shop/web")))) {
                try (Router router = router(model.port(), Role.GATEWAY, tls, who, null)) {
                    assertThat(router.ports()).contains(port);
                    assertThat(status(web)).isEqualTo("200");
                    assertThat(status(other)).isEqualTo("403");
                    assertThat(status(unknown)).isEqualTo("403");
                    assertThat(status(anonymous)).isEqualTo("403");
                }
            }
            try (Router router =
                    router(model.port(), Role.GATEWAY, tls, allowing("connection.sni", only("a.example.com")), null)) {
                assertThat(router.ports()).contains(port);
                assertThat(status(anonymous)).isEqualTo("200");
            }
        }
    }

    /** Of two names only one can be meant, and nobody says which. */
    @Test
    void aCertificateWithTwoNamesIsNobodys() {
        String one = "spiffe://cluster.local/ns/shop/sa/web";
        String two = "spiffe://cluster.local/ns/bank/sa/web";
        assertThat(new ClientTls.Certificate(List.of(one), "").identity()).isEqualTo("cluster.local/ns/shop/sa/web");
        assertThat(new ClientTls.Certificate(List.of(one, two), "").identity()).isEmpty();
    }

    @Test
    void toPodsWhatCameThroughAGatewayIsThatGateway() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.echo("m")) {
            assertThat(atPod(model, Role.GATEWAY, only(GATEWAY))).isEqualTo("200");
            assertThat(atPod(model, Role.GATEWAY, not(GATEWAY))).isEqualTo("403");
            assertThat(atPod(model, Role.GATEWAY, only("cluster.local/ns/shop/sa/web")))
                    .isEqualTo("403");
        }
    }

    @Test
    void inTheMeshNobodyIsKnownAndNoNegationAllowsHim() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.echo("m")) {
            assertThat(atPod(model, Role.MESH, only(GATEWAY))).isEqualTo("403");
            assertThat(atPod(model, Role.MESH, only("*"))).isEqualTo("403");
            assertThat(atPod(model, Role.MESH, not("cluster.local/ns/shop/sa/web")))
                    .isEqualTo("403");
        }
    }

    /** {@code --source-identity=pod-ip}: whoever has the address of a pod is believed to be it. */
    @ParameterizedTest
    @CsvSource({
        "source.namespace, lab, 200",
        "source.namespace, shop, 403",
        "source.principal, cluster.local/ns/lab/sa/notebook, 200",
        "source.principal, cluster.local/ns/lab/sa/other, 403",
        "source.serviceAccount, lab/notebook, 200",
    })
    void inTheMeshAPodMayBeKnownByItsAddress(String key, String value, String status) throws Exception {
        Workload notebook =
                new Workload("lab", "notebook-0", Map.of()).withIdentity("cluster.local/ns/lab/sa/notebook");
        try (ScriptedUpstream model = ScriptedUpstream.echo("m");
                Router router = router(model.port(), Role.MESH, null, Authorization.NONE, allowing(key, only(value)))) {
            Endpoint pod = new Endpoint("127.0.0.1", model.port()).withWorkload(new Workload("ns", "m-0", Map.of()));
            assertThat(status(null)).isEqualTo("403");
            router.publish(new Endpoints(Map.of(MODEL.name(), List.of(pod)), Map.of("127.0.0.1", notebook)));
            assertThat(status(null)).isEqualTo(status);
            router.publish(new Endpoints(Map.of(MODEL.name(), List.of(pod)), Map.of()));
            assertThat(status(null)).isEqualTo("403");
        }
    }

    private String atPod(ScriptedUpstream model, Role role, Values values) throws IOException {
        try (Router router =
                router(model.port(), role, null, Authorization.NONE, allowing("source.principal", values))) {
            assertThat(router.ports()).contains(port);
            return status(null);
        }
    }
}
