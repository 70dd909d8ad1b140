package io.sluice.conformance.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.conformance.feature.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings of a case become flags that users have, too. */
class CommandLineTest {
    @TempDir
    private Path directory;

    @Test
    void withoutSettingsOnlyTheServerHeaderAndTheDrainAreNotTheDefault() throws IOException {
        Settings none = new Settings("istio-system", Map.of("istio", "ingressgateway"), Map.of(), Map.of(), false);
        assertThat(String.join(" ", CommandLine.run(none, Path.of("m.yaml"), 15021, directory)))
                .isEqualTo("run --manifests m.yaml --admin-port 15021 --bind 127.0.0.1 --gateway-namespace istio-system"
                        + " --gateway-labels istio=ingressgateway --server-header istio-envoy --drain-seconds 3");
    }

    @Test
    void settingsThatAreFilesAreWritten() throws IOException {
        Settings settings = new Settings(
                "edge",
                Map.of("app", "gw"),
                Map.of("pathNormalization", Map.of("normalization", "MERGE_SLASHES")),
                Map.of("istioGateway", "edge/models"),
                true);
        List<String> flags = CommandLine.run(settings, Path.of("m.yaml"), 15021, directory);
        assertThat(flags).contains("--http10", "--mesh-config", "--seldon-settings", "edge", "app=gw");
        assertThat(Files.readString(Path.of(flags.get(flags.indexOf("--mesh-config") + 1))))
                .isEqualTo("{\"pathNormalization\":{\"normalization\":\"MERGE_SLASHES\"}}");
        assertThat(Files.readString(Path.of(flags.get(flags.indexOf("--seldon-settings") + 1))))
                .isEqualTo("{\"istioGateway\":\"edge/models\"}");
    }
}
