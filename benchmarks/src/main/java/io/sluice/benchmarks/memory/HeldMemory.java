package io.sluice.benchmarks.memory;

import static io.sluice.benchmarks.report.TrialOptions.progress;

import io.sluice.benchmarks.load.ClosedLoop;
import io.sluice.benchmarks.load.ClosedLoopReport;
import io.sluice.benchmarks.load.Scenario;
import io.sluice.benchmarks.peer.Candidate;
import io.sluice.benchmarks.peer.Contestant;
import io.sluice.benchmarks.peer.Peers;
import io.sluice.benchmarks.process.Children;
import io.sluice.benchmarks.process.Cores;
import io.sluice.benchmarks.process.ProcessTree;
import io.sluice.benchmarks.process.WorkDirectory;
import io.sluice.benchmarks.report.Columns;
import io.sluice.benchmarks.report.TrialOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmarks/memory}. */
@Command(
        name = "benchmarks/memory",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Resident memory of a proxy: idle, and after so many requests of the closed loop.",
        footer = {
            "",
            "Example: benchmarks/memory --peers sluice,haproxy --scenario 100k --requests 100000",
            "Exit: 0 measured, 1 a request failed."
        })
public final class HeldMemory implements Callable<Integer> {
    private static final double MEBIBYTE = 1024 * 1024;
    private static final long SHORTEST_SECONDS = 1;
    private static final long LONGEST_SECONDS = 30;

    @Option(names = "--peers", split = ",", defaultValue = "sluice", description = "Proxies (${DEFAULT-VALUE}).")
    private List<String> peers = List.of();

    @Option(
            names = "--requests",
            split = ",",
            defaultValue = "1000000,10000000",
            description = "After so many, in all (${DEFAULT-VALUE}).")
    private List<Long> requests = List.of();

    @Option(names = "--scenario", defaultValue = "small", description = "As of benchmarks/run (${DEFAULT-VALUE}).")
    private String word = "";

    @Option(names = "--conns", defaultValue = "32", description = "Client connections (${DEFAULT-VALUE}).")
    private int connections;

    @Mixin
    private TrialOptions options = new TrialOptions();

    private final List<Held> rows = new ArrayList<>();
    private long errors;

    /** @param peakMebibytes the most that was resident since its start */
    private record Held(String peer, long requests, double residentMebibytes, double peakMebibytes) {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new HeldMemory()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Scenario scenario = Scenario.named(word);
        for (String peer : peers) {
            try (WorkDirectory work = WorkDirectory.create("memory");
                    Children children = new Children(work.path());
                    Peers known = new Peers(options.repository(), work.path(), scenario)) {
                switch (known.named(peer)) {
                    case Candidate.Skipped(String name, String reason) -> progress(name + ": skipped, " + reason);
                    case Candidate.Ready(var ready) -> {
                        Contestant.startBackends(children, Cores.LOAD, work.path(), scenario);
                        Contestant contestant = Contestant.start(ready, known.probe(), children, Cores.PROXY);
                        measure(contestant, ClosedLoop.of(work.path(), scenario, connections));
                    }
                }
            }
        }
        report();
        return errors == 0 ? 0 : 1;
    }

    private void measure(Contestant contestant, ClosedLoop callers) {
        add(contestant, 0);
        long answered = 0;
        long seconds = SHORTEST_SECONDS;
        for (long goal : requests) {
            while (answered < goal) {
                ClosedLoopReport report = callers.run(contestant.peer().port(), Duration.ofSeconds(seconds));
                answered += report.requests();
                errors += report.errors();
                long left = (long) Math.ceil((goal - answered) / report.requestsPerSecond());
                seconds = Math.clamp(left, SHORTEST_SECONDS, LONGEST_SECONDS);
            }
            add(contestant, answered);
        }
    }

    private void add(Contestant contestant, long answered) {
        String name = contestant.peer().name();
        progress(name + ": " + answered + " requests");
        ProcessTree tree = contestant.tree();
        rows.add(new Held(name, answered, tree.residentBytes() / MEBIBYTE, tree.peakResidentBytes() / MEBIBYTE));
    }

    private void report() {
        Columns table = Columns.ofFigures().row("proxy", "requests", "resident MB", "at most");
        for (Held row : rows) {
            table.row(
                    row.peer(),
                    Long.toString(row.requests()),
                    Columns.decimal(row.residentMebibytes(), 1),
                    Columns.decimal(row.peakMebibytes(), 1));
        }
        options.report("memory", word + " bodies, " + connections + " connections, closed loop", rows, table);
    }
}
