package io.sluice.watcher;

import static io.sluice.watcher.Yaml.codes;
import static io.sluice.watcher.Yaml.deployment;
import static io.sluice.watcher.Yaml.translate;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.settings.OperatorSettings;
import io.sluice.watcher.settings.OperatorVariable;
import io.sluice.watcher.settings.SeldonSource;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.translate.Translation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SeldonDeployments beside each other, beside the operator's own objects, and beside other operators. */
class SeldonSharingTest {
    private static final String ONE = "predictors: [{name: a, MODEL}]";
    private static final String OWNED = """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: s, namespace: ns, ownerReferences: [{kind: SeldonDeployment, name: s}]}
        spec:
          hosts: [operators.example.com]
          gateways: [istio-system/seldon-gateway]
          http: [{route: [{destination: {host: s-a.ns.svc.cluster.local, port: {number: 8000}}}]}]
        """;

    private static String named(String name, String created, String spec) {
        return deployment("", spec)
                .replace(
                        "{name: s, namespace: ns",
                        "{name: " + name + ", namespace: ns, creationTimestamp: '" + created + "'");
    }

    @Test
    void ofTwoThatClaimOneNameTheYoungerWritesLastAndBothAreNamed() {
        String older = named("a-b", "2026-01-01T00:00:00Z", "predictors: [{name: c, MODEL}]");
        String younger = named("a", "2026-01-02T00:00:00Z", "predictors: [{name: b-c, MODEL}]");
        for (List<String> order : List.of(List.of(older, younger), List.of(younger, older))) {
            Translation translation = translate(order.toArray(String[]::new));
            assertThat(translation.problems())
                    .anySatisfy(problem -> assertThat(problem.toString())
                            .contains("CLAIMED_TWICE SeldonDeployment ns/a:")
                            .contains("SeldonDeployment ns/a-b")
                            .contains("DestinationRule ns/a-b-c"));
            assertThat(codes(translation.problems()))
                    .contains("UNKNOWN_SUBSET VirtualService ns/a-b spec.http[0].route[0]");
        }
    }

    @Test
    void twoPredictorsOfOneKeyAreTold() {
        assertThat(codes(translate(deployment(
                                "",
                                "predictors: [{name: a, traffic: 50, annotations: {seldon.io/svc-name: s-b}, MODEL},"
                                        + " {name: b, traffic: 50, MODEL}]"))
                        .problems()))
                .contains("CLAIMED_TWICE SeldonDeployment ns/s");
    }

    @Test
    void pathsThatOverlapOnOneHostAreTold() {
        assertThat(translate(
                                named(
                                        "x",
                                        "2026-01-02T00:00:00Z",
                                        "predictors: [{name: a, explainer: {type: T}, MODEL}]"),
                                named("x-explainer", "2026-01-01T00:00:00Z", ONE))
                        .problems())
                .anySatisfy(problem -> assertThat(problem.toString())
                        .contains("CLAIMED_TWICE SeldonDeployment ns/x:")
                        .contains("/seldon/ns/x-explainer/a/")
                        .contains("SeldonDeployment ns/x-explainer"));
    }

    @Test
    void twoOwnersOfAMeshHostAreBothNamed() {
        String mesh = "annotations: {seldon.io/istio-gateway: mesh, seldon.io/istio-host: shared}, " + ONE;
        assertThat(translate(named("x", "2026-01-01T00:00:00Z", mesh), named("z", "2026-01-02T00:00:00Z", mesh))
                        .problems())
                .anySatisfy(problem -> assertThat(problem.toString())
                        .contains("HOST_OWNED VirtualService ns/z")
                        .contains("VirtualService ns/x"));
    }

    @Test
    void theOperatorsOwnObjectsStandAside() {
        Translation translation = translate(deployment("", ONE), OWNED);
        assertThat(codes(translation.problems())).contains("OPERATOR_OBJECT_IGNORED VirtualService ns/s");
        assertThat(translation.table().toString()).contains("/seldon/ns/s/").doesNotContain("operators.example.com");
    }

    @Test
    void orOursDoIfAsked() {
        Translation translation =
                translate(Settings.DEFAULT.withSeldonSource(SeldonSource.OPERATOR), deployment("", ONE), OWNED);
        assertThat(codes(translation.problems())).contains("OPERATOR_OBJECT_IGNORED SeldonDeployment ns/s");
        assertThat(translation.table().toString())
                .contains("operators.example.com")
                .doesNotContain("/seldon/ns/s/");
    }

    @Test
    void aUsersObjectWithTheNameOfOursIsOverwrittenAsTheOperatorWould() {
        Translation translation = translate(
                deployment("", ONE), OWNED.replace(", ownerReferences: [{kind: SeldonDeployment, name: s}]", ""));
        assertThat(codes(translation.problems())).contains("OPERATOR_OBJECT_IGNORED VirtualService ns/s");
        assertThat(translation.table().toString()).doesNotContain("operators.example.com");
    }

    /** Columns: the operator's controller id, label of the deployment, label of the namespace, whether it gets routes. */
    @ParameterizedTest
    @CsvSource({"'', '', '', true", "x, x, '', true", "x, '', '', false", "'', x, '', false", "'', '', x, false"})
    void onlyTheOperatorsOwnDeploymentsGetRoutes(String id, String label, String namespace, boolean routed) {
        Settings settings =
                Settings.DEFAULT.withOperator(OperatorSettings.CHART.with(OperatorVariable.CONTROLLER_ID, id));
        Translation translation = translate(
                settings,
                deployment("", ONE)
                        .replace(
                                "namespace: ns,", "namespace: ns, labels: {seldon.io/controller-id: '" + label + "'},"),
                "apiVersion: v1\nkind: Namespace\nmetadata: {name: ns, labels: {seldon.io/controller-id: '" + namespace
                        + "'}}\n");
        assertThat(translation.table().toString().contains("/seldon/ns/s/")).isEqualTo(routed);
        assertThat(translation.problems().stream()
                        .map(Problem::code)
                        .anyMatch(code -> code.name().equals("OUT_OF_SCOPE")))
                .isEqualTo(!routed);
    }
}
