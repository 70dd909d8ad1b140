package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.Destination;
import io.sluice.table.Forward;
import io.sluice.table.Listener;
import io.sluice.table.Rewrite;
import io.sluice.table.Split;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.ConnectionPool;
import io.sluice.table.cluster.Discovery;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoint.Place;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.cluster.LoadBalancing;
import io.sluice.table.cluster.LoadBalancing.HashTable;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.table.policy.HashKey;
import io.sluice.table.policy.HeaderOperations;
import io.sluice.table.policy.RetryCondition;
import io.sluice.table.policy.RetryPolicy;
import io.sluice.table.policy.RetryPolicy.PreviousHosts;
import io.sluice.table.tls.UpstreamTls;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import io.sluice.testkit.Tables;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One cluster with several endpoints, over loopback. */
@Timeout(60)
class BalanceTest {
    private static final LoadBalancing TURNS = new LoadBalancing.RoundRobin(null);
    private static final LoadBalancing RING = new LoadBalancing.ConsistentHash(HashTable.Ring.DEFAULT);

    private final List<ScriptedUpstream> models = new ArrayList<>();
    private int port;
    private Router router;

    @BeforeEach
    void start() throws IOException {
        port = FreePort.any();
        router = Router.start(Fixture.config());
        for (String name : List.of("a", "b", "c")) {
            models.add(ScriptedUpstream.echo(name));
        }
    }

    @AfterEach
    void stop() throws IOException {
        router.close();
        for (ScriptedUpstream model : models) {
            model.close();
        }
    }

    private Endpoint endpoint(int model) {
        return new Endpoint("127.0.0.1", models.get(model).port());
    }

    private void serve(LoadBalancing balancing, RetryPolicy retry, List<HashKey> keys, Endpoint... endpoints) {
        serve(balancing, 0, Discovery.PUBLISHED, retry, keys, endpoints);
    }

    private void serve(
            LoadBalancing balancing,
            int requestsPerConnection,
            Discovery discovery,
            RetryPolicy retry,
            List<HashKey> keys,
            Endpoint... endpoints) {
        ConnectionPool none = ConnectionPool.DEFAULT;
        ConnectionPool pool = new ConnectionPool(
                none.connectTimeout(),
                null,
                null,
                none.maxConnections(),
                none.maxPendingRequests(),
                none.maxRequests(),
                requestsPerConnection,
                none.maxRetries(),
                none.maxConcurrentStreams(),
                null);
        String name = Cluster.nameOf(8000, "", "m");
        Cluster cluster = new Cluster(
                name,
                "m",
                8000,
                "",
                UpstreamProtocol.HTTP1,
                balancing,
                pool,
                null,
                new UpstreamTls.Plaintext(),
                null,
                discovery,
                Cluster.ProxyProtocol.NONE);
        Destination destination = new Destination(name, 1, HeaderOperations.NONE, keys);
        Forward forward = new Forward(new Split(List.of(destination)), new Rewrite(null, null), null, retry, List.of());
        Listener listener = Tables.listener(port, Tables.route(forward));
        Set<String> names = discovery == Discovery.PUBLISHED ? Set.of() : Set.of(endpoints[0].address());
        router.publish(new Endpoints(Map.of(name, List.of(endpoints)), names, Map.of()));
        router.publish(Tables.table(listener, cluster));
    }

    /** Who answered how often; one connection for all. */
    private Map<String, Integer> answers(int requests, String... fields) throws IOException {
        Map<String, Integer> answers = new TreeMap<>();
        try (RawClient client = RawClient.connect(port)) {
            for (int i = 0; i < requests; i++) {
                String answer = client.send("GET / HTTP/1.1\r\nHost: m\r\n" + String.join("", fields) + "\r\n")
                        .message();
                answers.merge(answer.substring(answer.indexOf("\r\n\r\n") + 4), 1, Integer::sum);
            }
        }
        return answers;
    }

    @Test
    void turnsGoByWeight() throws Exception {
        serve(
                TURNS,
                RetryPolicy.NEVER,
                List.of(),
                endpoint(0).withWeight(1),
                endpoint(1).withWeight(2),
                endpoint(2).withWeight(5));
        assertThat(answers(80)).isEqualTo(Map.of("a", 10, "b", 20, "c", 50));
    }

    @Test
    void onlyTheFirstPriorityIsUsed() throws Exception {
        serve(
                TURNS,
                RetryPolicy.NEVER,
                List.of(),
                endpoint(0).withPlace(new Place("west", 1, 0)),
                endpoint(1).withPlace(new Place("east", 0, 0)),
                endpoint(2).withPlace(new Place("east", 0, 0)));
        assertThat(answers(20)).isEqualTo(Map.of("b", 10, "c", 10));
    }

