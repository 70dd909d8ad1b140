package io.sluice.watcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sluice.table.HttpOptions.PathNormalization;
import io.sluice.table.Role;
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
                "accessLogFile: /dev/stdout | accessLogFile",
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pathNormalization: {normalization: SOME}",
                "defaultConfig: {gatewayTopology: {numTrustedProxies: -1}}",
                "defaultConfig: {gatewayTopology: {numTrustedProxies: many}}",
                "defaultConfig: {proxyHeaders: {forwardedClientCert: PERHAPS}}",
                "defaultHttpRetryPolicy: {attempts: 1, retryOn: never}",
            })
    void aWrongValueIsRefused(String yaml) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(Refusal.class);
    }
}
