package io.sluice.watcher;

import static io.sluice.watcher.Yaml.translate;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.Listener;
import io.sluice.table.SniRoute;
import io.sluice.table.Traffic;
import io.sluice.table.tls.ListenerTls;
import io.sluice.table.tls.ListenerTls.Mode;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.translate.Translation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that pass TLS on, and {@code tls} routes of VirtualServices, as the table says them; istio.md §6.10 SG-18, 50 to 53. */
class UnopenedServersTest {
    private static final String MODELS = """
        apiVersion: v1
        kind: Service
        metadata: {name: a, namespace: ns}
        spec: {ports: [{name: tls, port: 443}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: b, namespace: ns}
        spec: {ports: [{name: tls, port: 443}]}
        """;

    private static String gateway(String... servers) {
        return """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: istio-system}
            spec:
              selector: {istio: ingressgateway}
              servers:
            """ + String.join("\n", servers).indent(2);
    }

    private static String server(String name, String protocol, String host, String tls) {
        return "- {port: {number: 443, name: " + name + ", protocol: " + protocol + "}, hosts: ['" + host + "'], tls: {"
                + tls + "}}";
    }

    private static String passing(String host) {
        return server("tls", "TLS", host, "mode: PASSTHROUGH");
    }

    private static String virtualService(String name, String hosts, String tls) {
        return """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: NAME, namespace: ns}
            spec: {hosts: [HOSTS], gateways: [istio-system/edge], tls: [TLS]}
            """.replace("NAME", name).replace("HOSTS", hosts).replace("TLS", tls);
    }

    private static String to(String names, String more, String host) {
        return "{match: [{sniHosts: [" + names + "]" + more + "}], route: [{destination: {host: " + host + "}}]}";
    }

    /** Listener, names and clusters, as they are asked. */
    private static List<String> routes(Translation translation) {
        List<String> found = new ArrayList<>();
        for (Listener listener : translation.table().listeners()) {
            if (listener.traffic() instanceof Traffic.Passthrough passed) {
                ListenerTls tls = listener.tls();
                assertThat(tls == null ? null : tls.mode()).isEqualTo(new Mode.Passthrough());
                passed.routes().forEach(route -> found.add(text(listener, route)));
            }
        }
        return found;
    }

    private static String text(Listener listener, SniRoute route) {
        return listener.port() + " " + route.serverNames() + " "
                + route.split().destinations().stream()
                        .map(branch -> branch.weight() + " " + branch.cluster())
                        .collect(Collectors.joining(", "))
                + " " + route.origin().field();
    }

    private static List<String> told(Translation translation, Severity severity) {
        return translation.problems().stream()
                .filter(problem -> problem.severity() == severity)
                .map(problem -> problem.code() + " " + problem.field() + " " + problem.sentence())
                .toList();
    }

