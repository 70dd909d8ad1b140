package io.sluice.watcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sluice.table.policy.Tracing;
import io.sluice.watcher.admission.MeshConfigReader;
import io.sluice.watcher.admission.field.Refusal;
import io.sluice.watcher.problem.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a mesh config says of spans. */
class TracingConfigTest {
    private static final String PROVIDER = """
        extensionProviders:
        - name: otel
          opentelemetry:
            service: obs/otel.obs.svc.cluster.local
            port: 4318
            http: {path: /v1/traces, timeout: 5s, headers: [{name: api-key, value: secret}]}
        """;

    private final List<Problem> problems = new ArrayList<>();

    private @Nullable Tracing read(String yaml) throws IOException {
        return MeshConfigReader.read(new ObjectMapper(new YAMLFactory()).readTree(yaml), "mesh.yaml", problems::add)
                .tracing();
    }

    private Tracing traced(String yaml) throws IOException {
        return Objects.requireNonNull(read(yaml));
    }

    @Test
    void isReadWhole() throws Exception {
        Tracing tracing = traced(PROVIDER + """
            enableTracing: true
            defaultProviders: {tracing: [otel]}
            defaultConfig:
              tracing:
                sampling: 12.5
                customTags:
                  zone: {literal: {value: eu-1}}
                  team: {header: {name: X-Team, defaultValue: nobody}}
                  home: {environment: {name: NO_SUCH_VARIABLE, defaultValue: none}}
            """);
        assertThat(problems).isEmpty();
        assertThat(tracing.collector().address()).hasToString("http://otel.obs.svc.cluster.local:4318/v1/traces");
        assertThat(tracing.collector().headers()).isEqualTo(Map.of("api-key", "secret"));
        assertThat(tracing.collector().timeout()).hasSeconds(5);
        assertThat(tracing.sharePerMillion()).isEqualTo(125_000);
        assertThat(tracing.tags().toString()).contains("eu-1", "x-team", "nobody", "none");
        assertThat(tracing.toString()).doesNotContain("secret");
    }

    @Test
    void onePerCentIsTracedWhereNothingIsSaid() throws Exception {
        assertThat(traced(PROVIDER + "defaultProviders: {tracing: [otel]}").sharePerMillion())
                .isEqualTo(10_000);
    }

    @ParameterizedTest
    @CsvSource({"''", "'enableTracing: false\ndefaultProviders: {tracing: [otel]}'"})
    void nothingIsTracedUnlessAProviderIsNamed(String more) throws Exception {
        assertThat(read(PROVIDER + more)).isNull();
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        enableTracing: true                                       | enableTracing                     | says not where to
        defaultProviders: {tracing: [jaeger]}                     | defaultProviders.tracing          | names jaeger, which is no provider
        defaultProviders: {tracing: [otel, otel]}                 | defaultProviders.tracing          | spans go to the first, otel
        defaultProviders: {metrics: [stackdriver]}                | defaultProviders.metrics          | sent to nobody
        defaultConfig: {tracing: {zipkin: {address: 'z:9411'}}}   | defaultConfig.tracing.zipkin      | spans go to the provider
        defaultConfig: {tracing: {maxPathTagLength: 9}}           | defaultConfig.tracing.maxPathTagLength | values end after 256 bytes
        """)
    void whatIsNotRunIsTold(String yaml, String field, String words) throws Exception {
        read(PROVIDER + yaml);
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo(field);
            assertThat(problem.sentence()).contains(words);
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        port: 4317                                                                            | GRPC | http://otel:4317   | {}    | PT10S
        port: 4317, grpc: {timeout: 2s, initialMetadata: [{name: api-key, value: k}]}         | GRPC | http://otel:4317   | {api-key=k} | PT2S
        port: 4318, http: {path: /x}                                                          | HTTP | http://otel:4318/x | {}    | PT10S
        """)
    void aCollectorIsSpokenToByGrpcUnlessHttpIsThere(
            String provider, String protocol, String address, String headers, String timeout) throws Exception {
        Tracing.Collector collector = traced("""
            extensionProviders: [{name: otel, opentelemetry: {service: otel, %s}}]
            defaultProviders: {tracing: [otel]}
            """.formatted(provider)).collector();
        assertThat(problems).isEmpty();
        assertThat(collector.protocol()).hasToString(protocol);
        assertThat(collector.address()).hasToString(address);
        assertThat(collector.headers()).hasToString(headers);
        assertThat(collector.timeout()).hasToString(timeout);
    }

    @Test
    void ofTwoWaysToACollectorHttpIsUsed() throws Exception {
        assertThat(traced("""
            extensionProviders: [{name: otel, opentelemetry: {service: otel, port: 4318, http: {path: /x}, grpc: {timeout: 1s}}}]
            defaultProviders: {tracing: [otel]}
            """).collector().protocol()).isEqualTo(Tracing.Protocol.HTTP);
        assertThat(problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.sentence()).contains("http is there too"));
    }

    /** PATH is there wherever this is run. */
    @Test
    void aHeaderMayStandInTheEnvironment() throws Exception {
        String provider = "extensionProviders: [{name: otel, opentelemetry: {service: otel, port: 4317, grpc:"
                + " {initialMetadata: [{name: api-key, envName: %s}]}}}]\ndefaultProviders: {tracing: [otel]}\n";
        assertThat(traced(provider.formatted("PATH")).collector().headers())
                .containsEntry("api-key", System.getenv("PATH"));
        assertThatThrownBy(() -> read(provider.formatted("NO_SUCH_VARIABLE")))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.sentence()).contains("NO_SUCH_VARIABLE"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        defaultConfig: {tracing: {sampling: 101}}                  | defaultConfig.tracing.sampling
        defaultConfig: {tracing: {customTags: {a: {}}}}            | defaultConfig.tracing.customTags.a
        extensionProviders: [{name: o, opentelemetry: {port: 1}}]  | extensionProviders[0].opentelemetry.service
        extensionProviders: [{name: o, opentelemetry: {service: o}}] | extensionProviders[0].opentelemetry.service
        """)
    void aMistakeIsRefused(String yaml, String field) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.field()).startsWith(field));
    }
}
