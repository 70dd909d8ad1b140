package io.sluice.benchmarks;

import io.sluice.benchmarks.load.ClosedLoop;
import io.sluice.benchmarks.load.OpenLoop;
import io.sluice.benchmarks.load.Scenario;
import io.sluice.benchmarks.peer.Candidate;
import io.sluice.benchmarks.peer.Candidate.Ready;
import io.sluice.benchmarks.peer.Candidate.Skipped;
import io.sluice.benchmarks.peer.Contestant;
import io.sluice.benchmarks.peer.Peer;
import io.sluice.benchmarks.peer.Peers;
import io.sluice.benchmarks.process.Children;
import io.sluice.benchmarks.process.Cores;
import io.sluice.benchmarks.process.Executables;
import io.sluice.benchmarks.process.Machine;
import io.sluice.benchmarks.process.Revision;
import io.sluice.benchmarks.process.SystemCalls;
import io.sluice.benchmarks.process.WorkDirectory;
import io.sluice.benchmarks.report.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code benchmarks/run}. */
@Command(
        name = "benchmarks/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures Sluice and other proxies side by side on two cores.",
        footer = {
            "",
            "Example: benchmarks/run --peers haproxy,nginx,sluice --scenario 1k",
            "Exit: 0 measured, 1 a proxy failed or answered with errors, 2 not as asked."
        })
public final class SideBySide implements Callable<Integer> {
    @Option(names = "--peers", split = ",", description = "Of ${DEFAULT-VALUE}; those not installed are skipped.")
    private List<String> peers = Peers.NAMES;

    @Option(
            names = "--scenario",
            defaultValue = "small",
            description = "small, 1k, 16k, 100k, 1m, chunked (HTTP/1.1); tls, handshakes (a connection per request); h2"
                    + " (callers HTTP/2, models HTTP/1.1); grpc, grpc-10m.")
    private String scenario = "small";

    @Option(names = "--rounds", defaultValue = "9", description = "Interleaved rounds per proxy (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--secs", defaultValue = "5", description = "Length of a round, seconds (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--conns", description = "Client connections (32; over HTTP/2 4, with 32 streams each).")
    private @Nullable Integer connections;

    @Option(
            names = "--warm-up",
            defaultValue = "20",
            description = "At most so many warm-up rounds (${DEFAULT-VALUE}).")
    private int warmUpRounds;

    @Option(names = "--reference", defaultValue = "haproxy", description = "Ratios are taken to it (${DEFAULT-VALUE}).")
    private String reference = "haproxy";

    @Option(names = "--strace", description = "Count system calls with strace where perf is not permitted.")
    private boolean strace;

    @Option(
            names = "--quick",
            description = "One short round after one of warm-up: to see that all works, not to quote.")
    private boolean quick;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "Where figures are written as data, as a table and as a picture (benchmarks/target/results).")
    private @Nullable Path results;

    @Option(names = "--name", description = "What the results are called (SCENARIO-CONNECTIONS).")
    private @Nullable String name;

    @Option(names = "--repository", hidden = true, defaultValue = ".")
    private Path repository = Path.of(".");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SideBySide())
                .setParameterExceptionHandler((mistake, parsed) -> {
                    mistake.getCommandLine().getErr().println(mistake.getMessage());
                    return 2;
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println(failure.getMessage());
                    return 1;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        requireTools();
        try (WorkDirectory work = WorkDirectory.create("benchmarks");
                Children children = new Children(work.path())) {
            Results results = measure(work.path(), children);
            Path directory = directory();
            System.out.print(results.writeTo(directory));
            progress("written: " + directory.resolve(results.name()) + ".json, .txt and .svg");
            return results.errors() == 0 ? 0 : 1;
        }
    }

    private Results measure(Path work, Children children) {
        Plan plan = plan();
        try (Peers known = new Peers(repository.toAbsolutePath().normalize(), work, plan.scenario())) {
            return measure(plan, known, work, children);
        }
    }

    private Results measure(Plan plan, Peers known, Path work, Children children) {
        List<Candidate> candidates = candidates(known);
        Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        long stolenNanos = Machine.stolenNanos();
        Contestant.startBackends(children, Cores.LOAD, work, plan.scenario());
        List<Measurement> measurements = candidates.stream()
                .flatMap(candidate -> candidate instanceof Ready(Peer peer) ? Stream.of(peer) : null)
                .map(peer -> new Measurement(
                        Contestant.start(peer, known.probe(), children, Cores.PROXY), known.probe(), plan))
                .toList();
        Experiment experiment = new Experiment(plan, measurements, SideBySide::progress);
        ClosedLoop callers = ClosedLoop.of(work, plan.scenario(), plan.connections());
        experiment.closedLoop(callers);
        experiment.systemCalls(callers, SystemCalls.available(strace, work));
        try (OpenLoop generator = new OpenLoop(plan.scenario(), plan.connections())) {
            double rate = experiment.openLoop(generator);
            return new Results(
                    name == null ? plan.scenario().word() + "-" + plan.connections() : name,
                    begun.toString(),
                    Revision.of(repository),
                    Machine.here(),
                    plan.scenario().word(),
                    plan.connections(),
                    (int) plan.round().toSeconds(),
                    plan.reference(),
                    rate,
                    (Machine.stolenNanos() - stolenNanos) / 1e9,
                    measurements.stream().map(Measurement::result).toList(),
                    candidates.stream()
                            .filter(Skipped.class::isInstance)
                            .map(Skipped.class::cast)
                            .toList());
        }
    }

    private List<Candidate> candidates(Peers known) {
        try {
            List<Candidate> candidates = peers.stream().map(known::named).toList();
            for (Candidate candidate : candidates) {
                if (candidate instanceof Skipped(String name, String reason)) {
                    progress(name + ": skipped, " + reason);
                }
            }
            return candidates;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private Plan plan() {
        Scenario asked = scenario();
        int callers = connections == null ? asked.connections() : connections;
        if (rounds < 1 || seconds < 1 || callers < 1 || warmUpRounds < 0) {
            throw new ParameterException(spec.commandLine(), "rounds, seconds and connections begin at 1");
        }
        return quick
                ? new Plan(asked, callers, 1, asked.shortestRound(), 1, reference)
                : new Plan(asked, callers, rounds, Duration.ofSeconds(seconds), warmUpRounds, reference);
    }

    private Path directory() {
        return results == null ? repository.resolve("benchmarks/target/results") : results;
    }

    private Scenario scenario() {
        try {
            return Scenario.named(scenario);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private void requireTools() {
        Map<String, String> packages = Map.of("wrk", "wrk", "h2load", "nghttp2-client", "taskset", "util-linux");
        for (String tool : List.of(ClosedLoop.program(scenario()), "taskset")) {
            if (Executables.find(tool).isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "no `" + tool + "` on the path (apt-get install " + packages.get(tool) + ")");
            }
        }
    }

    private static void progress(String line) {
        System.err.println(line);
    }
}
