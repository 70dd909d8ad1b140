package io.sluice.watcher;

import static io.sluice.watcher.Yaml.GATEWAY;
import static io.sluice.watcher.Yaml.MODEL;
import static io.sluice.watcher.Yaml.codes;
import static io.sluice.watcher.Yaml.translate;
import static io.sluice.watcher.Yaml.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sluice.table.Domain;
import io.sluice.table.Forward;
import io.sluice.table.Host;
import io.sluice.table.Listener;
import io.sluice.table.PathRewrite;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.Traffic;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.match.HostPattern;
import io.sluice.table.match.PathMatch;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.Authorization.Rule;
import io.sluice.table.policy.Authorization.Rules;
import io.sluice.table.policy.Authorization.Trial;
import io.sluice.table.policy.ListenerPolicies;
import io.sluice.table.policy.RetryPolicy;
import io.sluice.table.policy.WorkloadPolicy;
import io.sluice.watcher.admission.MeshConfigReader;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.translate.Translation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Manifests in, routing table out. */
class TranslationTest {
    private static final String FIRST_EXAMPLE = """
        apiVersion: machinelearning.seldon.io/v1
        kind: SeldonDeployment
        metadata: {name: canary-example-1, namespace: my-ns}
        spec:
          annotations: {seldon.io/istio-gateway: mesh, seldon.io/istio-host: canary-example-1}
          predictors:
          - {name: main, annotations: {seldon.io/svc-name: canary-example-1}, traffic: 75, graph: {name: m}, componentSpecs: [{spec: {containers: [{name: m}]}}]}
          - {name: canary, traffic: 25, graph: {name: m}, componentSpecs: [{spec: {containers: [{name: m}]}}]}
        """;

    private static List<Host> hosts(Listener listener) {
        return listener.traffic() instanceof Traffic.Http http ? http.hosts() : List.of();
    }

