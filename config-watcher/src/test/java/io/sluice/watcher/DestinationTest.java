package io.sluice.watcher;

import static io.sluice.watcher.Yaml.GATEWAY;
import static io.sluice.watcher.Yaml.MODEL;
import static io.sluice.watcher.Yaml.codes;
import static io.sluice.watcher.Yaml.translate;
import static io.sluice.watcher.Yaml.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.ConnectionPool;
import io.sluice.table.cluster.ConnectionPool.TcpKeepalive;
import io.sluice.table.cluster.Discovery;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.LoadBalancing;
import io.sluice.table.cluster.LoadBalancing.HashTable;
import io.sluice.table.cluster.LoadBalancing.Warmup;
import io.sluice.table.cluster.OutlierDetection;
import io.sluice.table.cluster.RetryBudget;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.translate.Translation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DestinationRules, ServiceEntries and WorkloadEntries: from what is written to clusters and endpoints. */
class DestinationTest {
    private static String to(String host) {
        return virtualService(
                "vs",
                "2026-01-01T00:00:00Z",
                "hosts: ['*']\ngateways: [istio-system/edge]\nhttp: [{route: [{destination: {host: " + host
                        + "}}]}]\n");
    }

    private static String rule(String spec) {
        return "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: dr, namespace: ns}\nspec: "
                + spec + "\n";
    }

    private static String entry(String name, String spec) {
        return "apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: " + name
                + ", namespace: ns, labels: {}}\nspec: " + spec + "\n";
    }

    private static Cluster cluster(Translation translation) {
        assertThat(translation.table().clusters()).hasSize(1);
        return translation.table().clusters().values().iterator().next();
    }

    private static Cluster ruled(String policy) {
        return cluster(translate(MODEL + GATEWAY, to("model"), rule("{host: model, trafficPolicy: " + policy + "}")));
    }

    private static List<String> endpoints(Translation translation) {
        return translation.endpoints().byCluster().values().iterator().next().stream()
                .map(endpoint -> endpoint.address() + ":" + endpoint.port() + "x" + endpoint.weight())
                .toList();
    }

    @Test
    void howAnEndpointIsPickedIsSaidByTheRule() {
        assertThat(ruled("{loadBalancer: {simple: ROUND_ROBIN, warmup: {duration: 30s, minimumPercent: 20,"
                                + " aggression: 2}}}")
                        .loadBalancing())
                .isEqualTo(new LoadBalancing.RoundRobin(new Warmup(Duration.ofSeconds(30), 20, 2)));
        assertThat(ruled("{loadBalancer: {warmupDurationSecs: 30s}}").loadBalancing())
                .isEqualTo(new LoadBalancing.LeastRequest(new Warmup(Duration.ofSeconds(30), 10, 1)));
        assertThat(ruled("{loadBalancer: {consistentHash: {httpHeaderName: X-Key, maglev: {tableSize: 131}}}}")
                        .loadBalancing())
                .isEqualTo(new LoadBalancing.ConsistentHash(new HashTable.Maglev(131)));
        assertThat(ruled("{loadBalancer: {consistentHash: {useSourceIp: true, minimumRingSize: 4}}}")
                        .loadBalancing())
                .isEqualTo(new LoadBalancing.ConsistentHash(new HashTable.Ring(4)));
        assertThat(ruled("{loadBalancer: {simple: PASSTHROUGH}}").loadBalancing())
                .isEqualTo(LoadBalancing.LeastRequest.DEFAULT);
    }

