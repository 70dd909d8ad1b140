package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.DirectResponse;
import io.sluice.table.Domain;
import io.sluice.table.Host;
import io.sluice.table.HttpOptions;
import io.sluice.table.Listener;
import io.sluice.table.Origin;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.RoutingTable;
import io.sluice.table.match.HostPattern;
import io.sluice.table.match.RequestMatch;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.Authorization.Condition;
import io.sluice.table.policy.Authorization.Rule;
import io.sluice.table.policy.Authorization.Rules;
import io.sluice.table.policy.Authorization.Values;
import io.sluice.table.policy.ListenerPolicies;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A port that a front Service leads to (DESIGN §6): it stands for one host, by whatever address it is called. */
@Timeout(60)
class FrontListenerTest {
    private static final HttpOptions AGELESS = HttpOptions.DEFAULT.withMaxConnectionAge(Duration.ofMinutes(5));
    private static final HttpOptions OLD_AT_ONCE = HttpOptions.DEFAULT.withMaxConnectionAge(Duration.ofNanos(1));

    private final int port = FreePort.any();

    private Router router(HttpOptions options, Authorization authorization) throws IOException {
        Route route = new Route(
                "r",
                RequestMatch.ANY,
                new DirectResponse(200, new DirectResponse.Body.Text("prediction")),
                new Origin("VirtualService", "ns", "x", "spec.http[0]"));
        List<Domain> names = Stream.concat(
                        Stream.of("x", "x.ns", "x.ns.svc", "x.ns.svc.cluster.local", "x.ns.svc.cluster.local.")
                                .map(HostPattern.Exact::new),
                        Stream.of(new HostPattern.Address()))
                .map(Domain::of)
                .toList();
        Listener listener = Listener.http(
                        "front:ns/x:8000",
                        port,
                        8000,
                        Role.MESH,
                        List.of(new Host("x", names, List.of(route), false)),
                        options)
                .withPolicies(new ListenerPolicies(null, authorization));
        Router router = Router.start(Fixture.config());
        router.publish(new RoutingTable(List.of(listener), Map.of(), List.of()));
        return router;
    }

    private static String get(String host) {
        return "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    }

    @ParameterizedTest
    @CsvSource({
        "x, 200",
        "x:8000, 200",
        "X.NS:8000, 200",
        "x.ns.svc, 200",
        "x.ns.svc.cluster.local:8000, 200",
        "x.ns.svc.cluster.local., 200",
        "10.96.12.34, 200",
        "10.96.12.34:8000, 200",
        "[fd00::1]:8000, 200",
        "x., 404",
        "y, 404",
        "x.other, 404",
        "y.ns.svc.cluster.local, 404",
        "10.96.12, 404",
        "[x], 400",
    })
    void answersToItsNamesAndToAddresses(String host, int status) throws Exception {
        try (Router router = router(AGELESS, Authorization.NONE);
                RawClient client = RawClient.connect(port)) {
            assertThat(router.ports()).containsExactly(port);
            assertThat(client.send(get(host)).message()).startsWith("http/1.1 " + status + " ");
        }
    }

    /** Nobody outside knows the number of the pool. */
    @Test
    void policiesSeeThePortOfTheService() throws Exception {
        Condition of8000 = new Condition("destination.port", new Values(List.of("8000"), List.of()));
        Authorization only8000 = new Authorization(
                List.of(),
                List.of(),
                List.of(new Rules("p", List.of(new Rule(List.of(), List.of(), List.of(of8000))))));
        try (Router router = router(AGELESS, only8000);
                RawClient client = RawClient.connect(port)) {
            assertThat(router.ready()).isTrue();
            assertThat(client.send(get("x")).message()).startsWith("http/1.1 200 ");
        }
    }

    @Test
    void aYoungConnectionIsKept() throws Exception {
        try (Router router = router(AGELESS, Authorization.NONE);
                RawClient client = RawClient.connect(port)) {
            assertThat(router.ready()).isTrue();
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(get("x")).message())
                        .startsWith("http/1.1 200 ")
                        .doesNotContain("connection: close");
            }
        }
    }

    @Test
    void anOldConnectionEndsWithItsAnswer() throws Exception {
        try (Router router = router(OLD_AT_ONCE, Authorization.NONE);
                RawClient client = RawClient.connect(port)) {
            assertThat(router.ready()).isTrue();
            assertThat(client.send(get("x")).message())
                    .startsWith("http/1.1 200 ")
                    .contains("connection: close");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void anOldHttp2ConnectionSaysGoawayAndAnswersWhatItWasAsked() throws Exception {
        try (Router router = router(OLD_AT_ONCE, Authorization.NONE);
                Http2Peer client = Http2Peer.connect(port)) {
            assertThat(router.ready()).isTrue();
            client.headers(1, true, ":method: GET", ":scheme: http", ":path: /", ":authority: x");
            Http2Peer.Frame first = client.required();
            assertThat(first.type()).isEqualTo(Http2Peer.GOAWAY);
            assertThat(first.number(0)).isEqualTo(Integer.MAX_VALUE);
            assertThat(client.message()).contains(":status: 200").endsWith("= prediction");
        }
    }
}
