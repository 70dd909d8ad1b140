package io.sluice.benchmarks.report;

import static io.sluice.benchmarks.report.Columns.decimal;

import io.sluice.benchmarks.figures.ClosedRound;
import io.sluice.benchmarks.figures.OpenRound;
import io.sluice.benchmarks.figures.Spread;
import io.sluice.benchmarks.process.Machine;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
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
        Machine machine = results.machine();
        Columns versions = Columns.ofWords();
        results.peers().forEach(peer -> versions.row(peer.name(), peer.version()));
        results.skipped().forEach(skipped -> versions.row(skipped.name(), "skipped: " + skipped.reason()));
        return results.begun() + ", revision " + results.revision() + "\n" + machine.processor() + ", "
                + machine.cores()
                + " cores, kernel " + machine.kernel() + ", TCP " + machine.congestionControl() + ", Java "
                + machine.jdk() + "\n" + versions.text();
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
            Spread cpu = closed(peer, ClosedRound::cpuMicrosPerRequest);
            Spread cpuRatio = ratio(peer, PeerResult::closedLoop, ClosedRound::cpuMicrosPerRequest);
            Spread rateRatio = ratio(peer, PeerResult::closedLoop, ClosedRound::requestsPerSecond);
            Double calls = peer.systemCallsPerRequest();
            rows.row(
                    peer.name(),
                    decimal(closed(peer, ClosedRound::requestsPerSecond).median(), 0),
                    decimal(closed(peer, ClosedRound::p50Micros).median() / 1e3, 2),
                    decimal(closed(peer, ClosedRound::p99Micros).median() / 1e3, 2),
                    decimal(cpu.median(), 1),
                    range(cpu, 1),
                    decimal(closed(peer, ClosedRound::coreBusy).median() * 100, 0) + "%",
                    calls == null ? "-" : decimal(calls, 2),
                    decimal(closed(peer, ClosedRound::residentMebibytes).median(), 0),
                    "|",
                    decimal(cpuRatio.median(), 2),
                    range(cpuRatio, 2),
                    decimal(rateRatio.median(), 2),
                    range(rateRatio, 2),
                    decimal(
                            ratio(peer, PeerResult::closedLoop, ClosedRound::p99Micros)
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
            Spread p99 = open(peer, round -> round.p99Micros() / 1e3);
            Spread cpu = open(peer, OpenRound::cpuMicrosPerRequest);
            Spread cpuRatio = ratio(peer, PeerResult::openLoop, OpenRound::cpuMicrosPerRequest);
            Spread p99Ratio = ratio(peer, PeerResult::openLoop, OpenRound::p99Micros);
            rows.row(
                    peer.name(),
                    decimal(open(peer, OpenRound::p50Micros).median() / 1e3, 2),
                    decimal(p99.median(), 2),
                    range(p99, 2),
                    decimal(open(peer, OpenRound::p999Micros).median() / 1e3, 2),
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

    private static Spread closed(PeerResult peer, ToDoubleFunction<ClosedRound> figure) {
        return Spread.of(figures(peer.closedLoop(), figure));
    }

    private static Spread open(PeerResult peer, ToDoubleFunction<OpenRound> figure) {
        return Spread.of(figures(peer.openLoop(), figure));
    }

    private <R> Spread ratio(PeerResult peer, Function<PeerResult, List<R>> loop, ToDoubleFunction<R> figure) {
        return results.referencePeer()
                .map(other -> Spread.ofRatios(figures(loop.apply(peer), figure), figures(loop.apply(other), figure)))
                .orElseGet(Spread::of);
    }

    private static <R> double[] figures(List<R> rounds, ToDoubleFunction<R> figure) {
        return rounds.stream().mapToDouble(figure).toArray();
    }

    private static <R> long sum(List<R> rounds, ToLongFunction<R> figure) {
        return rounds.stream().mapToLong(figure).sum();
    }

    private static String range(Spread spread, int decimals) {
        return decimal(spread.min(), decimals) + "-" + decimal(spread.max(), decimals);
    }
}
