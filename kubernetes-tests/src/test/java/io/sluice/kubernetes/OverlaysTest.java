package io.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every overlay, as {@code kubectl apply -k} hands it to a real API server: each object is taken, and no field of it is unknown. */
@Tag("api-server")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverlaysTest {
    private static final Path OVERLAYS = Path.of("..", "deploy", "kustomize", "overlays");

    /** Of Prometheus' operator, whose definitions are not ours to bring. */
    private static final List<String> OTHERS = List.of("ServiceMonitor", "PrometheusRule");

    @TempDir
    private static Path directory;

    private RealApiServer server;

    @BeforeAll
    void start() throws Exception {
        server = new RealApiServer(Files.createDirectory(directory.resolve("server")));
        for (String namespace : List.of("istio-system", "models")) {
            server.apply("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s}
                """.formatted(namespace));
        }
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (server != null) {
            server.close();
        }
    }

    static List<String> overlays() throws IOException {
        try (Stream<Path> all = Files.list(OVERLAYS)) {
            return all.map(overlay -> overlay.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void isTakenAsItIs(String overlay) throws Exception {
        Path said = directory.resolve(overlay);
        Process kubectl;
        try {
            kubectl = new ProcessBuilder(
                            "kubectl",
                            "--kubeconfig=" + server.kubeconfig("admin"),
                            "apply",
                            "--dry-run=server",
                            "--validate=strict",
                            "-k",
                            OVERLAYS.resolve(overlay).toString())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
        } catch (IOException absent) {
            Assumptions.abort("no kubectl here");
            return;
        }
        assertThat(kubectl.waitFor(60, TimeUnit.SECONDS)).isTrue();
        List<String> lines = Files.readString(said, StandardCharsets.UTF_8)
                .lines()
                .filter(line ->
                        OTHERS.stream().noneMatch(kind -> line.contains("no matches for kind \"" + kind + "\"")))
                .filter(line -> !line.equals("ensure CRDs are installed first"))
                // The namespace is here before it: what a dry run makes, it cannot put anything into.
                .filter(line -> !line.startsWith("Warning: resource namespaces/istio-system is missing the"))
                .toList();
        assertThat(lines).isNotEmpty().allMatch(line -> line.endsWith(" (server dry run)"));
    }
}