    private static Listener listener(Translation translation, String name) {
        return translation.table().listeners().stream()
                .filter(listener -> listener.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> routeTexts(Listener listener, int host) {
        return hosts(listener).get(host).routes().stream()
                .map(route -> route.match().path() + " " + route.origin().name())
                .toList();
    }

    private static Forward forward(Route route) {
        return (Forward) route.action();
    }

    @Test
    void theFirstExampleIsAMeshHostWithTwoWeightedPredictors() {
        Translation translation = translate(FIRST_EXAMPLE);
        Listener mesh = listener(translation, "mesh:8000");
        assertThat(mesh.role()).isEqualTo(Role.MESH);
        assertThat(hosts(mesh)).hasSize(1);
        assertThat(hosts(mesh).get(0).domains())
                .extracting(Domain::pattern)
                .contains(
                        new HostPattern.Exact("canary-example-1"),
                        new HostPattern.Exact("canary-example-1.my-ns"),
                        new HostPattern.Exact("canary-example-1.my-ns.svc"),
                        new HostPattern.Exact("canary-example-1.my-ns.svc.cluster.local"),
                        new HostPattern.Exact("canary-example-1.my-ns.svc.cluster.local."));
        Route rest = hosts(mesh).get(0).routes().get(0);
        assertThat(rest.match().path()).isEqualTo(new PathMatch.Prefix("/seldon/my-ns/canary-example-1/", false));
        assertThat(forward(rest).rewrite().path()).isEqualTo(new PathRewrite.ReplacePrefix("/"));
        assertThat(forward(rest).retry()).isEqualTo(RetryPolicy.ISTIO_DEFAULT);
        assertThat(forward(rest).split().destinations())
                .extracting(destination -> destination.cluster() + " " + destination.weight())
                .containsExactly(
                        "outbound|8000|main|canary-example-1.my-ns.svc.cluster.local 75",
                        "outbound|8000|canary|canary-example-1-canary.my-ns.svc.cluster.local 25");
    }

    @Test
    void seldonsOwnGatewayIsImplied() {
        Translation translation = translate(FIRST_EXAMPLE
                .replace("seldon.io/istio-gateway: mesh, ", "")
                .replace("seldon.io/istio-host: canary-example-1", "seldon.io/istio-host: '*'"));
        assertThat(listener(translation, "gateway:8000").role()).isEqualTo(Role.GATEWAY);
        assertThat(codes(translation.problems()))
                .contains("MISSING_GATEWAY VirtualService my-ns/canary-example-1 spec.gateways");
    }

    @Test
    void virtualServicesOfAHostAreConcatenatedOldestFirstAndCatchAllsGoLast() {
        Translation translation = translate(
                MODEL + GATEWAY,
                virtualService(
                        "younger",
                        "2026-01-02T00:00:00Z",
                        "hosts: ['*']\n"
                                + "gateways: [istio-system/edge]\n"
                                + "http:\n"
                                + "- match: [{uri: {prefix: /b}}]\n"
                                + "  route: [{destination: {host: model}}]\n"),
                virtualService(
                        "older",
                        "2026-01-01T00:00:00Z",
                        "hosts: ['*']\n"
                                + "gateways: [istio-system/edge]\n"
                                + "http:\n"
                                + "- match: [{uri: {prefix: /a}}]\n"
                                + "  route: [{destination: {host: model}}]\n"
                                + "- route: [{destination: {host: model}}]\n"));
        Listener edge = listener(translation, "gateway:8080");
        assertThat(edge.declaredPort()).isEqualTo(80);
        assertThat(routeTexts(edge, 0))
                .containsExactly(
                        "Prefix[path=/a, ignoreCase=false] older",
                        "Prefix[path=/b, ignoreCase=false] younger",
                        "Prefix[path=/, ignoreCase=false] older");
    }

    @Test
    void grpcWebIsTranslatedWhereThePortsFirstServerSaysSo() {
        Translation translation = translate(MODEL, """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: istio-system}
            spec:
              selector: {istio: ingressgateway}
              servers:
              - {port: {number: 8080, name: http, protocol: HTTP}, hosts: [a.example]}
              - {port: {number: 8081, name: web, protocol: grpc-web}, hosts: [a.example]}
              - {port: {number: 8081, name: http-2, protocol: HTTP}, hosts: [b.example]}
              - {port: {number: 8080, name: web-2, protocol: GRPC-WEB}, hosts: [b.example]}
            """);
        assertThat(listener(translation, "gateway:8080").traffic().toString()).contains("grpcWeb=false");
        assertThat(listener(translation, "gateway:8081").traffic().toString()).contains("grpcWeb=true");
    }

    @Test
    void inTheMeshTheOldestOwnerOfAHostWinsWhole() {
        String spec =
                "hosts: [model]\nhttp:\n- match: [{uri: {prefix: /%s}}]\n  route: [{destination: {host: model}}]\n";
        Translation translation = translate(
                MODEL,
                virtualService("younger", "2026-01-02T00:00:00Z", spec.formatted("b")),
                virtualService("older", "2026-01-01T00:00:00Z", spec.formatted("a")));
        assertThat(routeTexts(listener(translation, "mesh:8000"), 0))
                .containsExactly("Prefix[path=/a, ignoreCase=false] older");
        assertThat(codes(translation.problems())).contains("HOST_OWNED VirtualService ns/younger spec.hosts");
    }

    @Test
    void subsetsAreThePodsThatCarryTheirLabels() {
        Translation translation = translate(MODEL + GATEWAY, """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: model, namespace: ns}
            spec: {host: model, subsets: [{name: one, labels: {version: v1}}, {name: none, labels: {version: v9}}]}
            """, virtualService("vs", "2026-01-01T00:00:00Z", """
                hosts: ['*']
                gateways: [istio-system/edge]
                http:
                - route:
                  - {destination: {host: model, subset: one}, weight: 1}
                  - {destination: {host: model, subset: none}, weight: 1}
                  - {destination: {host: model, subset: missing}, weight: 1}
                  - {destination: {host: nobody, port: {number: 80}}, weight: 1}
                """));
        assertThat(translation.endpoints().byCluster().get("outbound|8000|one|model.ns.svc.cluster.local"))
                .extracting(Endpoint::address)
                .containsExactly("127.0.0.1");
        assertThat(translation.endpoints().byCluster().get("outbound|8000|none|model.ns.svc.cluster.local"))
                .isEmpty();
        assertThat(translation.table().clusters().keySet())
                .containsExactly(
                        "outbound|8000|one|model.ns.svc.cluster.local",
                        "outbound|8000|none|model.ns.svc.cluster.local");
        assertThat(codes(translation.problems()))
                .contains(
                        "UNKNOWN_SUBSET VirtualService ns/vs spec.http[0].route[2]",
                        "UNKNOWN_SERVICE VirtualService ns/vs spec.http[0].route[3]",
                        "NO_ENDPOINTS Service ns/model");
    }

    @Test
    void readyEndpointsCountAndTerminatingOnesThatServeStandBy() {
        Translation translation = translate(
                MODEL + GATEWAY,
                virtualService(
                        "vs",
                        "2026-01-01T00:00:00Z",
                        "hosts: ['*']\n"
                                + "gateways: [istio-system/edge]\n"
                                + "http:\n"
                                + "- route: [{destination: {host: model}}]\n"));
        assertThat(translation.endpoints().byCluster().get("outbound|8000||model.ns.svc.cluster.local"))
                .extracting(endpoint -> endpoint.address() + " " + endpoint.state())
                .containsExactly("127.0.0.1 READY", "127.0.0.2 READY", "127.0.0.4 DRAINING");
    }

    private static final String ROUTE = virtualService(
            "vs",
            "2026-01-01T00:00:00Z",
            "hosts: ['*']\ngateways: [istio-system/edge]\nhttp:\n- route: [{destination: {host: model}}]\n");

    @Test
    void aPolicyThatCannotBeEnforcedShutsWhatItGuards() {
        Translation translation = translate(MODEL + GATEWAY, """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: p, namespace: ns}
            spec: {action: CUSTOM, provider: {name: nobody}, rules: [{}]}
            """, ROUTE);
        assertThat(translation.table().workloadPolicies()).containsExactly(guard("ns", Map.of(), "ns[ns]-policy[p]"));
        assertThat(codes(translation.problems())).contains("POLICY_NOT_ENFORCED AuthorizationPolicy ns/p");
    }

    private static String asking(String name, String namespace, String spec) {
        return "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: " + name + ", namespace: "
                + namespace + "}\nspec: {action: CUSTOM, rules: [{}], " + spec + "}\n";
    }

    /** At pods as at the router (ADR 29): the authorizer's cluster is found, whether or not a route leads there. */
    @Test
    void aCustomPolicyIsAskedAtThePodsThatItSelects() throws Exception {
        Translation translation = translate(
                asking(),
                MODEL + GATEWAY,
                asking("p", "ns", "provider: {name: one}, selector: {matchLabels: {app: a}}"),
                ROUTE);
        assertThat(translation.table().workloadPolicies()).singleElement().satisfies(policy -> {
            assertThat(policy.labels()).isEqualTo(Map.of("app", "a"));
            assertThat(policy.authorization().deny()).isEmpty();
            assertThat(policy.authorization().custom())
                    .singleElement()
                    .satisfies(custom -> assertThat(custom.authorizer().cluster())
                            .isEqualTo("outbound|8000||model.ns.svc.cluster.local"));
        });
        assertThat(listener(translation, "gateway:8080").policies()).isEqualTo(ListenerPolicies.NONE);
        assertThat(codes(translation.problems())).noneMatch(code -> code.startsWith("POLICY_NOT_ENFORCED"));
    }

    /** One alone is asked at a pod; who may carry the labels of both is told. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ns           | {app: a} | ns           | {app: a}        | true",
                "ns           | {app: a} | ns           | {version: v1}   | true",
                "ns           | {app: a} | ns           | {app: b}        | false",
                "ns           | {app: a} | other        | {app: a}        | false",
                "ns           | {app: a} | istio-system | {}              | true",
                "istio-system | {}       | istio-system | {app: a}        | true",
            })
    void twoProvidersAtOnePodAreTold(String first, String labels, String second, String others, boolean told)
            throws Exception {
        Translation translation = translate(
                asking(),
                MODEL + GATEWAY,
                asking("p", first, "provider: {name: one}, selector: {matchLabels: " + labels + "}"),
                asking("q", second, "provider: {name: two}, selector: {matchLabels: " + others + "}"),
                ROUTE);
        assertThat(codes(translation.problems()).stream().filter(code -> code.startsWith("POLICY_NOT_ENFORCED")))
                .hasSize(told ? 2 : 0);
    }

    private static Settings asking() throws IOException {
        return Settings.DEFAULT.withMesh(
                MeshConfigReader.read(new ObjectMapper(new YAMLFactory()).readTree("""
                    extensionProviders:
                    - {name: one, envoyExtAuthzHttp: {service: model.ns.svc.cluster.local, port: 8000}}
                    - {name: two, envoyExtAuthzHttp: {service: model.ns.svc.cluster.local, port: 8000}}
                    """), "mesh.yaml", problem -> {
                    throw new AssertionError(problem);
                }));
    }

    private static WorkloadPolicy guard(@Nullable String namespace, Map<String, String> labels, String policy) {
        Rules everything = new Rules(policy, List.of(new Rule(List.of(), List.of(), List.of())));
        return new WorkloadPolicy(
                namespace,
                labels,
                null,
                "cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account",
                null,
                new Authorization(List.of(), List.of(everything), List.of()));
    }

    @Test
    void policiesGuardThePodsThatTheySelect() {
        Translation translation = translate(MODEL + GATEWAY, """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: one, namespace: ns}
            spec: {selector: {matchLabels: {app: a}}, action: DENY, rules: [{}]}
            """, """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: all, namespace: ns}
            spec: {action: DENY, rules: [{}]}
            """, """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: every, namespace: istio-system}
            spec: {selector: {matchLabels: {app: a}}, action: DENY, rules: [{}]}
            """, ROUTE);
        assertThat(translation.table().workloadPolicies())
                .containsExactlyInAnyOrder(
                        guard("ns", Map.of("app", "a"), "ns[ns]-policy[one]"),
                        guard("ns", Map.of(), "ns[ns]-policy[all]"),
                        guard(null, Map.of("app", "a"), "ns[istio-system]-policy[every]"));
        assertThat(listener(translation, "gateway:8080").policies()).isEqualTo(ListenerPolicies.NONE);
    }

    @Test
    void policiesThatSelectTheRouterAreTheGatesOfItsListeners() {
        Translation translation = translate(MODEL + GATEWAY, """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: closed, namespace: istio-system}
            spec: {selector: {matchLabels: {istio: ingressgateway}}, action: DENY, rules: [{}]}
            """, """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: nobody, namespace: istio-system}
            """, """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: tried, namespace: istio-system, annotations: {istio.io/dry-run: "true"}}
            spec: {action: DENY, rules: [{}]}
            """, """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: other-gateway, namespace: istio-system}
            spec: {selector: {matchLabels: {istio: egressgateway}}, action: DENY, rules: [{}]}
            """, ROUTE);
        assertThat(listener(translation, "gateway:8080").policies().authorization())
                .isEqualTo(new Authorization(
                        List.of(),
                        List.of(new Rules(
                                "ns[istio-system]-policy[closed]", List.of(new Rule(List.of(), List.of(), List.of())))),
                        List.of(new Rules("ns[istio-system]-policy[nobody]", List.of())),
                        new Trial(
                                List.of(),
                                List.of(new Rules(
                                        "ns[istio-system]-policy[tried]",
                                        List.of(new Rule(List.of(), List.of(), List.of())))),
                                List.of())));
    }

    @Test
    void aPolicyThatWasNeverAdmittedShutsWhatItSelects() {
        Translation translation = translate(MODEL + GATEWAY, """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: p, namespace: ns}
            spec: {action: DENY, rules: [{from: [{source: {ipBlocks: [10.0.0.0/99]}}]}]}
            """, ROUTE);
        assertThat(translation.problems())
                .anySatisfy(problem -> assertThat(problem.sentence()).contains("\"10.0.0.0/99\" is invalid"));
        assertThat(translation.table().workloadPolicies()).containsExactly(guard("ns", Map.of(), "ns[ns]-policy[p]"));
    }

    @Test
    void aTlsServerIsNeverOpenedAsPlaintext() {
        Translation translation = translate("""
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: istio-system}
            spec:
              selector: {istio: ingressgateway}
              servers:
              - {port: {number: 443, name: https, protocol: HTTPS}, tls: {mode: SIMPLE, credentialName: c}, hosts: ["*"]}
            """);
        assertThat(translation.table().listeners())
                .singleElement()
                .satisfies(listener -> assertThat(listener.tls()).isNotNull());
        assertThat(codes(translation.problems()))
                .containsExactly("MISSING_SECRET Gateway istio-system/edge spec.servers[0].tls.credentialName");
    }

    @Property(tries = 25)
    void theOrderOfDocumentsNeverMatters(@ForAll long seed) {
        List<String> documents = new ArrayList<>(List.of((MODEL + GATEWAY).split("---\n")));
        documents.add(FIRST_EXAMPLE);
        documents.add(virtualService(
                "b",
                "2026-01-01T00:00:00Z",
                "hosts: ['*']\n"
                        + "gateways: [istio-system/edge]\n"
                        + "http:\n"
                        + "- match: [{uri: {prefix: /x}}]\n"
                        + "  route: [{destination: {host: model}}]\n"));
        documents.add(virtualService(
                "a",
                "2026-01-01T00:00:00Z",
                "hosts: ['*']\ngateways: [istio-system/edge]\nhttp:\n- route: [{destination: {host: model}}]\n"));
        documents.removeIf(String::isBlank);
        Translation sorted = translate(documents.toArray(String[]::new));
        Collections.shuffle(documents, new Random(seed));
        Translation shuffled = translate(documents.toArray(String[]::new));
        assertThat(shuffled.table()).isEqualTo(sorted.table());
        assertThat(shuffled.endpoints()).isEqualTo(sorted.endpoints());
    }
}
