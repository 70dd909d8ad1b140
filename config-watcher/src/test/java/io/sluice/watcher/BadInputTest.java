package io.sluice.watcher;

import static io.sluice.watcher.Yaml.GATEWAY;
import static io.sluice.watcher.Yaml.MODEL;
import static io.sluice.watcher.Yaml.deployment;
import static io.sluice.watcher.Yaml.translate;
import static io.sluice.watcher.Yaml.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.translate.Translation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mistake names its object, field and fix; everything else applies. */
class BadInputTest {
    private static final String SOUND = virtualService(
            "sound",
            "2026-01-01T00:00:00Z",
            "hosts: [sound.example.com]\n"
                    + "gateways: [istio-system/edge]\n"
                    + "http:\n"
                    + "- route: [{destination: {host: model}}]\n");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http: [{route: [{destination: {host: 7}}]}] | spec.http[0].route[0].destination.host | is the number"
                        + " 7, must be a text",
                "http: [{route: [{destination: {host: a}, weight: x}]}] | spec.http[0].route[0].weight | is the text"
                        + " \"x\", must be a whole number",
                "http: [{route: [{destination: {host: a}, weight: -1}]}] | spec.http[0].route[0].weight | weight -1 <"
                        + " 0",
                "http: [{timeout: soon, route: [{destination: {host: a}}]}] | spec.http[0].timeout | \"soon\" is no"
                        + " duration",
                "http: [{timeout: 0s, route: [{destination: {host: a}}]}] | spec.http[0].timeout | must be at least"
                        + " 1ms",
                "http: [{match: [{uri: {regex: '('}}], route: [{destination: {host: a}}]}] |"
                        + " spec.http[0].match[0].uri.regex | is no RE2 expression",
                "http: [{match: [{uri: {exact: a, prefix: b}}], route: [{destination: {host: a}}]}] |"
                        + " spec.http[0].match[0].uri.exact | only one of",
                "http: [{match: {uri: {exact: a}}, route: [{destination: {host: a}}]}] | spec.http[0].match | is an"
                        + " object, must be a list",
                "http: [{}] | spec.http[0].route | must have exactly one of route, redirect and directResponse",
                "http: [{retries: {attempts: 2, retryOn: sometimes}, route: [{destination: {host: a}}]}] |"
                        + " spec.http[0].retries.retryOn | is not a valid retryOn policy",
                "http: [{route: [{destination: {host: a}, weight: 0}, {destination: {host: b}, weight: 0}]}] |"
                        + " spec.http[0].route | total destination weight = 0",
                "http: [{redirect: {redirectCode: 300, uri: /}}] | spec.http[0].redirect.redirectCode | 300 is none of",
            })
    void aMistakeNamesItsFieldAndTheRestApplies(String rule, String field, String sentence) {
        Translation translation = translate(
                MODEL + GATEWAY + SOUND,
                virtualService(
                        "broken",
                        "2026-01-01T00:00:00Z",
                        "hosts: [b.example.com]\ngateways: [istio-system/edge]\n" + rule + "\n"));
        assertThat(translation.problems())
                .filteredOn(problem -> problem.severity() == Severity.ERROR)
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.object()).isEqualTo("VirtualService ns/broken");
                    assertThat(problem.field()).isEqualTo(field);
                    assertThat(problem.sentence()).contains(sentence).endsWith("; it is not in force");
                });
        assertThat(translation.table().listeners()).hasSize(1);
        assertThat(translation.table().toString()).contains("sound.example.com").doesNotContain("b.example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "'hosts: [a, a]', duplicate hosts in virtual service",
        "'hosts: [\"*\"]', wildcard host * is not allowed for virtual services bound to the mesh gateway",
        "'hosts: [a]\ngateways: [./x]', is no gateway name",
    })
    void whatIstiosWebhookRefusesIsRefused(String spec, String sentence) {
        Translation translation = translate(virtualService(
                "broken", "2026-01-01T00:00:00Z", spec + "\nhttp: [{route: [{destination: {host: a}}]}]\n"));
        assertThat(translation.problems())
                .anySatisfy(problem -> assertThat(problem.sentence()).contains(sentence));
        assertThat(translation.table().listeners()).isEmpty();
    }

    /** MODEL stands for a graph of one node with its container. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        predictors: [{name: a, traffic: 60, MODEL}, {name: b, traffic: 30, MODEL}] | spec | spec: Invalid value: "a": Traffic must sum to 100 for multiple predictors
        predictors: [{name: a, traffic: 50, MODEL}] | spec | spec: Invalid value: "a": Traffic must sum be 100 for a single predictor when set
        predictors: [{name: a, traffic: 50, MODEL}, {name: a, traffic: 50, MODEL}] | spec.predictors[1] | spec.predictors[1]: Invalid value: "a": Duplicate predictor name
        predictors: [] | spec | spec: Invalid value: "": Graph contains no predictors
        predictors: [{name: a, shadow: true, MODEL}] | spec.predictors[0] | spec.predictors[0]: Invalid value: "a": Shadow can not exist as only predictor
        predictors: [{name: a, traffic: 100, MODEL}, {name: b, shadow: true, MODEL}, {name: c, shadow: true, MODEL}] | spec | spec: Invalid value: "c": Multiple shadows are not allowed
        predictors: [{name: a, traffic: 100, MODEL}, {name: b, shadow: true, traffic: 101, MODEL}] | spec | spec: Invalid value: "b": shadow traffic is illegal, the traffic number should be between [0, 100]
        predictors: [{name: a, traffic: 50, annotations: {seldon.io/svc-name: x}, MODEL}, {name: b, traffic: 50, annotations: {seldon.io/svc-name: x}, MODEL}] | spec.predictors[1] | spec.predictors[1]: Invalid value: "b": Found duplicate service name in seldon.io/svc-name with value x
        predictors: [{name: a, graph: {name: m}}] | spec.predictors[0].graph | spec.predictors[0].graph: Invalid value: "m": Can't find container for Predictive Unit
        predictors: [{name: a, graph: {name: r, implementation: RANDOM_ABTEST, children: [{name: m}]}}] | spec.predictors[0].graph[0] | spec.predictors[0].graph[0]: Invalid value: "m": Can't find container for Predictive Unit
        predictors: [{name: a, graph: {name: m, implementation: SKLEARN_SERVER}}] | spec.predictors[0].graph | spec.predictors[0].graph: Invalid value: "m": Predictive unit modelUri required when using standalone servers
        predictors: [{name: a, componentSpecs: [{spec: {containers: [{name: m}]}}], graph: {name: m, logger: {url: u}}}] | spec.predictors[0].graph | spec.predictors[0].graph: Invalid value: "": No logger mode specified
        predictors: [{name: a, annotations: {seldon.io/no-engine: "false"}, componentSpecs: [{spec: {containers: [{name: m}]}}], graph: {name: m, children: [{name: m}]}}] | spec.predictors[0] | spec.predictors[0]: Invalid value: "a": Running without engine only valid for single element graphs
        protocol: onnx, predictors: [{name: a, MODEL}] | spec | spec: Invalid value: "onnx": Invalid protocol
        transport: mqtt, predictors: [{name: a, MODEL}] | spec | spec: Invalid value: "mqtt": Invalid transport
        serverType: mqtt, predictors: [{name: a, MODEL}] | spec | spec: Invalid value: "mqtt": Invalid serverType
        serverType: kafka, predictors: [{name: a, MODEL}] | spec.predictors[0] | spec.predictors[0]: Invalid value: "a": For kafka please supply svcOrchSpec envs KAFKA_BROKER, KAFKA_INPUT_TOPIC, KAFKA_OUTPUT_TOPIC
        transport: grpc, predictors: [{name: a, componentSpecs: [{spec: {containers: [{name: m}]}}], graph: {name: m, endpoint: {type: REST}}}] | spec | spec: Invalid value: "": Mixed transport types found. Remove graph endpoint.types if transport set at deployment level
        predictors: [{name: a, componentSpecs: [{spec: {containers: [{name: m}, {name: k}]}}], graph: {name: m, endpoint: {type: REST}, children: [{name: k, endpoint: {type: GRPC}}]}}] | spec | spec: Invalid value: "": Multiple endpoint.types found - can only have 1 type in graph. Please use spec.transport
        protocol: onnx, predictors: [{name: a, traffic: 50, MODEL}] | spec | [spec: Invalid value: "onnx": Invalid protocol, spec: Invalid value: "a": Traffic must sum be 100 for a single predictor when set]
        """)
    void whatSeldonsWebhookRefusesIsRefusedInItsWords(String spec, String field, String causes) {
        Translation translation = translate(deployment("", spec));
        assertThat(translation.problems())
                .filteredOn(problem -> problem.severity() == Severity.ERROR)
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.object()).isEqualTo("SeldonDeployment ns/s");
                    assertThat(problem.field()).isEqualTo(field);
                    assertThat(problem.sentence())
                            .isEqualTo("SeldonDeployment.machinelearing.seldon.io \"\" is invalid: " + causes
                                    + "; it is not in force");
                });
    }

    /** What the operator itself says, and what it is said to in Kubernetes' and Istio's name. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
        seldon.io/istio-retries: abc | predictors: [{name: a, MODEL}] | metadata.annotations.seldon.io/istio-retries | strconv.Atoi: parsing "abc": invalid syntax
        seldon.io/istio-retries: "3", seldon.io/istio-retries-timeout: 5s | predictors: [{name: a, MODEL}] | metadata.annotations.seldon.io/istio-retries-timeout | strconv.Atoi: parsing "5s": invalid syntax
        seldon.io/istio-retries: 'a"b' | predictors: [{name: a, MODEL}] | metadata.annotations.seldon.io/istio-retries | strconv.Atoi: parsing "a\\"b": invalid syntax
        seldon.io/executor-logger-write-timeout-ms: soon | predictors: [{name: a, MODEL}] | metadata.annotations.seldon.io/executor-logger-write-timeout-ms | Failed to parse 2000 as integer for EXECUTOR_REQUEST_LOGGER_WRITE_TIMEOUT_MS. strconv.Atoi: parsing "soon": invalid syntax
        '' | predictors: [{name: a, graph: {name: r, implementation: SIMPLE_ROUTER}}] | spec.predictors[0].graph | engine not separate and no pu with localhost service - not clear where to inject engine
        '' | annotations: {seldon.io/engine-separate-pod: "false"}, predictors: [{name: a, MODEL}] | spec.predictors[0].graph | engine not separate and no pu with localhost service - not clear where to inject engine
        '' | predictors: [{name: A_b, MODEL}] | '' | DestinationRule "s-A_b": metadata.name: a lowercase RFC 1123 subdomain
        seldon.io/istio-gateway: mesh | predictors: [{name: a, MODEL}] | spec.annotations.seldon.io/istio-host | Istio refuses the VirtualService ns/s that the operator writes, spec.hosts[0]: wildcard host * is not allowed
        seldon.io/istio-host: 'a,a' | predictors: [{name: a, MODEL}] | metadata.annotations.seldon.io/istio-host | Istio refuses the VirtualService ns/s that the operator writes, spec.hosts[1]: duplicate hosts
        """)
    void whatTheOperatorFailsOnIsRefusedInItsWords(String annotations, String spec, String field, String sentence) {
        Translation translation = translate(deployment(annotations == null ? "" : annotations, spec));
        assertThat(translation.problems())
                .filteredOn(problem -> problem.severity() == Severity.ERROR)
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.object()).isEqualTo("SeldonDeployment ns/s");
                    assertThat(problem.field()).isEqualTo(field == null ? "" : field);
                    assertThat(problem.sentence()).startsWith(sentence).endsWith("; it is not in force");
                });
        assertThat(translation.table().listeners()).isEmpty();
    }

    @Test
    void anUnknownFieldIsNoticedAndAKnownOneThatIsNotRunIsToldWithWhatHappensInstead() {
        Translation translation = translate(
                MODEL + GATEWAY,
                virtualService(
                        "vs",
                        "2026-01-01T00:00:00Z",
                        "hosts: ['*']\n"
                                + "gateways: [istio-system/edge]\n"
                                + "http:\n"
                                + "- {mirorr: {host: x}, route: [{destination: {host: model}}]}\n"
                                + "tcp: [{route: [{destination: {host: model}}]}]\n"));
        assertThat(translation.problems())
                .anySatisfy(problem -> {
                    assertThat(problem.severity()).isEqualTo(Severity.NOTICE);
                    assertThat(problem.field()).isEqualTo("spec.http[0].mirorr");
                })
                .anySatisfy(problem -> {
                    assertThat(problem.severity()).isEqualTo(Severity.WARNING);
                    assertThat(problem.field()).isEqualTo("spec.tcp");
                    assertThat(problem.sentence()).contains("TCP routes are not opened");
                });
    }

    @Test
    void theSameObjectTwiceCountsOnce() {
        Translation translation = translate(MODEL + GATEWAY + SOUND, SOUND);
        assertThat(translation.problems())
                .anySatisfy(problem -> assertThat(problem.sentence()).startsWith("stands also in "));
        assertThat(translation.table().listeners()).hasSize(1);
    }
}
