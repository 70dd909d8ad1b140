package io.sluice.benchmarks.report;

import static io.sluice.benchmarks.report.Columns.decimal;
import static io.sluice.benchmarks.report.Columns.range;

import io.sluice.benchmarks.figures.ClosedRound;
import io.sluice.benchmarks.figures.OpenRound;
import io.sluice.benchmarks.figures.Spread;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The results for reading: medians over rounds, min-max beside what decides, ratios to the reference at the end of a row. */
final class TextTable {
    private final Results results;

    private TextTable(Results results) {
        this.results = results;
    }

    static String of(Results results) {
        TextTable table = new TextTable(results);
        return String.join("\n", table.heading(), table.closedLoop(), table.openLoop(), table.remarks());
    }

    private String heading() {
        Columns versions = Columns.ofWords();
        results.peers().forEach(peer -> versions.row(peer.name(), peer.version()));
        results.skipped().forEach(skipped -> versions.row(skipped.name(), "skipped: " + skipped.reason()));
        return Findings.heading(results.begun(), results.revision(), results.machine()) + versions.text();
    }

    private String closedLoop() {
        Columns rows = Columns.ofFigures()
                .row(
                        "proxy",
                        "req/s",
                        "p50 ms",
                        "p99 ms",
                        "CPU us",
                        "min-max",
                        "core",
                        "calls/req",
                        "RSS MB",
                        "|",
                        "CPU x",
                        "min-max",
                        "req/s x",
                        "min-max",
                        "p99 x",
                        "errors");
        for (PeerResult peer : results.peers()) {
            String name = peer.name();
            Spread cpu = results.closed(name, ClosedRound::cpuMicrosPerRequest);
            Spread cpuRatio = results.closedRatio(name, results.reference(), ClosedRound::cpuMicrosPerRequest);
            Spread rateRatio = results.closedRatio(name, results.reference(), ClosedRound::requestsPerSecond);
            Double calls = peer.systemCallsPerRequest();
            rows.row(
                    name,
                    decimal(results.closed(name, ClosedRound::requestsPerSecond).median(), 0),
                    decimal(results.closed(name, ClosedRound::p50Micros).median() / 1e3, 2),
                    decimal(results.closed(name, ClosedRound::p99Micros).median() / 1e3, 2),
                    decimal(cpu.median(), 1),
                    range(cpu, 1),
                    decimal(results.closed(name, ClosedRound::coreBusy).median() * 100, 0) + "%",
                    calls == null ? "-" : decimal(calls, 2),
                    decimal(results.closed(name, ClosedRound::residentMebibytes).median(), 0),
                    "|",
                    decimal(cpuRatio.median(), 2),
                    range(cpuRatio, 2),
                    decimal(rateRatio.median(), 2),
                    range(rateRatio, 2),
                    decimal(
                            results.closedRatio(name, results.reference(), ClosedRound::p99Micros)
                                    .median(),
                            2),
                    Long.toString(sum(peer.closedLoop(), ClosedRound::errors)));
        }
        return "Closed loop: " + results.scenario() + ", " + results.connections() + " connections, rounds of "
                + results.secondsPerRound() + " s; medians; x = ratio to " + results.reference()
                + ", taken round by round\n" + rows.text();
    }

    private String openLoop() {
        if (results.openLoopRate() == 0) {
            return "No open loop: it speaks HTTP/1.1 in plaintext, at half the rate of " + results.reference()
                    + " in the closed loop\n";
        }
        Columns rows = Columns.ofFigures()
                .row(
                        "proxy",
                        "p50 ms",
                        "p99 ms",
                        "min-max",
                        "p99.9 ms",
                        "CPU us",
                        "min-max",
                        "|",
                        "CPU x",
                        "min-max",
                        "p99 x",
                        "min-max",
                        "errors");
        for (PeerResult peer : results.peers()) {
            String name = peer.name();
            Spread p99 = results.open(name, round -> round.p99Micros() / 1e3);
            Spread cpu = results.open(name, OpenRound::cpuMicrosPerRequest);
            Spread cpuRatio = results.openRatio(name, results.reference(), OpenRound::cpuMicrosPerRequest);
            Spread p99Ratio = results.openRatio(name, results.reference(), OpenRound::p99Micros);
            rows.row(
                    name,
                    decimal(results.open(name, OpenRound::p50Micros).median() / 1e3, 2),
                    decimal(p99.median(), 2),
                    range(p99, 2),
                    decimal(results.open(name, OpenRound::p999Micros).median() / 1e3, 2),
                    decimal(cpu.median(), 1),
                    range(cpu, 1),
                    "|",
                    decimal(cpuRatio.median(), 2),
                    range(cpuRatio, 2),
                    decimal(p99Ratio.median(), 2),
                    range(p99Ratio, 2),
                    Long.toString(sum(peer.openLoop(), OpenRound::errors)));
        }
        return "Open loop: " + decimal(results.openLoopRate(), 0)
                + " requests/s for all, latency from the intended send time\n" + rows.text();
    }

    private String remarks() {
        Columns rows = Columns.ofWords().row("proxy", "start ms", "idle MB", "warm-up", "canary", "seen to do");
        for (PeerResult peer : results.peers()) {
            rows.row(
                    peer.name(),
                    Long.toString(peer.startMillis()),
                    decimal(peer.idleResidentMebibytes(), 0),
                    peer.warmUpCpuMicros().size() + (peer.settled() ? " rounds" : " rounds, NOT settled"),
                    peer.parity().canary() + " of " + peer.parity().requests(),
                    peer.parity().seen().stream().map(Enum::name).collect(Collectors.joining(" ")));
        }
        return rows.text() + "stolen by the hypervisor: " + decimal(results.stolenSeconds(), 1) + " s\n";
    }

    private static <R> long sum(List<R> rounds, ToLongFunction<R> figure) {
        return rounds.stream().mapToLong(figure).sum();
    }
}
