package io.sluice.watcher;

import static io.sluice.watcher.Yaml.translate;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a policy protects anything, and whether that can be reached past the router (DESIGN §7). */
class PolicyReachTest {
    private static final String WORLD = """
        apiVersion: v1
        kind: Service
        metadata: {name: iris, namespace: models}
        spec: {selector: {app: iris}, ports: [{name: http, port: 8000, targetPort: 9000}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: iris-1, namespace: models, labels: {kubernetes.io/service-name: iris}}
        addressType: IPv4
        ports: [{name: http, port: 9000}]
        endpoints: [{addresses: [10.0.0.1], conditions: {ready: true}, targetRef: {kind: Pod, name: iris-0, namespace: models}}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: iris-0, namespace: models, labels: {app: iris, seldon-deployment-id: iris}, annotations: {prometheus.io/port: "7777"}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: node-0, namespace: models, labels: {app: node, behind: executor}}
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: vs, namespace: models}
        spec: {hosts: [iris], http: [{route: [{destination: {host: iris}}]}]}
        ---
        """;

    @TempDir
    Path directory;

    private static final String EXCLUDED = "traffic.sidecar.istio.io/excludeInboundPorts";

    private static String injector(String ports) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio-sidecar-injector, namespace: istio-system}\n"
                + "data: {config: x, values: '{\"global\": {\"proxy\": {\"excludeInboundPorts\": \"" + ports
                + "\"}}}'}\n";
    }

    private static String annotated(String ports) {
        return WORLD.replace("prometheus.io/port: \"7777\"", EXCLUDED + ": \"" + ports + "\"");
    }

    private static List<String> traps(String... documents) {
        return translate(documents).problems().stream()
                .filter(problem -> problem.object().contains("models/")
                        && (problem.sentence().contains("sidecar")
                                || problem.sentence().contains("list of ports")))
                .map(problem -> problem.code() + " " + problem.object())
                .toList();
    }

    /** In Istio nothing that comes in there meets a policy; here predictions on that port are guarded all the same. */
    @Test
    void aPortThatSidecarsLeaveAloneIsGuardedAndTold() {
        String guarding = policy("models", "selector: {matchLabels: {app: iris}}, action: DENY, rules: [{}]");
        String trap = "POLICY_TRAP AuthorizationPolicy models/p";
        assertThat(traps(annotated("9000"), guarding)).containsExactly(trap);
        assertThat(traps(annotated("6000, 9000"), guarding)).containsExactly(trap);
        assertThat(traps(annotated("6000"), guarding)).isEmpty();
        assertThat(traps(WORLD, injector("9000"), guarding)).containsExactly(trap);
        assertThat(traps(WORLD, injector("6000"), guarding)).isEmpty();
        // What a pod says of itself takes the place of what holds for all.
        assertThat(traps(annotated(""), injector("9000"), guarding)).isEmpty();
        assertThat(traps(annotated("all"), guarding)).containsExactly("INVALID_FIELD Pod models/iris-0");
        assertThat(translate(annotated("9000"), guarding).table().workloadPolicies())
                .hasSize(1);
    }

    private static String policy(String namespace, String spec) {
        return "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: p, namespace: "
                + namespace + "}\nspec: {" + spec + "}\n";
    }

    private static List<String> told(String... documents) {
        return translate(documents).problems().stream()
                .filter(problem ->
                        problem.code() == Code.POLICY_NOT_ON_PATH || problem.code() == Code.BYPASSABLE_FROM_CLUSTER)
                .map(problem -> problem.severity() + " " + problem.code())
                .toList();
    }

    @ParameterizedTest(name = "{1} in {0}")
    @CsvSource(delimiter = '|', textBlock = """
        models       | selector: {matchLabels: {app: iris}}, action: DENY, rules: [{}]         | WARNING BYPASSABLE_FROM_CLUSTER
        models       | action: DENY, rules: [{}]                                               | WARNING BYPASSABLE_FROM_CLUSTER
        istio-system | action: DENY, rules: [{}]                                               | WARNING BYPASSABLE_FROM_CLUSTER
        models       | selector: {matchLabels: {app: iris}}, action: AUDIT, rules: [{}]        | -
        models       | selector: {matchLabels: {app: none}}, action: DENY, rules: [{}]         | WARNING POLICY_NOT_ON_PATH
        elsewhere    | action: DENY, rules: [{}]                                               | WARNING POLICY_NOT_ON_PATH
        models       | selector: {matchLabels: {behind: executor}}, action: DENY, rules: [{}]  | ERROR POLICY_NOT_ON_PATH
        models       | targetRefs: [{kind: Gateway, name: g, group: gateway.networking.k8s.io}], action: DENY, rules: [{}] | WARNING POLICY_NOT_ON_PATH
        istio-system | selector: {matchLabels: {istio: ingressgateway}}, action: DENY, rules: [{}] | -
        istio-system | selector: {matchLabels: {istio: egressgateway}}, action: DENY, rules: [{}]  | WARNING POLICY_NOT_ON_PATH
        """)
    void eachPolicySaysWhatItProtects(String namespace, String spec, String expected) {
        assertThat(told(WORLD, policy(namespace, spec)))
                .isEqualTo(expected.equals("-") ? List.of() : List.of(expected));
    }

    /** A model that is not up yet is no mistake of its policy. */
    @Test
    void podsThatAreNotReadyYetAreWaitedFor() {
        String guarded =
                policy("models", "selector: {matchLabels: {seldon-deployment-id: iris}}, action: DENY, rules: [{}]");
        assertThat(told(WORLD.replace("ready: true", "ready: false"), guarded)).isEmpty();
        String withoutPods = WORLD.substring(0, WORLD.indexOf("---"))
                + WORLD.substring(WORLD.lastIndexOf("---\napiVersion: networking.istio.io"));
        assertThat(told(withoutPods, guarded)).isEmpty();
        assertThat(told(
                        withoutPods,
                        guarded.replace("seldon-deployment-id", "app").replace("iris}", "other}")))
                .containsExactly("WARNING POLICY_NOT_ON_PATH");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        podSelector: {matchLabels: {app: iris}}, policyTypes: [Ingress]                             | closed
        podSelector: {}, policyTypes: [Ingress]                                                     | closed
        podSelector: {matchLabels: {app: iris}}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: istio-system}}}]}] | closed
        podSelector: {matchLabels: {app: other}}, policyTypes: [Ingress]                            | open
        podSelector: {matchLabels: {app: iris}}, policyTypes: [Egress]                              | open
        podSelector: {matchLabels: {app: iris}}, ingress: [{}]                                      | open
        podSelector: {matchLabels: {app: iris}}, ingress: [{from: [{podSelector: {}}]}]             | open
        podSelector: {matchLabels: {app: iris}}, ingress: [{from: [{namespaceSelector: {}}]}]       | open
        podSelector: {matchLabels: {app: iris}}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}] | open
        podSelector: {matchLabels: {app: iris}}, ingress: [{ports: [{port: 9000}]}]                 | open
        podSelector: {matchLabels: {app: iris}}, ingress: [{ports: [{port: 6000, endPort: 9999}]}]  | open
        podSelector: {matchLabels: {app: iris}}, ingress: [{ports: [{port: http}]}]                 | open
        podSelector: {matchLabels: {app: iris}}, ingress: [{ports: [{port: 6000}]}]                 | closed
        podSelector: {matchExpressions: [{key: app, operator: In, values: [iris]}]}, policyTypes: [Ingress]    | closed
        podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [iris]}]}, policyTypes: [Ingress] | open
        """)
    void whatNetworkPoliciesLeaveOpenIsTold(String spec, String expected) {
        String guarded = policy("models", "selector: {matchLabels: {app: iris}}, action: DENY, rules: [{}]");
        String network = "---\n"
                + "apiVersion: networking.k8s.io/v1\n"
                + "kind: NetworkPolicy\n"
                + "metadata: {name: n, namespace: models}\n"
                + "spec: {"
                + spec + "}\n";
        assertThat(told(WORLD, guarded, network).isEmpty()).isEqualTo(expected.equals("closed"));
    }

    /** What is written lets in the router and Prometheus, and nobody else; and then nothing is told any more. */
    @Test
    void whatIsWrittenLetsInTheRouterAndPrometheusAlone() throws Exception {
        String guarded = policy("models", "selector: {matchLabels: {app: iris}}, action: DENY, rules: [{}]");
        Path file = directory.resolve("manifests.yaml");
        Files.writeString(file, WORLD + guarded);
        var written = Watcher.networkPolicies(WatcherConfig.of(List.of(file)));
        assertThat(written).hasSize(1);
        JsonNode policy = written.get(0);
        assertThat(policy.at("/metadata/name").asText()).isEqualTo("only-sluice-iris");
        assertThat(policy.at("/metadata/namespace").asText()).isEqualTo("models");
        Map<String, String> router = Map.of("istio", "ingressgateway");
        Map<String, String> prometheus = Map.of("app.kubernetes.io/name", "prometheus");
        for (int port : List.of(9000, 8000, 6000, 6001, 7777)) {
            boolean figures = port != 9000;
            assertThat(admits(policy, "istio-system", router, port)).isTrue();
            assertThat(admits(policy, "monitoring", prometheus, port)).isEqualTo(figures);
            assertThat(admits(policy, "models", prometheus, port)).isEqualTo(figures);
            assertThat(admits(policy, "models", Map.of(), port)).isFalse();
            assertThat(admits(policy, "models", router, port)).isFalse();
            assertThat(admits(policy, "models", Map.of("app", "iris"), port)).isFalse();
            assertThat(admits(policy, "istio-system", Map.of(), port)).isFalse();
            assertThat(admits(policy, "elsewhere", Map.of("app", "client"), port))
                    .isFalse();
        }
        assertThat(told(WORLD, guarded, "---\n" + new ObjectMapper().writeValueAsString(policy)))
                .isEmpty();
    }

    /** One a selector, however many policies have it; those that refuse nobody, or select the router, have none. */
    @Test
    void oneIsWrittenForEachSelector() throws Exception {
        List<String> policies = new ArrayList<>(List.of(
                policy("models", "selector: {matchLabels: {app: iris}}, action: DENY, rules: [{}]"),
                policy("models", "selector: {matchLabels: {app: iris}}, rules: [{}]")
                        .replace("name: p", "name: q"),
                policy("models", "rules: [{}]").replace("name: p", "name: r"),
                policy("models", "selector: {matchLabels: {app: audited}}, action: AUDIT, rules: [{}]")
                        .replace("name: p", "name: s"),
                policy("istio-system", "selector: {matchLabels: {istio: ingressgateway}}, rules: [{}]")
                        .replace("name: p", "name: t"),
                policy("istio-system", "rules: [{}]").replace("name: p", "name: u")));
        Path file = directory.resolve("manifests.yaml");
        Files.writeString(file, WORLD + String.join("---\n", policies));
        List<String> names = Watcher.networkPolicies(new WatcherConfig(List.of(file), Settings.DEFAULT)).stream()
                .map(policy -> policy.at("/metadata/namespace").asText() + "/"
                        + policy.at("/metadata/name").asText())
                .toList();
        assertThat(names).containsExactlyInAnyOrder("models/only-sluice-iris", "models/only-sluice");
    }

    @Test
    void aPolicyOfAnUnknownShapeIsRefusedAndNothingElse() {
        List<Problem> problems = translate(WORLD, """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: n, namespace: models}
            spec: {podSelector: {matchExpressions: [{key: app, operator: Like, values: [iris]}]}}
            """).problems();
        assertThat(problems)
                .filteredOn(problem -> problem.severity() == Severity.ERROR)
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.field()).isEqualTo("spec.podSelector.matchExpressions[0].operator"));
    }

    // --- a reference that shares nothing with what is tested:
    // https://kubernetes.io/docs/concepts/services-networking/network-policies ---

    private static boolean admits(JsonNode policy, String namespace, Map<String, String> labels, int port) {
        Map<String, String> ofNamespace = Map.of("kubernetes.io/metadata.name", namespace);
        for (JsonNode rule : policy.at("/spec/ingress")) {
            boolean ports = !rule.has("ports");
            for (JsonNode each : rule.path("ports")) {
                ports |= each.get("port").asInt() == port;
            }
            boolean from = !rule.has("from");
            for (JsonNode peer : rule.path("from")) {
                boolean near = peer.has("namespaceSelector")
                        ? fits(peer.get("namespaceSelector"), ofNamespace)
                        : namespace.equals(policy.at("/metadata/namespace").asText());
                from |= near && (!peer.has("podSelector") || fits(peer.get("podSelector"), labels));
            }
            if (ports && from) {
                return true;
            }
        }
        return false;
    }

    private static boolean fits(JsonNode selector, Map<String, String> labels) {
        Map<String, String> wanted = new TreeMap<>();
        selector.path("matchLabels")
                .properties()
                .forEach(label -> wanted.put(label.getKey(), label.getValue().asText()));
        return labels.entrySet().containsAll(wanted.entrySet());
    }
}
