package io.sluice.watcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.telemetry.Observation;
import io.sluice.table.telemetry.Telemetry;
import io.sluice.watcher.admission.MeshConfigReader;
import io.sluice.watcher.settings.MeshConfig;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.translate.Translation;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Telemetry objects: whom they are for, what comes of several, and what of them is not run. */
class TelemetryTest {
    private static final String PROVIDERS = """
        extensionProviders:
        - {name: file, envoyFileAccessLog: {path: /dev/stderr, logFormat: {text: "%PROTOCOL%\\n"}}}
        - {name: labels, envoyFileAccessLog: {logFormat: {labels: {code: "%RESPONSE_CODE%", in: {a: ["x"]}}}}}
        - {name: otel, opentelemetry: {service: otel.obs, port: 4318, http: {path: /v1/traces}}}
        - {name: other, opentelemetry: {service: other.obs, port: 4318, http: {path: /v1/traces}}}
        defaultConfig: {tracing: {sampling: 10}}
        """;

    private static MeshConfig mesh(String more) throws IOException {
        return MeshConfigReader.read(
                new ObjectMapper(new YAMLFactory()).readTree(PROVIDERS + more), "mesh.yaml", problem -> {});
    }

    private static Translation translate(String mesh, String... documents) throws IOException {
        return Yaml.translate(Settings.DEFAULT.withMesh(mesh(mesh)), documents);
    }

    private static String telemetry(String namespace, String name, String spec) {
        return "apiVersion: telemetry.istio.io/v1\nkind: Telemetry\nmetadata: {name: " + name + ", namespace: "
                + namespace + "}\nspec: {" + spec + "}\n";
    }

    /** For example {@code envoy,file? otel 10%}; a question mark for a filter. */
    private static String text(Observation observation) {
        String logs = observation.logs() == null
                ? "-"
                : observation.logs().stream()
                        .map(log -> log.provider() + (log.filter() == null ? "" : "?"))
                        .collect(Collectors.joining(","));
        String spans = observation.spans() == null
                ? "-"
                : observation.spans().provider() == null
                        ? "none"
                        : observation.spans().provider() + " "
                                + observation.spans().sharePerMillion() / 10_000 + "%";
        return (logs.isEmpty() ? "nobody" : logs) + " / " + spans;
    }

    private static String of(Telemetry telemetry, String namespace, Map<String, String> labels) {
        return text(telemetry.of(new Workload(namespace, "pod", labels)));
    }

    private static final String ROOT = "istio-system";

    @Test
    void whereNobodySaysAnythingAllIsAsTheRouterWasStarted() throws IOException {
        assertThat(translate("").table().telemetry()).isEqualTo(Telemetry.NONE);
    }