    private static List<Problem> mattering(Translation translation) {
        return translation.problems().stream()
                .filter(problem -> !problem.code().name().equals("NO_ENDPOINTS"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"TLS | mode: PASSTHROUGH", "HTTPS | mode: PASSTHROUGH", "TLS | ''", "tls | mode: PASSTHROUGH"})
    void aServerThatPassesTlsOnHasTheNamesOfItsRoutes(String protocol, String tls) {
        Translation translation = translate(
                MODELS,
                gateway(server("tls", protocol, "*.example.com", tls.equals("''") ? "" : tls)),
                virtualService(
                        "v",
                        "a.example.com, '*.b.example.com'",
                        "{match: [{sniHosts: [A.example.com]}, {sniHosts: ['*.b.example.com'], port: 443}], route:"
                                + " [{destination: {host: a}, weight: 75}, {destination: {host: b}, weight: 25}]}"));
        String split = " 75 outbound|443||a.ns.svc.cluster.local, 25 outbound|443||b.ns.svc.cluster.local";
        assertThat(routes(translation))
                .containsExactly(
                        "8443 [Exact[name=a.example.com]]" + split + " spec.tls[0].match[0]",
                        "8443 [Suffix[suffix=.b.example.com]]" + split + " spec.tls[0].match[1]");
        assertThat(mattering(translation)).isEmpty();
    }

    @Test
    void matchesOfOtherPortsAndGatewaysDoNotCount() {
        assertThat(routes(translate(
                        MODELS,
                        gateway(passing("*")),
                        virtualService(
                                "v",
                                "'*.example.com'",
                                to("a.example.com", ", port: 8443", "a")
                                        + ", " + to("b.example.com", ", gateways: [istio-system/other]", "a")
                                        + ", "
                                        + to("c.example.com", ", gateways: [istio-system/edge], port: 443", "a")))))
                .singleElement()
                .asString()
                .contains("c.example.com");
    }

    /** SG-18: the younger of two that say the same is left out, and told. */
    @Test
    void aNameIsTheOldestRoutes() {
        Translation translation = translate(
                MODELS,
                gateway(passing("*.example.com")),
                virtualService("v1", "a.example.com", to("a.example.com", "", "a")),
                virtualService("v2", "'*.example.com'", to("a.example.com, b.example.com", "", "b")));
        assertThat(routes(translation)).singleElement().asString().contains("||a.ns");
        assertThat(told(translation, Severity.ERROR))
                .anyMatch(problem -> problem.startsWith(
                        "UNREACHABLE_ROUTE spec.tls[0].match[0].sniHosts [a.example.com] stands for an older route"));
    }

    @Test
    void oneHostInCommonBindsAndThenTheNamesAloneCount() {
        assertThat(routes(translate(
                        MODELS,
                        gateway(passing("ns/a.example.com")),
                        virtualService("v", "a.example.com, z.example.com", to("z.example.com", "", "a")))))
                .hasSize(1);
        Translation apart = translate(
                MODELS,
                gateway(passing("other/a.example.com")),
                virtualService("v", "a.example.com", to("a.example.com", "", "a")));
        assertThat(routes(apart)).isEmpty();
        assertThat(told(apart, Severity.WARNING)).anyMatch(problem -> problem.startsWith("HOST_NOT_SERVED"));
    }

    /** Requests are not seen there, so http routes are not asked. */
    @Test
    void httpRoutesAreNotServedThere() {
        Translation translation = translate(MODELS, gateway(passing("*")), """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: v, namespace: ns}
            spec: {hosts: [a.example.com], gateways: [istio-system/edge], http: [{route: [{destination: {host: a}}]}]}
            """);
        assertThat(translation.table().listeners()).isEmpty();
        assertThat(told(translation, Severity.WARNING)).anyMatch(problem -> problem.startsWith("HOST_NOT_SERVED"));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "TLS | mode: AUTO_PASSTHROUGH | callers would name any Service of the cluster: write mode PASSTHROUGH",
                "TLS | mode: SIMPLE, credentialName: x | write protocol HTTPS, or mode PASSTHROUGH with tls routes",
                "TCP | mode: PASSTHROUGH | write protocol HTTPS, or mode PASSTHROUGH with tls routes"
            })
    void whatIsNotOpenedNamesItsMend(String protocol, String tls, String sentence) {
        Translation translation = translate(MODELS, gateway(server("x", protocol, "*", tls)));
        assertThat(translation.table().listeners()).isEmpty();
        assertThat(told(translation, Severity.ERROR))
                .singleElement()
                .asString()
                .startsWith("LISTENER_NOT_OPENED spec.servers[0]")
                .contains(sentence);
    }

    @Test
    void plaintextAndTlsDoNotShareAPort() {
        Translation translation = translate(
                MODELS,
                gateway(passing("*"), "- {port: {number: 443, name: http, protocol: HTTP}, hosts: ['*']}"),
                virtualService("v", "a.example.com", to("a.example.com", "", "a")));
        assertThat(told(translation, Severity.ERROR))
                .singleElement()
                .asString()
                .contains("spec.servers[1] port 8443 carries TLS with TLS of mode PASSTHROUGH already");
    }

    /** They would be asked of nobody: it is closed rather than open to all. */
    @Test
    void policiesAtTheRouterKeepItClosed() {
        Translation translation = translate(
                MODELS, gateway(passing("*")), virtualService("v", "a.example.com", to("a.example.com", "", "a")), """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: istio-system}
                spec: {selector: {matchLabels: {istio: ingressgateway}}, rules: [{}]}
                """);
        assertThat(routes(translation)).isEmpty();
        assertThat(told(translation, Severity.ERROR))
                .anyMatch(problem -> problem.startsWith("LISTENER_NOT_OPENED spec.servers[0] policies that select"));
    }

