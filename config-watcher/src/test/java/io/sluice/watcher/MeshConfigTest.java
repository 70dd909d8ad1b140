package io.sluice.watcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sluice.table.HttpOptions.PathNormalization;
import io.sluice.table.Role;
import io.sluice.table.policy.AccessLog.Entry;
import io.sluice.table.policy.AccessLog.Layout;
import io.sluice.watcher.admission.MeshConfigReader;
import io.sluice.watcher.admission.field.Refusal;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.settings.MeshConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MeshConfig: what is honoured, and that nothing else is passed over in silence. */
class MeshConfigTest {
    private final List<Problem> problems = new ArrayList<>();

    private MeshConfig read(String yaml) throws JsonProcessingException {
        return MeshConfigReader.read(new ObjectMapper(new YAMLFactory()).readTree(yaml), "mesh.yaml", problems::add);
    }

    @Test
    void isReadWhole() throws Exception {
        MeshConfig mesh = read("""
            rootNamespace: root
            pathNormalization: {normalization: DECODE_AND_MERGE_SLASHES}
            defaultHttpRetryPolicy: {attempts: 7, retryOn: 5xx}
            defaultConfig:
              gatewayTopology: {numTrustedProxies: 2, forwardClientCertDetails: ALWAYS_FORWARD_ONLY}
              proxyHeaders:
                server: {disabled: true}
                requestId: {disabled: true}
                attemptCount: {disabled: true}
                envoyDebugHeaders: {disabled: true}
                xForwardedHost: {enabled: true}
                preserveHttp1HeaderCase: true
            """);
        assertThat(problems).isEmpty();
        assertThat(mesh.rootNamespace()).isEqualTo("root");
        assertThat(mesh.retries().retries()).isEqualTo(7);
        assertThat(mesh.paths()).isEqualTo(PathNormalization.DECODE_AND_MERGE_SLASHES);
        assertThat(mesh.options(Role.GATEWAY).trustedProxies()).isEqualTo(2);
        assertThat(mesh.options(Role.MESH).trustedProxies()).isZero();
        assertThat(mesh.preservesHeaderCase()).isTrue();
        assertThat(mesh.headers().toString())
                .contains("PassedThrough", "requestId=false", "attemptCount=false", "debugHeaders=false")
                .contains("forwardedHost=true", "clientCertificate=PASS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "accessLogFormat: '%TRACE_ID%' | accessLogFormat",
                "outboundTrafficPolicy: {mode: REGISTRY_ONLY} | outboundTrafficPolicy",
                "defaultConfig: {concurrency: 2} | defaultConfig.concurrency",
                "defaultConfig: {gatewayTopology: {proxyProtocol: {}}} | defaultConfig.gatewayTopology.proxyProtocol",
                "nobodyKnows: 1 | nobodyKnows",
            })
    void aKeyThatIsNotHonouredIsToldByItsPath(String yaml, String path) throws Exception {
        read(yaml);
        assertThat(problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.field()).isEqualTo(path));
    }

    /** As Istio's control plane writes the rules of its proxies ({@code trustDomainAliases}). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                              | cluster.local/ns/a/sa/b | cluster.local/ns/a/sa/b",
                "{trustDomain: new}                              | cluster.local/ns/a/sa/b | new/ns/a/sa/b",
                "{trustDomain: new, trustDomainAliases: [old]}   | cluster.local/ns/a/sa/b | new/ns/a/sa/b"
                        + " old/ns/a/sa/b",
                "{trustDomain: new, trustDomainAliases: [old]}   | old/ns/a/sa/*           | new/ns/a/sa/*"
                        + " old/ns/a/sa/*",
                "{trustDomain: new, trustDomainAliases: [old]}   | other/ns/a/sa/b         | other/ns/a/sa/b",
                "{trustDomain: new, trustDomainAliases: [old]}   | */ns/a/sa/b             | */ns/a/sa/b",
                "{trustDomain: new, trustDomainAliases: [old]}   | *                       | *",
                "{trustDomain: new, trustDomainAliases: [old]}   | old*                    | old*",
                "{trustDomain: x-td, trustDomainAliases: [y-td, z]} | *-td/ns/a/sa/b       | *-td/ns/a/sa/b"
                        + " z/ns/a/sa/b",
            })
    void aPrincipalIsMeantInEveryTrustDomainOfTheMesh(String yaml, String written, String meant) throws Exception {
        assertThat(read(yaml).trustDomains().expand(List.of(written))).containsExactly(meant.split(" "));
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "accessLogFormat: '%REQ(X-A?:PATH):5% 100%% %PROTOCOL%' | %REQ(x-a?:path):5% 100%% %PROTOCOL%",
                "accessLogFormat: \"%RESPONSE_CODE%\\n\" | %RESPONSE_CODE%",
                "accessLogFormat: '%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% %RESP(X)%' | %UPSTREAM_SERVICE_TIME%"
                        + " %RESP(x)%",
            })
    void aLineOfTheAccessLogIsSaidAsInEnvoy(String yaml, String read) throws Exception {
        assertThat(read(yaml).accessLog())
                .isNotNull()
                .satisfies(log -> assertThat(log.layout())
                        .isInstanceOfSatisfying(
                                Layout.Text.class,
                                text -> assertThat(text.line()).hasToString(read)));
        assertThat(problems).isEmpty();
    }

    @Test
    void accessLogsInJsonHaveIstiosKeys() throws Exception {
        assertThat(read("{accessLogFile: /dev/stdout, accessLogEncoding: JSON}").accessLog())
                .isNotNull()
                .satisfies(log -> {
                    assertThat(log.file()).isEqualTo("/dev/stdout");
                    assertThat(log.layout())
                            .isInstanceOfSatisfying(
                                    Layout.Json.class,
                                    json -> assertThat(json.entries())
                                            .extracting(Entry::key)
                                            .startsWith("start_time", "route_name", "method", "path")
                                            .contains("upstream_cluster", "attempt_count", "overhead_us")
                                            .hasSize(31));
                });
        assertThat(problems).isEmpty();
    }

    @Test
    void accessLogsInJsonMayHaveObjectsAndListsInside() throws Exception {
        MeshConfig mesh =
                read("{accessLogEncoding: JSON, accessLogFormat: '{\"a\": {\"b\": [\"%PROTOCOL%\", \"x\"]}}'}");
        assertThat(mesh.accessLog())
                .isNotNull()
                .satisfies(log -> assertThat(log.layout().toString()).contains("Nested", "Listed", "PROTOCOL"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pathNormalization: {normalization: SOME}",
                "trustDomain: a/b",
                "trustDomainAliases: ['*']",
                "defaultConfig: {gatewayTopology: {numTrustedProxies: -1}}",
                "defaultConfig: {gatewayTopology: {numTrustedProxies: many}}",
                "defaultConfig: {proxyHeaders: {forwardedClientCert: PERHAPS}}",
                "defaultHttpRetryPolicy: {attempts: 1, retryOn: never}",
                "accessLogEncoding: XML",
                "accessLogFormat: '%NOBODY_KNOWS%'",
                "accessLogFormat: '%REQ(X)'",
                "{accessLogEncoding: JSON, accessLogFormat: '%REQ(X)%'}",
                "{accessLogEncoding: JSON, accessLogFormat: '[1]'}",
                "{accessLogEncoding: JSON, accessLogFormat: '{\"a\": {\"b\": \"%NOBODY_KNOWS%\"}}'}",
                "{accessLogEncoding: JSON, accessLogFormat: '{\"a\":[[[[[[[[[[[[[[[[[\"deep\"]]]]]]]]]]]]]]]]]}'}",
            })
    void aWrongValueIsRefused(String yaml) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(Refusal.class);
    }
}