    @Test
    void theNearestOfThreeLevelsCounts() throws IOException {
        Telemetry all = translate(
                        "defaultProviders: {accessLogging: [envoy], tracing: [otel]}",
                        telemetry(
                                ROOT,
                                "mesh",
                                "accessLogging: [{providers: [{name: file}]}], tracing:"
                                        + " [{randomSamplingPercentage: 50}]"),
                        telemetry("models", "wide", "tracing: [{randomSamplingPercentage: 2}]"),
                        telemetry(
                                "models",
                                "one",
                                "selector: {matchLabels: {app: a}}, accessLogging: [{providers:"
                                        + " [{name: labels}]}], tracing: [{providers: [{name: OTHER}]}]"),
                        telemetry(
                                ROOT,
                                "gateway",
                                "selector: {matchLabels: {istio: ingressgateway}}, tracing:"
                                        + " [{disableSpanReporting: true}]"))
                .table()
                .telemetry();
        assertThat(text(all.router())).isEqualTo("file / none");
        assertThat(text(all.pods())).isEqualTo("file / otel 50%");
        assertThat(of(all, "models", Map.of())).isEqualTo("file / otel 2%");
        assertThat(of(all, "models", Map.of("app", "a", "b", "c"))).isEqualTo("labels / other 2%");
        assertThat(of(all, "elsewhere", Map.of("app", "a"))).isEqualTo("file / otel 50%");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        accessLogging: [{providers: [{name: envoy}]}]                                              | envoy / -   | envoy / -
        accessLogging: [{disabled: true}]                                                          | nobody / -  | nobody / -
        accessLogging: [{providers: [{name: envoy}]}, {providers: [{name: file}]}]                 | envoy,file / - | envoy,file / -
        accessLogging: [{providers: [{name: file}], filter: {expression: "response.code >= 400"}}] | file? / -   | file? / -
        accessLogging: [{providers: [{name: file}], match: {mode: CLIENT}}]                        | file / -    | nobody / -
        accessLogging: [{providers: [{name: file}]}, {match: {mode: SERVER}, disabled: true}]      | file / -    | nobody / -
        tracing: [{providers: [{name: otel}], randomSamplingPercentage: 100}]                      | - / otel 100% | - / otel 100%
        tracing: [{providers: [{name: otel}]}]                                                     | - / otel 10% | - / otel 10%
        tracing: [{providers: [{name: otel}], match: {mode: SERVER}}]                              | - / none    | - / otel 10%
        tracing: [{randomSamplingPercentage: 100}]                                                 | - / none    | - / none
        tracing: [{disableSpanReporting: true, providers: [{name: otel}]}]                         | - / none    | - / none
        """)
    void anEntryCountsForTheSideThatItNames(String spec, String router, String pods) throws IOException {
        Telemetry all = translate("", telemetry(ROOT, "t", spec)).table().telemetry();
        assertThat(text(all.router())).isEqualTo(router);
        assertThat(text(all.pods())).isEqualTo(pods);
    }

    @Test
    void aLowerLevelTurnsOffWhatAHigherOneHasTurnedOn() throws IOException {
        Telemetry all = translate(
                        "",
                        telemetry(ROOT, "mesh", "accessLogging: [{providers: [{name: envoy}]}]"),
                        telemetry("models", "off", "accessLogging: [{disabled: true}]"))
                .table()
                .telemetry();
        assertThat(of(all, "models", Map.of())).isEqualTo("nobody / -");
        assertThat(of(all, "others", Map.of())).isEqualTo("envoy / -");
    }

    @Test
    void tagsAreReplacedAndNotJoined() throws IOException {
        Observation router = translate(
                        "",
                        telemetry(
                                ROOT,
                                "t",
                                "tracing: [{providers: [{name: otel}], customTags: {zone: {literal: {value:"
                                        + " eu}}, path: {formatter: {value: '%REQ(:PATH)%'}}}}]"))
                .table()
                .telemetry()
                .router();
        assertThat(router.spans())
                .isNotNull()
                .satisfies(spans ->
                        assertThat(spans.tags()).extracting(tag -> tag.name()).containsExactly("zone", "path"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        accessLogging: [{providers: [{name: als}]}]                    | UNKNOWN_PROVIDER Telemetry istio-system/t spec.accessLogging[0].providers
        tracing: [{providers: [{name: zipkin}]}]                       | UNKNOWN_PROVIDER Telemetry istio-system/t spec.tracing[0].providers
        accessLogging: [{filter: {expression: "response.code > 1"}}]   | NOT_SUPPORTED Telemetry istio-system/t spec.accessLogging[0].filter
        accessLogging: [{}]                                            | NOT_SUPPORTED Telemetry istio-system/t spec.accessLogging
        accessLogging: [{providers: [{name: file}], filter: {expression: "request.duration > x"}}] | NOT_SUPPORTED Telemetry istio-system/t spec.accessLogging[0].filter.expression
        targetRefs: [{kind: Gateway, name: g}]                         | NOT_SUPPORTED Telemetry istio-system/t spec.targetRefs
        tracing: [{enableIstioTags: true}]                             | NOT_SUPPORTED Telemetry istio-system/t spec.tracing[0].enableIstioTags
        tracing: [{useRequestIdForTraceSampling: true}]                | NOT_SUPPORTED Telemetry istio-system/t spec.tracing[0].useRequestIdForTraceSampling
        metrics: [{overrides: [{disabled: true}]}]                     | NOT_SUPPORTED Telemetry istio-system/t spec.metrics[0].overrides
        metrics: [{reportingInterval: 5s}]                             | NOT_SUPPORTED Telemetry istio-system/t spec.metrics[0].reportingInterval
        metrics: [{providers: [{name: stackdriver}]}]                  | NOT_SUPPORTED Telemetry istio-system/t spec.metrics[0].providers
        tracing: [{providers: [{name: otel}], sampling: 5}]            | UNKNOWN_FIELD Telemetry istio-system/t spec.tracing[0].sampling
        tracing: [{randomSamplingPercentage: 101}]                     | REFUSED Telemetry istio-system/t spec.tracing[0].randomSamplingPercentage
        accessLogging: [{providers: [{name: file}], filter: {expression: "response.code >="}}] | REFUSED Telemetry istio-system/t spec.accessLogging[0].filter.expression
        accessLogging: [{match: {mode: BOTH}}]                         | INVALID_FIELD Telemetry istio-system/t spec.accessLogging[0].match.mode
        tracing: [{customTags: {a: {}}}]                               | REFUSED Telemetry istio-system/t spec.tracing[0].customTags.a
        selector: {matchLabels: {a: '*'}}                              | REFUSED Telemetry istio-system/t spec.selector
        """)
    void whatIsNotRunIsTold(String spec, String problem) throws IOException {
        assertThat(Yaml.codes(translate("", telemetry(ROOT, "t", spec)).problems()))
                .contains(problem);
    }

    @Test
    void ofSeveralForOneNamespaceTheOldestCounts() throws IOException {
        Translation translation = translate(
                "",
                telemetry(ROOT, "b", "accessLogging: [{providers: [{name: file}]}]"),
                telemetry(ROOT, "a", "accessLogging: [{providers: [{name: envoy}]}]"));
        assertThat(text(translation.table().telemetry().pods())).isEqualTo("envoy / -");
        assertThat(Yaml.codes(translation.problems())).containsExactly("NOT_SUPPORTED Telemetry istio-system/b");
    }

    @Test
    void oneThatIsRefusedDisturbsNobodyElse() throws IOException {
        Translation translation = translate(
                "",
                telemetry(ROOT, "good", "accessLogging: [{providers: [{name: file}]}]"),
                telemetry("models", "bad", "accessLogging: [{disabled: perhaps}]"));
        assertThat(text(translation.table().telemetry().pods())).isEqualTo("file / -");
        assertThat(Yaml.codes(translation.problems()))
                .containsExactly("INVALID_FIELD Telemetry models/bad spec.accessLogging[0].disabled");
    }

    @Test
    void theMeshsOwnProviderOfLinesIsTheUsualOne() throws IOException {
        assertThat(mesh("defaultProviders: {accessLogging: [file]}").accessLog())
                .isNotNull()
                .satisfies(log -> assertThat(log.file()).isEqualTo("/dev/stderr"));
    }
}
