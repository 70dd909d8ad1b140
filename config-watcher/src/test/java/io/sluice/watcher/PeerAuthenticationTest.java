package io.sluice.watcher;

import static io.sluice.watcher.Yaml.translate;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.tls.UpstreamTls;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.translate.Translation;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pods demand TLS of the mesh: precedence of PeerAuthentications, and what is told of those that cannot be reached. */
class PeerAuthenticationTest {
    private static final String ROUTE = """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: v, namespace: ns}
        spec: {hosts: [a.example.com], gateways: [istio-system/edge], http: [{route: [{destination: {host: model}}]}]}
        """;

    /** @param said scope, mode and port, as {@code mesh STRICT}, {@code v1 STRICT 9000=DISABLE} */
    private static String policies(String said) {
        StringBuilder all = new StringBuilder();
        int i = 0;
        for (String one : said.split(", ", -1)) {
            String[] words = one.split(" ", -1);
            String selector = words[0].startsWith("v") ? "selector: {matchLabels: {version: " + words[0] + "}}, " : "";
            String ports =
                    words.length > 2 ? ", portLevelMtls: {" + words[2].replaceFirst("=(.*)", ": {mode: $1}") + "}" : "";
            all.append("---\napiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: p" + i
                    + ", namespace: " + (words[0].equals("mesh") ? "istio-system" : "ns")
                    + ", creationTimestamp: '2026-01-01T00:00:0" + i++ + "Z'}\nspec: {" + selector + "mtls: {mode: "
                    + words[1] + "}" + ports + "}\n");
        }
        return all.toString();
    }

    private static String demanding(Translation translation) {
        return translation.endpoints().byCluster().values().iterator().next().stream()
                .filter(Endpoint::demandsTls)
                .map(endpoint -> endpoint.workload().labels().getOrDefault("version", ""))
                .filter(version -> !version.isEmpty())
                .sorted()
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "mesh STRICT | v1 v2",
                "ns STRICT | v1 v2",
                "v1 STRICT | v1",
                "mesh PERMISSIVE | ''",
                "mesh STRICT, ns PERMISSIVE | ''",
                "mesh STRICT, ns UNSET | v1 v2",
                "mesh STRICT, v1 DISABLE | v2",
                "ns PERMISSIVE, v1 STRICT | v1",
                "v1 UNSET 9000=STRICT | v1",
                "v1 UNSET 9001=STRICT | ''",
                "v1 STRICT 9000=DISABLE | ''",
                "v1 STRICT 9000=UNSET | v1",
                "mesh STRICT, v1 UNSET | v1 v2",
                "ns STRICT, ns DISABLE | v1 v2",
                "ns DISABLE, ns STRICT | ''"
            })
    void theNarrowestThatSaysAnythingCounts(String said, String demanding) {
        Translation translation = translate(Yaml.MODEL + Yaml.GATEWAY + ROUTE + policies(said));
        assertThat(demanding(translation)).isEqualTo(demanding);
        assertThat(translation.problems().stream()
                        .map(Problem::code)
                        .anyMatch(code -> code.name().equals("MISSING_MESH_CERTIFICATE")))
                .isEqualTo(!demanding.isEmpty());
    }

    /** A rule's word wins over what pods ask for, as at Istio's clients. */
    @Test
    void aRuleThatSaysDisableIsObeyed() {
        Translation translation = translate(Yaml.MODEL + Yaml.GATEWAY + ROUTE + policies("mesh STRICT") + """
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: model, namespace: ns}
            spec: {host: model, trafficPolicy: {tls: {mode: DISABLE}}}
            """);
        Cluster cluster = translation.table().clusters().values().iterator().next();
        assertThat(cluster.tls()).isEqualTo(new UpstreamTls.Plaintext());
    }

    @Test
    void whereNobodyDemandsAnythingNothingIsAsked() {
        Translation translation = translate(Yaml.MODEL + Yaml.GATEWAY + ROUTE);
        assertThat(translation.table().clusters().values())
                .extracting(Cluster::tls)
                .containsExactly(new UpstreamTls.Plaintext());
    }

    @ParameterizedTest(name = "{1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "mtls: {mode: ALWAYS} | spec.mtls.mode | is no mode",
                "portLevelMtls: {80: {mode: STRICT}} | spec.portLevelMtls | where a selector says",
                "selector: {matchLabels: {a: b}}, portLevelMtls: {http: {mode: STRICT}} | spec.portLevelMtls | is no"
                        + " port",
                "selector: {matchLabels: {a: '*'}} | spec.selector | wildcard"
            })
    void whatIsRefused(String spec, String field, String sentence) {
        List<Problem> problems = translate("apiVersion: security.istio.io/v1\n"
                        + "kind: PeerAuthentication\n"
                        + "metadata: {name: p, namespace: ns}\n"
                        + "spec: {"
                        + spec + "}\n")
                .problems();
        assertThat(problems)
                .filteredOn(problem -> problem.severity() == Severity.ERROR)
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.field()).isEqualTo(field);
                    assertThat(problem.sentence()).contains(sentence);
                });
    }
}
