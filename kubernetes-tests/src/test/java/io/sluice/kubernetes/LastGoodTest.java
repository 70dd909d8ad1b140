package io.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kubernetes.Followed.How;
import io.sluice.watcher.problem.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was in force last is kept in a file, and found again by a start while the API server is away (reliability.md C7). */
class LastGoodTest extends StubbedCluster {
    private Path file;
    private How kept;

    @BeforeEach
    void start() {
        server.objects.apply(Example.model("iris", "10.0.0.1"));
        file = directory.resolve("last-good");
        kept = How.PLAIN.keptIn(file);
    }

    private Followed keeping() throws IOException {
        return follow(kept);
    }

    /** One that has served and ended. */
    private String served() throws Exception {
        try (Followed followed = keeping().awaitReady()) {
            followed.await("written", () -> Files.exists(file));
            return followed.table().toString();
        }
    }

    @Test
    void aStartWhileTheServerIsAwayServesWhatWasServedLast() throws Exception {
        String table = served();
        server.down();
        try (Followed followed = keeping().awaitReady()) {
            assertThat(followed.table()).hasToString(table);
            assertThat(followed.addresses()).containsExactly("10.0.0.1");
            followed.await("told", () -> followed.told(Code.CLUSTER_UNREACHABLE));

            server.objects.apply(Example.route("iris", "/v2"));
            server.objects.delete(Example.SLICES, "my-ns", "iris-abc");
            server.up();
            followed.await(
                    "caught up",
                    () -> followed.says("/v2") && followed.addresses().isEmpty());
        }
    }

    @Test
    void withoutTheFlagItWaitsForTheServer() throws Exception {
        served();
        server.down();
        try (Followed followed = follow()) {
            followed.await("told", () -> followed.told(Code.CLUSTER_UNREACHABLE));
            assertThat(followed.ready(Duration.ofMillis(500))).isFalse();
        }
    }

    /** Routes of others would be served, or those that are to be served be missing: neither is what was in force last. */
    @Test
    void whatWasKeptOfOtherLabelsOrNamespacesIsNeverServed() throws Exception {
        server.objects.apply(
                Example.route("iris", "/v1").replace("metadata: {name: ", "metadata: {labels: {team: a}, name: "));
        How ours = kept.selecting("team=a");
        try (Followed followed = follow(ours).awaitReady()) {
            followed.await("written", () -> Files.exists(file));
        }
        server.down();
        for (How other : List.of(kept.selecting("team=b"), kept, ours.namespaces("my-ns"))) {
            try (Followed followed = follow(other)) {
                followed.await("told", () -> followed.told(Code.CLUSTER_UNREACHABLE));
                assertThat(followed.ready(Duration.ZERO)).as(other.toString()).isFalse();
            }
        }
        try (Followed followed = follow(ours).awaitReady()) {
            assertThat(followed.addresses()).containsExactly("10.0.0.1");
        }
    }

    /** It is moved into place whole; should the disk have torn it all the same, it counts for nothing. */
    @Test
    void aTornFileIsNeverServed() throws Exception {
        served();
        byte[] whole = Files.readAllBytes(file);
        server.down();
        for (int length : List.of(0, 1, 30, whole.length / 2, whole.length - 1)) {
            Files.write(file, Arrays.copyOf(whole, length));
            try (Followed followed = keeping()) {
                followed.await("told", () -> followed.told(Code.CLUSTER_UNREACHABLE));
                assertThat(followed.ready(Duration.ZERO))
                        .as("%s bytes of %s", length, whole.length)
                        .isFalse();
            }
        }
        byte[] turned = whole.clone();
        turned[whole.length / 2] ^= 1;
        Files.write(file, turned);
        try (Followed followed = keeping()) {
            followed.await("told", () -> followed.told(Code.CLUSTER_UNREACHABLE));
            assertThat(followed.ready(Duration.ZERO)).isFalse();
        }
    }

    @Test
    void whatSomebodyWroteHalfBesideItIsPassedOver() throws Exception {
        served();
        Files.writeString(directory.resolve("last-good.new"), "sluice-manifests 2 half");
        server.down();
        try (Followed followed = keeping().awaitReady()) {
            assertThat(followed.addresses()).containsExactly("10.0.0.1");
        }
    }

    @Test
    void anObjectThatIsRefusedKeepsItsLastAdmittedVersionOverARestart() throws Exception {
        served();
        server.objects.apply(Example.route("iris", "/v2").replace("[{destination: {host: iris}}]", "[{weight: -1}]"));
        try (Followed followed = keeping().awaitReady()) {
            followed.await(
                    "refused",
                    () -> followed.problems().stream()
                            .anyMatch(problem ->
                                    problem.toString().contains("its last admitted version stays in force")));
            assertThat(followed.says("/v1")).isTrue();
        }
    }

    @Test
    void aPolicyThatWasNeverAdmittedStaysShut() throws Exception {
        server.objects.apply("""
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: broken, namespace: my-ns}
            spec: {action: NOBODY_KNOWS}
            """);
        String table = served();
        server.down();
        try (Followed followed = keeping().awaitReady()) {
            assertThat(followed.table()).hasToString(table);
        }
    }

    @Test
    void secretsAreNeverWrittenAndNobodyElseReadsTheFile() throws Exception {
        server.objects.apply("""
            apiVersion: v1
            kind: Secret
            metadata: {name: edge, namespace: istio-system}
            data: {cacert: c2VjcmV0}
            """);
        served();
        assertThat(Files.readString(file, StandardCharsets.UTF_8))
                .startsWith("sluice-manifests 2 ")
                .contains("\"kind\":\"VirtualService\"")
                .doesNotContain("\"kind\":\"Secret\"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
