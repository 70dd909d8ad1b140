package io.sluice.conformance.router;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.conformance.feature.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code run} with a case's settings as flags. */
final class CommandLine {
    /** A case may leave a request under way on purpose; its drain must not hold up the next case. */
    private static final int DRAIN_SECONDS = 3;

    private CommandLine() {}

    /** @param directory of the case's run; settings that are files are written there, as JSON, which is YAML */
    static List<String> run(Settings settings, Path manifests, int adminPort, Path directory) throws IOException {
        List<String> flags = new ArrayList<>(List.of("run", "--manifests", manifests.toString()));
        flags.addAll(List.of("--admin-port", Integer.toString(adminPort), "--bind", "127.0.0.1"));
        flags.addAll(List.of("--gateway-namespace", settings.gatewayNamespace()));
        flags.addAll(List.of("--gateway-labels", labels(settings.gatewayLabels())));
        flags.addAll(List.of("--server-header", "istio-envoy"));
        flags.addAll(List.of("--drain-seconds", Integer.toString(DRAIN_SECONDS)));
        if (!settings.meshConfig().isEmpty()) {
            flags.addAll(file("--mesh-config", directory.resolve("mesh-config.yaml"), settings.meshConfig()));
        }
        if (!settings.seldon().isEmpty()) {
            flags.addAll(file("--seldon-settings", directory.resolve("seldon-settings.yaml"), settings.seldon()));
        }
        if (settings.http10()) {
            flags.add("--http10");
        }
        return flags;
    }

    private static String labels(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }

    private static List<String> file(String flag, Path file, Map<String, Object> content) throws IOException {
        Files.write(file, new ObjectMapper().writeValueAsBytes(content));
        return List.of(flag, file.toString());
    }
}