    @Test
    void localitiesHaveTheirSharesHoweverManyEndpointsTheyHave() throws Exception {
        serve(
                TURNS,
                RetryPolicy.NEVER,
                List.of(),
                endpoint(0).withPlace(new Place("west", 0, 20)),
                endpoint(1).withPlace(new Place("east", 0, 80)),
                endpoint(2).withPlace(new Place("east", 0, 80)));
        assertThat(answers(100)).isEqualTo(Map.of("a", 20, "b", 40, "c", 40));
    }

    @Test
    void aKeyStaysOnItsEndpointAndRequestsWithoutOneAreSpread() throws Exception {
        serve(RING, RetryPolicy.NEVER, List.of(new HashKey.Header("x-key")), endpoint(0), endpoint(1), endpoint(2));
        assertThat(answers(30, "x-key: alice\r\n")).hasSize(1);
        assertThat(answers(200)).hasSize(3);
    }

    @Test
    void aCookieIsHandedOutAndLeadsBack() throws Exception {
        serve(
                RING,
                RetryPolicy.NEVER,
                List.of(new HashKey.Cookie("seat", "", Duration.ofSeconds(60), List.of())),
                endpoint(0),
                endpoint(1),
                endpoint(2));
        try (RawClient client = RawClient.connect(port)) {
            String first = client.send("GET / HTTP/1.1\r\nHost: m\r\n\r\n").message();
            int start = first.indexOf("set-cookie: ") + "set-cookie: ".length();
            assertThat(first).containsPattern("set-cookie: seat=\"[0-9a-f]{16}\"; max-age=60; httponly\r\n");
            String cookie = first.substring(start, first.indexOf(';', start));
            String body = first.substring(first.indexOf("\r\n\r\n") + 4);
            assertThat(answers(20, "Cookie: " + cookie + "\r\n")).isEqualTo(Map.of(body, 20));
        }
    }

    private static RetryPolicy once(PreviousHosts previousHosts, boolean remote, int retries) {
        return new RetryPolicy(
                retries,
                Set.of(RetryCondition.CONNECT_FAILURE),
                List.of(),
                null,
                Duration.ofMillis(1),
                previousHosts,
                remote);
    }

    @Test
    void aRetryStaysWithItsKeyUnlessItIsToAvoidWhoFailed() throws Exception {
        int deaf = FreePort.any();
        List<HashKey> keys = List.of(new HashKey.Header("x-key"));
        Endpoint refusing = new Endpoint("127.0.0.1", deaf);
        serve(RING, once(PreviousHosts.AVOIDED_UNLESS_HASHED, false, 1), keys, refusing, endpoint(0));
        String key = "";
        for (int i = 0; key.isEmpty(); i++) {
            String candidate = "x-key: k" + i + "\r\n";
            key = answers(1, candidate).containsKey("a") ? "" : candidate;
        }
        serve(RING, once(PreviousHosts.AVOIDED, false, 1), keys, refusing, endpoint(0));
        assertThat(answers(5, key)).isEqualTo(Map.of("a", 5));
    }

    @Test
    void theThirdTryLeavesTheLocalityWhereThePolicySaysSo() throws Exception {
        Endpoint near = new Endpoint("127.0.0.1", FreePort.any());
        Endpoint far = endpoint(0).withPlace(new Place("far", 1, 0));
        serve(TURNS, once(PreviousHosts.AVOIDED, true, 1), List.of(), near, far);
        assertThat(answers(3)).doesNotContainKey("a");
        serve(TURNS, once(PreviousHosts.AVOIDED, true, 2), List.of(), near, far);
        assertThat(answers(3)).isEqualTo(Map.of("a", 3));
    }

    @Test
    void aConnectionThatHasServedItsRequestsIsNotUsedAgain() throws Exception {
        serve(TURNS, 2, Discovery.PUBLISHED, RetryPolicy.NEVER, List.of(), endpoint(0));
        assertThat(answers(7)).isEqualTo(Map.of("a", 7));
        assertThat(models.get(0).connections()).isEqualTo(4);
    }

    @Test
    void aNameIsServedByTheAddressesItStandsForWhenTheyChangeToo() throws Exception {
        router.close();
        try (NameServer server = new NameServer()) {
            server.say("model.example.com", 300, "127.0.0.1");
            List<InetSocketAddress> servers = List.of(server.address());
            router = Router.start(Fixture.config(), servers);
            Endpoint named = new Endpoint("model.example.com", models.get(0).port());
            serve(TURNS, 0, Discovery.DNS, RetryPolicy.NEVER, List.of(), named);
            assertThat(answers(3)).isEqualTo(Map.of("a", 3));
            serve(TURNS, 0, Discovery.DNS_FIRST, RetryPolicy.NEVER, List.of(), named);
            assertThat(answers(3)).isEqualTo(Map.of("a", 3));
        }
    }
}
