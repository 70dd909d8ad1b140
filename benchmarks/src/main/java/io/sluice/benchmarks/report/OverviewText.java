package io.sluice.benchmarks.report;

import static io.sluice.benchmarks.report.Columns.decimal;
import static io.sluice.benchmarks.report.Columns.spread;

import io.sluice.benchmarks.figures.ClosedRound;
import io.sluice.benchmarks.figures.OpenRound;
import io.sluice.benchmarks.peer.Peers;
import io.sluice.benchmarks.process.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** The overview for reading: a table a figure, with a row for each scenario and a column for each proxy; then the trials, then goals. */
final class OverviewText {
    private final Overview overview;
    private final List<Goal> goals;

    OverviewText(Overview overview, List<Goal> goals) {
        this.overview = overview;
        this.goals = goals;
    }

    String text() {
        List<String> parts = new ArrayList<>(List.of(
                machines(),
                versions(),
                table(
                        "CPU per request in the closed loop: the reference in microseconds, the others as ratios to it,"
                                + " taken round by round, median (smallest-largest)",
                        results -> true,
                        (results, peer) -> peer.equals(results.reference())
                                ? decimal(
                                        results.closed(peer, ClosedRound::cpuMicrosPerRequest)
                                                .median(),
                                        1)
                                : spread(
                                        results.closedRatio(
                                                peer, results.reference(), ClosedRound::cpuMicrosPerRequest),
                                        2)),
                table(
                        "p99 at half load: the reference in milliseconds, the others as ratios to it",
                        OverviewText::hasOpenLoop,
                        (results, peer) -> peer.equals(results.reference())
                                ? decimal(
                                        results.open(peer, OpenRound::p99Micros).median() / 1e3, 2)
                                : spread(results.openRatio(peer, results.reference(), OpenRound::p99Micros), 2)),
                table(
                        "p99.9 at half load, likewise",
                        OverviewText::hasOpenLoop,
                        (results, peer) -> peer.equals(results.reference())
                                ? decimal(
                                        results.open(peer, OpenRound::p999Micros)
                                                        .median()
                                                / 1e3,
                                        2)
                                : spread(results.openRatio(peer, results.reference(), OpenRound::p999Micros), 2)),
                table(
                        "Requests a second in the closed loop",
                        results -> true,
                        (results, peer) -> decimal(
                                results.closed(peer, ClosedRound::requestsPerSecond)
                                        .median(),
                                0)),
                table(
                        "System calls per request",
                        results -> true,
                        (results, peer) -> results.peer(peer)
                                .map(PeerResult::systemCallsPerRequest)
                                .map(calls -> decimal(calls, 2))
                                .orElse("-")),
                table(
                        "Resident MB in the closed loop",
                        results -> true,
                        (results, peer) -> decimal(
                                results.closed(peer, ClosedRound::residentMebibytes)
                                        .median(),
                                0))));
        parts.addAll(trials());
        parts.add(goals());
        return String.join("\n", parts);
    }

    /** One line where all was measured on one machine. */
    private String machines() {
        Map<Machine, List<String>> scenarios =
                new TreeMap<>((one, other) -> one.words().compareTo(other.words()));
        for (Results results : overview.comparisons()) {
            scenarios
                    .computeIfAbsent(results.machine(), machine -> new ArrayList<>())
                    .add(results.name());
        }
        StringBuilder text = new StringBuilder();
        scenarios.forEach((machine, names) -> text.append(machine.words())
                .append(scenarios.size() == 1 ? "" : ": " + String.join(" ", names))
                .append('\n'));
        Columns runs = Columns.ofWords().row("scenario", "measured", "revision", "stolen s", "open loop", "remarks");
        for (Results results : overview.comparisons()) {
            runs.row(
                    results.name(),
                    results.begun(),
                    results.revision(),
                    decimal(results.stolenSeconds(), 1),
                    hasOpenLoop(results) ? decimal(results.openLoopRate(), 0) + "/s" : "-",
                    results.errors() == 0 ? "" : results.errors() + " requests failed");
        }
        return text + "\n" + runs.text();
    }

    private static boolean hasOpenLoop(Results results) {
        return results.openLoopRate() > 0;
    }

    private String versions() {
        Map<String, String> versions = new TreeMap<>();
        for (Results results : overview.comparisons()) {
            results.skipped().forEach(skipped -> versions.putIfAbsent(skipped.name(), "skipped: " + skipped.reason()));
        }
        for (Results results : overview.comparisons()) {
            results.peers().forEach(peer -> versions.put(peer.name(), peer.version()));
        }
        Columns rows = Columns.ofWords();
        versions.forEach(rows::row);
        return rows.text();
    }

    private String table(String title, Predicate<Results> which, BiFunction<Results, String, String> cell) {
        List<Results> measured = overview.comparisons().stream().filter(which).toList();
        List<String> peers = Peers.NAMES.stream()
                .filter(name ->
                        measured.stream().anyMatch(results -> results.peer(name).isPresent()))
                .toList();
        List<String> heading = new ArrayList<>(peers);
        heading.addFirst("scenario");
        Columns rows = Columns.ofFigures().row(heading.toArray(String[]::new));
        for (Results results : measured) {
            List<String> row = new ArrayList<>(
                    peers.stream().map(peer -> cell.apply(results, peer)).toList());
            row.addFirst(results.name());
            rows.row(row.toArray(String[]::new));
        }
        return title + "\n" + rows.text();
    }

    private List<String> trials() {
        return overview.trials().keySet().stream()
                .map(trial -> trial + ": " + overview.files().text(trial))
                .toList();
    }

    private String goals() {
        Columns rows = Columns.ofWords().row("goal", "at most", "measured", "");
        for (Goal goal : goals) {
            rows.row(
                    goal.what(),
                    decimal(goal.most(), 2),
                    spread(goal.measured(), 2),
                    goal.reached() ? "reached" : "MISSED");
        }
        return rows.text();
    }
}
