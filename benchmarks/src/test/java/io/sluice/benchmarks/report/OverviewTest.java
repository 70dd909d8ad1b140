package io.sluice.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.benchmarks.figures.ClosedRound;
import io.sluice.benchmarks.figures.OpenRound;
import io.sluice.benchmarks.peer.Candidate.Skipped;
import io.sluice.benchmarks.peer.Parity;
import io.sluice.benchmarks.process.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverviewTest {
    private static final Machine MACHINE = new Machine("a processor", 2, 8L << 30, "6.18", "cubic", "25");

    @TempDir
    private Path directory = Path.of(".");

    private String text = "";

    private record Held(String peer, long requests, double residentMebibytes) {}

    @BeforeEach
    void threeResults() {
        results("tls", 0, peer("haproxy", 40, 0), peer("sluice", 30, 0)).writeTo(directory);
        results("small", 20_000, peer("haproxy", 20, 0), peer("envoy", 70, 2), peer("sluice", 13, 0))
                .writeTo(directory);
        Findings memory = new Findings(
                "memory",
                "2026-11-24T14:00:00Z",
                "abc",
                MACHINE,
                "small bodies",
                List.of(new Held("sluice", 0, 100), new Held("sluice", 10_000_001, 170)));
        memory.writeTo(
                directory, Columns.ofFigures().row("proxy", "resident MB").row("sluice", "170"));
        text = Overview.of(directory).write();
    }

    @Test
    void eachScenarioIsARowOfRatios() {
        assertThat(text)
                .containsPattern("(?m)^small-32 +20\\.0 +3\\.50 \\(3\\.50-3\\.50\\) +0\\.65 \\(0\\.65-0\\.65\\)$")
                .containsPattern("(?m)^tls-32 +40\\.0 +- +0\\.75 \\(0\\.75-0\\.75\\)$")
                .containsSubsequence("small-32 ", "tls-32 ")
                .contains("2 requests failed");
    }

    @Test
    void trialsStandBesideTheComparisons() throws IOException {
        assertThat(text).contains("memory: 2026-11-24T14:00:00Z, revision abc", "sluice  ");
        assertThat(data().at("/trials/memory/rows/1/residentMebibytes").asDouble())
                .isEqualTo(170);
    }

    @Test
    void goalsAreHeldAgainstWhatWasMeasured() {
        assertThat(text)
                .containsPattern(
                        "(?m)^small-32, CPU per request x haproxy +0\\.70 +0\\.65 \\(0\\.65-0\\.65\\) +reached$")
                .containsPattern("(?m)^resident MB, idle +110\\.00 +100\\.00 \\(.*\\) +reached$")
                .containsPattern("(?m)^resident MB after 10 million requests +160\\.00 +170\\.00 \\(.*\\) +MISSED$")
                .doesNotContain("CPU per request x nginx", "idle connection");
    }

    @Test
    void dataHaveTheSpreadOfEachProxy() throws IOException {
        JsonNode envoy = data().at("/comparisons/0/peers/1");
        assertThat(envoy.path("name").asText()).isEqualTo("envoy");
        assertThat(envoy.at("/cpuRatio/median").asDouble()).isEqualTo(3.5);
        assertThat(data().at("/comparisons/1/peers/1").has("halfLoadP99Ratio"))
                .as("no open loop over TLS")
                .isFalse();
        assertThat(data().at("/comparisons/0/machine/kernel").asText()).isEqualTo("6.18");
    }

    @Test
    void thePictureHasAMarkForEachRatio() throws Exception {
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(directory.resolve("overview.svg").toFile());
        // envoy: legend, CPU and latency; Sluice: legend, CPU twice, latency once.
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(3);
        assertThat(document.getElementsByTagName("path").getLength()).isEqualTo(4);
    }

    @Test
    void anOverviewIsNotAResult() {
        assertThat(Overview.of(directory).write()).isEqualTo(text);
    }

    @Test
    void ofNothingThereIsAnEmptyOverview(@TempDir Path empty) {
        Overview.of(empty).write();
        assertThat(empty.resolve("overview.svg")).exists();
    }

    private JsonNode data() throws IOException {
        return new ObjectMapper().readTree(Files.readString(directory.resolve("overview.json")));
    }

    private static Results results(String scenario, double openLoopRate, PeerResult... peers) {
        return new Results(
                scenario + "-32",
                "2026-11-24T13:00:00Z",
                "abc",
                MACHINE,
                scenario,
                32,
                5,
                "haproxy",
                openLoopRate,
                0.5,
                List.of(peers).stream()
                        .map(peer -> openLoopRate > 0 ? peer : withoutOpenLoop(peer))
                        .toList(),
                List.of(new Skipped("nginx", "no `nginx` on the path")));
    }

    private static PeerResult peer(String name, double cpuMicros, long errors) {
        List<ClosedRound> closed = IntStream.range(0, 3)
                .mapToObj(round -> new ClosedRound(40_000, 500, 800, cpuMicros, 0.9, 70, round == 0 ? errors : 0))
                .toList();
        List<OpenRound> open = List.of(new OpenRound(100_000, 200, cpuMicros * 30, 900, cpuMicros * 1.5, 0));
        return new PeerResult(
                name,
                "1.0",
                name + " --run",
                50,
                60,
                new Parity(400, 100, 3, Set.of()),
                List.of(cpuMicros),
                true,
                closed,
                null,
                open);
    }

    private static PeerResult withoutOpenLoop(PeerResult peer) {
        return new PeerResult(
                peer.name(),
                peer.version(),
                peer.commandLine(),
                peer.startMillis(),
                peer.idleResidentMebibytes(),
                peer.parity(),
                peer.warmUpCpuMicros(),
                peer.settled(),
                peer.closedLoop(),
                peer.systemCallsPerRequest(),
                List.of());
    }
}
