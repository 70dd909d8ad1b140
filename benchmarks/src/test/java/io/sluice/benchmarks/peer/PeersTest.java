package io.sluice.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.benchmarks.load.Scenario;
import io.sluice.benchmarks.peer.Candidate.Skipped;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeersTest {
    @TempDir
    private Path empty = Path.of(".");

    @ParameterizedTest(name = "{1} in {0}: {2}")
    @CsvSource({
        "GRPC, nginx, is configured for HTTP/1.1 only",
        "TLS, sidecars, is configured for plaintext only",
        "SMALL, haproxy-128k, does what haproxy does: it is there for bodies of 16 to 128 KB",
        "ONE_MEGABYTE, haproxy-128k, does what haproxy does: it is there for bodies of 16 to 128 KB",
        "SMALL, spring-cloud-gateway, not built (mvn -B -Pspring-cloud-gateway -pl benchmarks/spring-cloud-gateway"
                + " package)"
    })
    void whoIsLeftOutIsToldWhy(Scenario scenario, String name, String reason) {
        try (Peers peers = new Peers(empty, empty, scenario)) {
            assertThat(peers.named(name)).isEqualTo(new Skipped(name, reason));
        }
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnes() {
        try (Peers peers = new Peers(empty, empty, Scenario.SMALL)) {
            assertThatThrownBy(() -> peers.named("traefik")).hasMessageContaining("none of haproxy, haproxy-128k");
        }
    }
}
