package io.sluice.watcher;

import static io.sluice.watcher.Yaml.deployment;
import static io.sluice.watcher.Yaml.translate;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.settings.OperatorSettings;
import io.sluice.watcher.settings.OperatorVariable;
import io.sluice.watcher.settings.SeldonSource;
import io.sluice.watcher.settings.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever falls into a trap of seldon.md §0 is told its number, the field, what happens, and what to do. */
class SeldonTrapsTest {
    private static final String ONE = "predictors: [{name: a, MODEL}]";

    /** Columns: trap, operator settings, metadata annotations, spec, field, words of the sentence. */
    @ParameterizedTest(name = "{0} {4}")
    @CsvSource(delimiter = '|', textBlock = """
        T1  | ISTIO_TLS_MODE=STRICT |  | ONE | operator setting istioTlsMode | plaintext
        T1  | ISTIO_TLS_MODE=istio_mutual |  | ONE | operator setting istioTlsMode | ISTIO_MUTUAL
        T2  |  | seldon.io/istio-retries: "3" | ONE | metadata.annotations.seldon.io/istio-retries | 1 s
        T2  |  |  | annotations: {seldon.io/istio-retries: "3"}, ONE | spec.annotations.seldon.io/istio-retries | istio-retries-timeout
        T3  |  | seldon.io/istio-retries: "0" | ONE | metadata.annotations.seldon.io/istio-retries | 2 retries
        T3  |  | seldon.io/istio-retries: "-1" | ONE | metadata.annotations.seldon.io/istio-retries | 2 retries
        T4  |  |  | predictors: [{name: a, traffic: 100, MODEL}, {name: b, shadow: true, MODEL}] | spec.predictors[1].traffic | mirrors every request
        T5  |  |  | annotations: {seldon.io/rest-timeout: "1000"}, ONE | spec.annotations.seldon.io/rest-timeout | no deadline at the gateway
        T5  |  |  | predictors: [{name: a, annotations: {seldon.io/grpc-timeout: "1"}, MODEL}] | spec.predictors[0].annotations.seldon.io/grpc-timeout | expires as 500
        T5  |  | seldon.io/rest-timeout: "1" | ONE | metadata.annotations.seldon.io/rest-timeout | does not even reach the pods
        T6  |  |  | predictors: [{name: a, explainer: {type: AnchorTabular}, MODEL}] | spec.predictors[0].explainer | /seldon/ns/s-explainer/a/
        T7  |  |  | predictors: [{name: a, replicas: 0, MODEL}] | spec.predictors[0].replicas | never again
        T7  |  |  | replicas: 0, ONE | spec.predictors[0].replicas | 0 replicas
        T9  |  |  | name: another, ONE | spec.name | metadata.name
        T10 |  | seldon.io/engine-separate-pod: "true" | ONE | metadata.annotations.seldon.io/engine-separate-pod | spec.annotations
        T11 |  |  | predictors: [{name: a, annotations: {seldon.io/no-engine: "false"}, MODEL}] | spec.predictors[0].annotations.seldon.io/no-engine | the key alone
        T12 |  | seldon.io/ambassador-regex-header: "a:b" | ONE | metadata.annotations.seldon.io/ambassador-regex-header | never worked
        T13 | AMBASSADOR_ENABLED=true |  | ONE | operator setting ambassadorVersion | rest-timeout
        T14 |  |  | predictors: [{name: a, labels: {version: v1}, MODEL}] | spec.predictors[0].labels.version | predictor_version
        T15 |  |  | protocol: v2, ONE | spec.protocol | ServerLive
        T16 | EXECUTOR_SERVER_PORT=8080 |  | ONE | operator setting executorServerPort | 8000
        T17 |  |  | ONE | '' | text/plain
        T19 |  |  | annotations: {seldon.io/engine-separate-pod: "true", seldon.io/rest-timeout: "1"}, ONE | spec.annotations.seldon.io/rest-timeout | lost
        T20 |  |  | predictors: [{name: a, annotations: {note: "a=b"}, MODEL}] | spec.predictors[0].annotations.note | drop all annotations
        """)
    void isToldToWhoeverFallsIntoIt(
            String trap, String settings, String annotations, String spec, String field, String words) {
        List<Problem> problems = translate(
                        settings(settings),
                        deployment(annotations == null ? "" : annotations, spec.replace("ONE", ONE)))
                .problems();
        assertThat(problems)
                .filteredOn(problem -> problem.sentence().startsWith(trap + ": "))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(Code.SELDON_TRAP);
                    assertThat(problem.severity()).isEqualTo(Severity.NOTICE);
                    assertThat(problem.field()).isEqualTo(field == null ? "" : field);
                    assertThat(problem.sentence()).contains(words);
                });
    }

    private static Settings settings(String assignment) {
        if (assignment == null) {
            return Settings.DEFAULT;
        }
        String[] parts = assignment.split("=", 2);
        return Settings.DEFAULT.withOperator(OperatorSettings.CHART.with(OperatorVariable.valueOf(parts[0]), parts[1]));
    }

    @Test
    void aDeploymentWithoutExecutorFallsIntoNone() {
        assertThat(translate(deployment(
                                "seldon.io/istio-retries: '3', seldon.io/istio-retries-timeout: '5'",
                                "predictors: [{name: a, annotations: {seldon.io/no-engine: 'true'}, MODEL}]"))
                        .problems())
                .extracting(Problem::code)
                .doesNotContain(Code.SELDON_TRAP, Code.DEAD_ANNOTATION, Code.UNKNOWN_FIELD);
    }

    @Test
    void theOperatorsOwnRouteBeforeItsSubsetIsTheEighth() {
        String owned = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: s, namespace: ns, ownerReferences: [{kind: SeldonDeployment, name: s}]}
            spec:
              hosts: ["*"]
              gateways: [istio-system/seldon-gateway]
              http: [{route: [{destination: {host: s-a.ns.svc.cluster.local, subset: a, port: {number: 8000}}}]}]
            """;
        Settings operators = Settings.DEFAULT.withSeldonSource(SeldonSource.OPERATOR);
        assertThat(translate(operators, deployment("", ONE), owned).problems()).anySatisfy(problem -> {
            assertThat(problem.sentence()).startsWith("T8: ");
            assertThat(problem.field()).isEqualTo("spec.http[0].route[0]");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "/seldon, true",
        "/seldon/, true",
        "/seldon/ns/s, true",
        "/seldon/*, false",
        "/seldon/ns/s/api/v1.0/x, false"
    })
    void aPolicyOnABarePathIsTheEighteenth(String path, boolean trapped) {
        List<Problem> problems = translate("""
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: p, namespace: ns}
            spec: {action: DENY, rules: [{to: [{operation: {methods: [DELETE], paths: ["PATH"]}}]}]}
            """.replace("PATH", path)).problems();
        assertThat(problems.stream().anyMatch(problem -> problem.sentence().startsWith("T18: ")))
                .isEqualTo(trapped);
    }

    /** Columns: metadata annotations, spec, field, code. */
    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
        seldon.io/rest-read-timeout: "1" | ONE | metadata.annotations.seldon.io/rest-read-timeout | DEAD_ANNOTATION
        seldon.io/grpc-read-timeout: "1" | ONE | metadata.annotations.seldon.io/grpc-read-timeout | DEAD_ANNOTATION
        seldon.io/rest-connection-timeout: "1" | ONE | metadata.annotations.seldon.io/rest-connection-timeout | DEAD_ANNOTATION
        seldon.io/rest-connect-retries: "1" | ONE | metadata.annotations.seldon.io/rest-connect-retries | DEAD_ANNOTATION
        seldon.io/svc-name: x | ONE | metadata.annotations.seldon.io/svc-name | DEAD_ANNOTATION
        seldon.io/engine-log-level: x | ONE | metadata.annotations.seldon.io/engine-log-level | DEAD_ANNOTATION
        seldon.io/istio-hosts: x | ONE | metadata.annotations.seldon.io/istio-hosts | UNKNOWN_FIELD
        seldon.io/ambassador-header: "a:b" | ONE | metadata.annotations.seldon.io/ambassador-header | NOT_SUPPORTED
        '' | predictors: [{name: a, annotations: {seldon.io/istio-retries: "3"}, MODEL}] | spec.predictors[0].annotations.seldon.io/istio-retries | DEAD_ANNOTATION
        '' | predictors: [{name: a, annotations: {seldon.io/svcname: x}, MODEL}] | spec.predictors[0].annotations.seldon.io/svcname | UNKNOWN_FIELD
        '' | predictors: [{name: a, ssl: {certSecretName: x}, MODEL}] | spec.predictors[0].ssl.certSecretName | NOT_SUPPORTED
        '' | predictors: [{name: a, shadwo: true, MODEL}] | spec.predictors[0].shadwo | UNKNOWN_FIELD
        """)
    void whatNobodyReadsIsTold(String annotations, String spec, String field, Code code) {
        assertThat(translate(deployment(annotations, spec.replace("ONE", ONE))).problems())
                .anySatisfy(problem -> {
                    assertThat(problem.field()).isEqualTo(field);
                    assertThat(problem.code()).isEqualTo(code);
                });
    }
}