    /** Their pods take nobody from here: see PassthroughTest. */
    @ParameterizedTest(name = "of {0} with {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {"ns | '' | true", "ns | 'app: a' | true", "ns | 'app: b' | false", "other | '' | false"})
    void policiesAtPodsAreTold(String namespace, String labels, boolean told) {
        Translation translation = translate(
                MODELS.replaceFirst("ports:", "selector: {app: a}, ports:"),
                gateway(passing("*")),
                virtualService("v", "a.example.com", to("a.example.com", "", "a")),
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: NAMESPACE}
                spec: {selector: {matchLabels: {LABELS}}, action: DENY, rules: [{}]}
                """.replace("NAMESPACE", namespace).replace("LABELS", labels));
        assertThat(routes(translation)).hasSize(1);
        assertThat(told(translation, Severity.WARNING).stream()
                        .anyMatch(
                                problem -> problem.startsWith("POLICY_TRAP spec.tls[0].match[0] policies may select")))
                .isEqualTo(told);
    }

    @ParameterizedTest(name = "{1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{route: [{destination: {host: a}}]} | spec.tls[0].match | at least one match condition",
                "{match: [{port: 443}], route: [{destination: {host: a}}]} | spec.tls[0].match[0].sniHosts | at least"
                        + " one SNI host",
                "{match: [{sniHosts: [x.org]}], route: [{destination: {host: a}}]} | spec.tls[0].match[0].sniHosts[0] |"
                        + " is not a compatible subset of the virtual service hosts",
                "{match: [{sniHosts: ['*']}], route: [{destination: {host: a}}]} | spec.tls[0].match[0].sniHosts[0] |"
                        + " is not a compatible subset",
                "{match: [{sniHosts: [a..b]}], route: [{destination: {host: a}}]} | spec.tls[0].match[0].sniHosts[0] |"
                        + " is invalid",
                "{match: [{sniHosts: [a.example.com], port: 70000}], route: [{destination: {host: a}}]} |"
                        + " spec.tls[0].match[0].port | 1..65535",
                "{match: [{sniHosts: [a.example.com], gateways: [./x]}], route: [{destination: {host: a}}]} |"
                        + " spec.tls[0].match[0].gateways[0] | is no gateway name",
                "{match: [{sniHosts: [a.example.com]}]} | spec.tls[0].route | TLS route is required",
                "{match: [{sniHosts: [a.example.com]}], route: [{weight: 1}]} | spec.tls[0].route[0].destination |"
                        + " destination is missing",
                "{match: [{sniHosts: [a.example.com]}], route: [{destination: {host: a}, weight: -1}]} |"
                        + " spec.tls[0].route[0].weight | < 0",
                "{match: [{sniHosts: [a.example.com]}], route: [{destination: {host: a}}, {destination: {host: b}}]} |"
                        + " spec.tls[0].route | total destination weight = 0"
            })
    void whatTheWebhookRefuses(String rule, String field, String sentence) {
        Translation translation =
                translate(MODELS, gateway(passing("*")), virtualService("v", "'*.example.com'", rule));
        assertThat(routes(translation)).isEmpty();
        assertThat(translation.problems())
                .filteredOn(problem ->
                        problem.severity() == Severity.ERROR && problem.field().equals(field))
                .singleElement()
                .extracting(Problem::sentence)
                .asString()
                .contains(sentence);
    }

    @Test
    void whatIsNotLookedAtIsTold() {
        Translation translation = translate(
                MODELS,
                gateway(passing("*")),
                virtualService(
                        "v",
                        "a.example.com",
                        "{match: [{sniHosts: [a.example.com], destinationSubnets: [10.0.0.0/8], sourceLabels: {a: b},"
                                + " sourceNamespace: x}], route: [{destination: {host: a}}]}"));
        assertThat(routes(translation)).hasSize(1);
        assertThat(told(translation, Severity.WARNING))
                .filteredOn(problem -> problem.startsWith("NOT_SUPPORTED spec.tls[0].match[0]"))
                .hasSize(3);
    }
}
