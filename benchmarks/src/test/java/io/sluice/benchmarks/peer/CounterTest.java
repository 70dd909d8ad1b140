package io.sluice.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.benchmarks.load.Scenario;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CounterTest {
    private static final String STATUS = """
        Active connections: 1
        server accepts handled requests
         12 12 412
        Reading: 0 Writing: 1 Waiting: 0
        """;

    private static final String SERIES = """
        # TYPE istio_requests_total counter
        istio_requests_total{reporter="source",response_code="200"} 300.0
        istio_requests_total{reporter="source",response_code="503"} 1.0
        istio_request_bytes_total{reporter="source"} 9000.0
        """;

    @Test
    void nginxSaysItInALineOfItsOwn() {
        assertThat(Counter.of(1, "/status", "^ \\d+ \\d+ (\\d+)").sum(STATUS)).isEqualTo(412);
    }

    @Test
    void seriesAddUpAndOthersDoNotCount() {
        assertThat(Counter.of(1, "/metrics", "^istio_requests_total\\{.*} (\\S+)")
                        .sum(SERIES))
                .isEqualTo(301);
    }

    @Test
    void whoDoesAllTheWorkCountsIt(@TempDir Path work) {
        try (Peers peers = new Peers(work, work, Scenario.SMALL)) {
            assertThat(Peers.NAMES)
                    .map(peers::named)
                    .filteredOn(Candidate.Ready.class::isInstance)
                    .map(candidate -> ((Candidate.Ready) candidate).peer())
                    .allMatch(peer -> peer.features().contains(Feature.METRICS) == (peer.counter() != null));
        }
    }
}
