package io.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.WatcherConfig;
import io.sluice.watcher.kubernetes.ClusterAccess;
import io.sluice.watcher.kubernetes.Snapshot;
import io.sluice.watcher.migrate.Capture;
import io.sluice.watcher.migrate.Finding;
import io.sluice.watcher.migrate.MigrationReport;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.source.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A review of a cluster finds what a review of the same objects in files does. */
class SnapshotTest extends StubbedCluster {
    private static final Path HAZARDS = Path.of("..", "config-watcher", "src", "test", "resources", "migrate");

    @ParameterizedTest(name = "{0}")
    @MethodSource("hazards")
    void findsWhatIsFoundInFiles(Path hazard) throws IOException {
        Path file = hazard.resolve("hazard.yaml");
        server.objects.apply("---\n" + Files.readString(file));
        List<Finding> ofFiles = all(Watcher.migration(WatcherConfig.of(List.of(file))));
        assertThat(all(Watcher.migration(read(), Settings.DEFAULT)))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("file", "line")
                .containsExactlyInAnyOrderElementsOf(ofFiles);
    }

    @Test
    void whatMayNotBeReadIsTold() throws IOException {
        server.objects.apply(Example.model("iris", "10.0.0.1"));
        server.failLists("pods", new Fault.Status(403));
        Documents documents = read();
        assertThat(documents.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(Code.KIND_FORBIDDEN);
            assertThat(problem.object()).isEqualTo("Pod");
        });
        assertThat(documents.documents()).hasSize(3);
    }

    @Test
    void aServerThatFailsIsNoEmptyCluster() {
        server.failLists("services", new Fault.Status(500));
        assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("500");
    }

    private Documents read() throws IOException {
        try (KubernetesClient client = new ClusterAccess(Kubeconfig.write(directory, server.url())).open()) {
            return Snapshot.of(client);
        }
    }

    private static List<Finding> all(MigrationReport report) {
        return Stream.concat(
                        report.deployments().stream().map(Capture::hindrances).flatMap(List::stream),
                        report.findings().stream())
                .toList();
    }

    /** But two whose kinds the stub knows by another plural, or in another version. */
    static List<Path> hazards() throws IOException {
        try (Stream<Path> directories = Files.list(HAZARDS)) {
            return directories
                    .filter(hazard -> !hazard.endsWith("ingress-of-istio") && !hazard.endsWith("kind-not-enforced"))
                    .sorted()
                    .toList();
        }
    }
}
