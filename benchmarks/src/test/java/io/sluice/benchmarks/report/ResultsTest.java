package io.sluice.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.benchmarks.figures.ClosedRound;
import io.sluice.benchmarks.figures.OpenRound;
import io.sluice.benchmarks.peer.Candidate.Skipped;
import io.sluice.benchmarks.peer.Parity;
import io.sluice.benchmarks.process.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    private static final Results RESULTS = new Results(
            "small-32",
            "2026-11-24T13:00:00Z",
            "abc",
            new Machine("a processor", 2, 8L << 30, "6.18", "cubic", "25"),
            "small",
            32,
            5,
            "haproxy",
            20_000,
            0.5,
            List.of(peer("haproxy", 20, 0), peer("sluice", 14, 3)),
            List.of(new Skipped("envoy", "no `envoy` on the path")));

    @Test
    void theTableSetsEachProxyAgainstTheReference() {
        assertThat(TextTable.of(RESULTS))
                .containsPattern("(?m)^sluice .* 14\\.0  14\\.0-14\\.0 .* \\|   0\\.70  0\\.70-0\\.70 .* 3$")
                .contains("envoy    skipped: no `envoy` on the path");
    }

    @Test
    void withoutTheReferenceThereAreFiguresButNoRatios() {
        Results alone = new Results(
                RESULTS.name(),
                RESULTS.begun(),
                RESULTS.revision(),
                RESULTS.machine(),
                RESULTS.scenario(),
                RESULTS.connections(),
                RESULTS.secondsPerRound(),
                RESULTS.reference(),
                0,
                0,
                List.of(peer("sluice", 14, 0)),
                List.of());

        assertThat(TextTable.of(alone))
                .containsPattern("(?m)^sluice .* 14\\.0 .* \\|      -      --- ")
                .contains("No open loop");
    }

    @Test
    void everyRoundIsKeptAsData(@TempDir Path directory) throws Exception {
        RESULTS.writeTo(directory);

        Path data = directory.resolve("small-32.json");
        JsonNode json = new ObjectMapper().readTree(Files.readString(data));
        assertThat(json.at("/machine/congestionControl").asText()).isEqualTo("cubic");
        assertThat(json.at("/peers/1/closedLoop/0/cpuMicrosPerRequest").asDouble())
                .isEqualTo(14);
        assertThat(json.at("/peers/1/openLoop/0/p999Micros").asDouble()).isEqualTo(900);
        assertThat(directory.resolve("small-32.txt")).hasContent(TextTable.of(RESULTS));
    }

    @Test
    void thePictureHasABarAndARatioForEachProxy(@TempDir Path directory) throws Exception {
        RESULTS.writeTo(directory);

        Path picture = directory.resolve("small-32.svg");
        var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(picture.toFile());
        assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(2);
        assertThat(Files.readString(picture)).contains("14.0 (0.70 x)");
    }

    @Test
    void errorsOfBothLoopsAddUp() {
        assertThat(RESULTS.errors()).isEqualTo(4);
    }

    @Test
    void whoIsAskedForMoreThanItCanDoFailsNoRun() {
        PeerResult peer = peer("slow", 30, 3);
        assertThat(peer.errors(39_999)).isEqualTo(4);
        assertThat(peer.errors(40_001)).isEqualTo(3);
    }

    private static PeerResult peer(String name, double cpuMicros, long errors) {
        return new PeerResult(
                name,
                "1.0",
                name + " --run",
                50,
                60,
                new Parity(400, 100, 3, Set.of()),
                List.of(cpuMicros),
                false,
                List.of(new ClosedRound(40_000, 500, 800, cpuMicros, 0.9, 70, errors)),
                4.2,
                List.of(new OpenRound(100_000, 200, 700, 900, cpuMicros * 1.5, errors / 3)));
    }
}