    @Test
    void whatConnectionsSpeakAndHowOftenTheyAreUsed() {
        Cluster once = ruled(
                "{connectionPool: {tcp: {connectTimeout: 3s, idleTimeout: 9s}, http: {maxRequestsPerConnection: 1}}}");
        assertThat(once.connectionPool().maxRequestsPerConnection()).isEqualTo(1);
        assertThat(once.connectionPool().connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(once.connectionPool().idleTimeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(ruled("{connectionPool: {http: {h2UpgradePolicy: UPGRADE}}}").protocol())
                .isEqualTo(UpstreamProtocol.HTTP2);
        assertThat(ruled("{connectionPool: {http: {useClientProtocol: true}}}").protocol())
                .isEqualTo(UpstreamProtocol.AS_CLIENT);
    }

    @Test
    void limitsAreThoseOfTheRuleAndZeroIsNone() {
        ConnectionPool pool = ruled("{connectionPool: {tcp: {maxConnections: 1, maxConnectionDuration: 90s,"
                        + " tcpKeepalive: {probes: 3, time: 7200s, interval: 75s}}, http: {http1MaxPendingRequests: 2,"
                        + " http2MaxRequests: 3, maxRetries: 4, maxConcurrentStreams: 5}}}")
                .connectionPool();
        assertThat(pool)
                .isEqualTo(new ConnectionPool(
                        Duration.ofSeconds(10),
                        null,
                        Duration.ofSeconds(90),
                        1,
                        2,
                        3,
                        0,
                        4,
                        5,
                        new TcpKeepalive(3, Duration.ofSeconds(7200), Duration.ofSeconds(75))));
        assertThat(ruled("{connectionPool: {tcp: {maxConnections: 0}, http: {http1MaxPendingRequests: 0,"
                                + " http2MaxRequests: 0, maxRetries: 0, maxConcurrentStreams: 0}}}")
                        .connectionPool())
                .isEqualTo(ConnectionPool.DEFAULT);
    }

    @Test
    void whoIsSetAsideAndHowManyRetriesThereMayBe() {
        assertThat(ruled("{outlierDetection: {}}").outlierDetection())
                .isEqualTo(new OutlierDetection(5, 0, false, 0, Duration.ofSeconds(10), Duration.ofSeconds(30), 10, 0));
        assertThat(ruled("{outlierDetection: {consecutive5xxErrors: 0, consecutiveGatewayErrors: 2, interval: 1s,"
                                + " splitExternalLocalOriginErrors: true, baseEjectionTime: 2s, maxEjectionPercent: 50,"
                                + " minHealthPercent: 40}}")
                        .outlierDetection())
                .isEqualTo(new OutlierDetection(0, 2, true, 5, Duration.ofSeconds(1), Duration.ofSeconds(2), 50, 40));
        assertThat(ruled("{retryBudget: {}}").retryBudget()).isEqualTo(new RetryBudget(20, 3));
        assertThat(ruled("{retryBudget: {percent: 0, minRetryConcurrency: 1}}").retryBudget())
                .isEqualTo(new RetryBudget(0, 1));
        assertThat(ruled("{retryBudget: {percent: 7.5}, portLevelSettings: [{port: {number: 8000}, loadBalancer:"
                                + " {simple: RANDOM}}]}")
                        .retryBudget())
                .isEqualTo(new RetryBudget(7.5, 3));
    }

    /** What Istio's webhook refuses, by a sentence of the same meaning. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{host: model, subsets: [{name: a}, {name: a}]} | duplicate subset a",
                "{host: model, subsets: [{labels: {v: a}}]} | subset name cannot be empty",
                "{host: model, subsets: [{name: A_b}]} | subset name is invalid",
                "{host: ''} | empty host",
                "{host: model, trafficPolicy: {}} | traffic policy must have at least one field",
                "{host: model, trafficPolicy: {tunnel: {targetHost: a}, proxyProtocol: {}}} | must not be set together",
                "{host: model, trafficPolicy: {portLevelSettings: [{loadBalancer: {simple: RANDOM}}]}} | must have"
                        + " valid port",
                "{host: model, trafficPolicy: {portLevelSettings: [{port: {number: 80}}]}} | port traffic policy must"
                        + " have at least one field",
                "{host: model, trafficPolicy: {connectionPool: {}}} | connection pool must have at least one field",
                "{host: model, trafficPolicy: {connectionPool: {http: {maxRetries: -1}}}} | max retries must be"
                        + " non-negative",
                "{host: model, trafficPolicy: {connectionPool: {http: {h2UpgradePolicy: UPGRADE, useClientProtocol:"
                        + " true}}}} | use client protocol must not be true",
                "{host: model, trafficPolicy: {connectionPool: {tcp: {connectTimeout: 0s}}}} | greater than 1ms",
                "{host: model, trafficPolicy: {loadBalancer: {consistentHash: {httpCookie: {ttl: 1s}}}}} | name"
                        + " required for HttpCookie",
                "{host: model, trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize:"
                        + " 8}}}}} | prime number",
                "{host: model, trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize:"
                        + " 5000011}}}}} | less than 5000011",
                "{host: model, trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, minimumRingSize: 3,"
                        + " ringHash: {}}}}} | only one of MinimumRingSize",
                "{host: model, trafficPolicy: {loadBalancer: {warmup: {minimumPercent: 5}}}} | duration is required",
                "{host: model, trafficPolicy: {loadBalancer: {warmup: {duration: 1s, minimumPercent: 101}}}} | less"
                        + " than or equal to 100",
                "{host: model, trafficPolicy: {loadBalancer: {warmup: {duration: 1s, aggression: 0.5}}}} | aggression"
                        + " should be",
                "{host: model, trafficPolicy: {outlierDetection: {consecutiveLocalOriginFailures: 3}}} | local origin",
                "{host: model, trafficPolicy: {outlierDetection: {maxEjectionPercent: 101}}} | not in range 0..100",
                "{host: model, trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: a, to: {b:"
                        + " 50}}]}}}} | total locality weight 50 != 100",
                "{host: model, trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: a, to: {b: 0, c:"
                        + " 100}}]}}}} | in range [1, 100]",
                "{host: model, trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: a, to: {b/*: 50,"
                        + " b/c: 50}}]}}}} | overlap",
                "{host: model, trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: '*/a', to: {b:"
                        + " 100}}]}}}} | must be in the end",
                "{host: model, trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: a//b, to: {b:"
                        + " 100}}]}}}} | must not contain empty",
                "{host: model, trafficPolicy: {loadBalancer: {localityLbSetting: {failover: [{from: a, to: a}]}}}} |"
                        + " different regions",
                "{host: model, trafficPolicy: {loadBalancer: {localityLbSetting: {failover: [{from: a, to: b/c}]}}}} |"
                        + " only specify region",
                "{host: model, trafficPolicy: {loadBalancer: {localityLbSetting: {failover: [{from: a, to: '*'}]}}}} |"
                        + " should not contain",
                "{host: model, trafficPolicy: {loadBalancer: {localityLbSetting: {failover: [{from: a, to: b}],"
                        + " distribute: [{from: a, to: {b: 100}}]}}}} | can not simultaneously specify",
                "{host: model, trafficPolicy: {loadBalancer: {localityLbSetting: {failover: [{from: a, to: b}],"
                        + " failoverPriority: [topology.kubernetes.io/zone]}}}} | can not simultaneously set",
                "{host: model, exportTo: [a, a]} | duplicate entries in exportTo",
                "{host: model, exportTo: ['*', a]} | cannot have both public",
                "{host: model, exportTo: ['*'], workloadSelector: {matchLabels: {a: b}}} | beyond current namespace",
            })
    void aRuleThatIstioRefusesIsRefused(String spec, String sentence) {
        Translation translation = translate(MODEL, rule(spec));
        assertThat(translation.problems())
                .anySatisfy(problem -> assertThat(problem.code() + " " + problem.object() + " " + problem.sentence())
                        .startsWith("REFUSED DestinationRule ns/dr ")
                        .contains(sentence));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trafficPolicy.connectionPool.http.http2KeepAlive|{connectionPool: {http: {http2KeepAlive: {}}}}",
                "trafficPolicy.tunnel|{tunnel: {targetHost: a, targetPort: 80}}",
                "trafficPolicy.loadBalancer.simple|{loadBalancer: {simple: PASSTHROUGH}}",
                "trafficPolicy.loadBalancer.localityLbSetting.failoverPriority|{loadBalancer: {localityLbSetting:"
                        + " {failoverPriority: [a]}}}",
            })
    void whatIsNotRunIsTold(String pathAndPolicy) {
        String[] parts = pathAndPolicy.split("\\|", 2);
        Translation translation = translate(MODEL, rule("{host: model, trafficPolicy: " + parts[1] + "}"));
        assertThat(codes(translation.problems())).contains("NOT_SUPPORTED DestinationRule ns/dr spec." + parts[0]);
    }

    // --- ServiceEntries ---

    private static final String STATIC = "{hosts: [models.example.com], location: MESH_INTERNAL, resolution: STATIC,"
            + " ports: [{number: 8000, name: http, protocol: HTTP, targetPort: 9000}], endpoints: ["
            + "{address: 127.0.0.5, weight: 3, locality: west/west-1},"
            + "{address: 127.0.0.6, ports: {http: 9100}, labels: {version: v2}}]}";

    @Test
    void aServiceEntrysEndpointsHaveItsPortsTheirWeightsAndPlaces() {
        Translation translation = translate(GATEWAY, to("models.example.com"), entry("se", STATIC));
        assertThat(endpoints(translation)).containsExactly("127.0.0.5:9000x3", "127.0.0.6:9100x1");
        assertThat(cluster(translation).discovery()).isEqualTo(Discovery.PUBLISHED);
    }

    @Test
    void subsetsAndRulesHoldForItToo() {
        Translation translation = translate(
                GATEWAY,
                to("models.example.com, subset: v2"),
                entry("se", STATIC),
                rule("{host: models.example.com, subsets: [{name: v2, labels: {version: v2}}]}"));
        assertThat(endpoints(translation)).containsExactly("127.0.0.6:9100x1");
    }

    @Test
    void aNameIsResolvedByTheRouter() {
        String dns =
                "{hosts: [models.example.com], resolution: DNS, ports: [{number: 443, name: http, protocol: HTTP}]}";
        Translation all = translate(GATEWAY, to("models.example.com"), entry("se", dns));
        assertThat(cluster(all).discovery()).isEqualTo(Discovery.DNS);
        assertThat(endpoints(all)).containsExactly("models.example.com:443x1");
        assertThat(all.endpoints().names()).containsExactly("models.example.com");
        Translation first =
                translate(GATEWAY, to("models.example.com"), entry("se", dns.replace("DNS,", "DNS_ROUND_ROBIN,")));
        assertThat(cluster(first).discovery()).isEqualTo(Discovery.DNS_FIRST);
    }

    @Test
    void noClientEverChoosesAnAddress() {
        Translation translation = translate(
                GATEWAY,
                to("models.example.com"),
                entry("se", "{hosts: [models.example.com], ports: [{number: 80, name: http, protocol: HTTP}]}"));
        assertThat(translation.endpoints().byCluster().values()).containsExactly(List.of());
        assertThat(codes(translation.problems())).contains("NOT_SUPPORTED ServiceEntry ns/se spec.resolution");
    }

    @Test
    void aSelectorFindsPodsAndWorkloadEntries() {
        String pod = """
            apiVersion: v1
            kind: Pod
            metadata: {name: p, namespace: ns, labels: {app: vm}}
            status: {podIP: 127.0.0.7}
            """;
        String workload = """
            apiVersion: networking.istio.io/v1
            kind: WorkloadEntry
            metadata: {name: w, namespace: ns}
            spec: {address: 127.0.0.8, labels: {app: vm}, ports: {http: 9200}, weight: 2}
            """;
        Translation translation = translate(
                GATEWAY,
                to("models.example.com"),
                pod,
                workload,
                entry(
                        "se",
                        "{hosts: [models.example.com], resolution: STATIC, ports: [{number: 80, name: http, protocol:"
                                + " HTTP}], workloadSelector: {labels: {app: vm}}}"));
        assertThat(endpoints(translation)).containsExactly("127.0.0.8:9200x2", "127.0.0.7:80x1");
    }

    @Test
    void aServiceEntryIsSeenWhereItIsExportedTo() {
        String hidden = STATIC.replace("{hosts", "{exportTo: ['.'], hosts");
        Translation translation = translate(GATEWAY, to("models.example.com"), entry("se", hidden));
        assertThat(translation.table().clusters()).isEmpty();
        assertThat(translation.problems())
                .extracting(Problem::sentence)
                .anySatisfy(sentence -> assertThat(sentence).contains("is not exported to namespace istio-system"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ports: []} | must have at least one host",
                "{hosts: ['*']} | invalid host *",
                "{hosts: [a.b], resolution: MAGIC} | unsupported resolution type",
                "{hosts: [a.b], ports: [{number: 80, name: a}, {number: 80, name: b}]} | port 80 already defined",
                "{hosts: [a.b], ports: [{number: 80, name: a}, {number: 81, name: a}]} | already defined",
                "{hosts: [a.b], ports: [{number: 0, name: a}]} | must be in the range",
                "{hosts: [a.b], ports: [{number: 80, name: A_}]} | invalid port name",
                "{hosts: [a.b], ports: [{number: 80, name: a, protocol: SMTP}]} | unsupported protocol",
                "{hosts: [a.b], endpoints: [{address: 1.2.3.4}]} | no endpoints should be provided",
                "{hosts: [a.b], resolution: STATIC, endpoints: [{address: x.y}]} | is not a valid IP address",
                "{hosts: [a.b], resolution: STATIC, endpoints: [{}]} | address is required",
                "{hosts: [a.b], resolution: STATIC, endpoints: [{address: 1.2.3.4, ports: {http: 80}}]} | not defined"
                        + " by the service entry",
                "{hosts: ['*.b'], resolution: DNS} | hosts must be FQDN",
                "{hosts: [a.b], resolution: DNS_ROUND_ROBIN, endpoints: [{address: a.b}, {address: a.c}]} | only be 0"
                        + " or 1 endpoint",
                "{hosts: [a.b, c.d], resolution: STATIC, ports: [{number: 80, name: a, protocol: TCP}]} | multiple"
                        + " hosts provided",
                "{hosts: [a.b], workloadSelector: {labels: {a: b}}, endpoints: [{address: 1.2.3.4}]} | only one of"
                        + " WorkloadSelector",
                "{hosts: [a.b], resolution: DNS, addresses: [10.0.0.0/8]} | CIDR addresses",
            })
    void anEntryThatIstioRefusesIsRefused(String spec, String sentence) {
        assertThat(translate(entry("se", spec)).problems())
                .anySatisfy(problem -> assertThat(problem.code() + " " + problem.object() + " " + problem.sentence())
                        .startsWith("REFUSED ServiceEntry ns/se ")
                        .contains(sentence));
    }

    // --- places ---

    @Test
    void withOutlierDetectionTheNearestComeFirstAndWithoutAllAreAlike() {
        String nodes = """
            apiVersion: v1
            kind: Node
            metadata: {name: n1, labels: {topology.kubernetes.io/region: west, topology.kubernetes.io/zone: w1}}
            ---
            """;
        String model =
                MODEL.replace("name: model-v1, namespace: ns}}", "name: model-v1, namespace: ns}, nodeName: n1}");
        String entries = model + nodes + GATEWAY;
        Translation plain = translate(entries, to("model"));
        assertThat(plain.endpoints().byCluster().values().iterator().next())
                .extracting(endpoint -> endpoint.place().priority())
                .containsOnly(0);
        Translation near = translate(
                entries, to("model"), rule("{host: model, trafficPolicy: {outlierDetection: {interval: 1s}}}"));
        // This router's labels name no place: an endpoint without one is nearest.
        assertThat(near.endpoints().byCluster().values().iterator().next())
                .extracting(endpoint ->
                        endpoint.place().locality() + " " + endpoint.place().priority())
                .contains("west/w1/ 1", " 0");
    }

    @ParameterizedTest
    @CsvSource({"PreferClose, true", "PreferSameZone, true", "PreferSameNode, true", "Any, false"})
    void aServiceThatPrefersWhatIsNearNeedsNoOutlierDetection(String distribution, boolean prefers) {
        String node = """
            apiVersion: v1
            kind: Node
            metadata: {name: n1, labels: {topology.kubernetes.io/region: west, topology.kubernetes.io/zone: w1}}
            ---
            """;
        String model = MODEL.replace("name: model-v1, namespace: ns}}", "name: model-v1, namespace: ns}, nodeName: n1}")
                .replace("spec: {selector:", "spec: {trafficDistribution: " + distribution + ", selector:");
        Translation translation = translate(model + node + GATEWAY, to("model"));
        assertThat(translation.endpoints().byCluster().values().iterator().next())
                .extracting(endpoint -> endpoint.place().priority() > 0)
                .contains(false)
                .satisfies(later -> assertThat(later.contains(true)).isEqualTo(prefers));
    }

    @Test
    void twoClientsWithRulesOfTheirOwnHaveClustersOfTheirOwn() {
        String mesh = virtualService(
                "in-mesh", "2026-01-01T00:00:00Z", "hosts: [model]\nhttp: [{route: [{destination: {host: model}}]}]\n");
        String edges = "apiVersion: networking.istio.io/v1\n"
                + "kind: DestinationRule\n"
                + "metadata: {name: dr, namespace: istio-system}\n"
                + "spec: {host: model.ns.svc.cluster.local, exportTo: ['.'], trafficPolicy: {loadBalancer: {simple:"
                + " RANDOM}}}\n";
        Translation translation = translate(MODEL + GATEWAY, mesh, to("model"), edges);
        assertThat(translation.table().clusters().values())
                .extracting(Cluster::loadBalancing)
                .containsExactlyInAnyOrder(LoadBalancing.LeastRequest.DEFAULT, new LoadBalancing.Random());
        assertThat(translation.endpoints().byCluster().values())
                .allSatisfy(endpoints ->
                        assertThat(endpoints).extracting(Endpoint::address).isNotEmpty());
    }
}
