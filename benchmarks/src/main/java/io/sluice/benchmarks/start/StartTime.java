package io.sluice.benchmarks.start;

import static io.sluice.benchmarks.report.TrialOptions.progress;

import io.sluice.benchmarks.figures.Spread;
import io.sluice.benchmarks.process.CpuTime;
import io.sluice.benchmarks.process.RouterProcess;
import io.sluice.benchmarks.process.WorkDirectory;
import io.sluice.benchmarks.report.Columns;
import io.sluice.benchmarks.report.TrialOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmarks/start}. */
@Command(
        name = "benchmarks/start",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "From the start of a router's process to /ready 200, on the demo's manifest, in interleaved rounds: by"
                        + " the launcher, by the command that the launcher becomes, and by that without the cache of"
                        + " loaded classes.",
        footer = {"", "Port 8000 must be free. Exit: 0 measured, 1 a router did not start."})
public final class StartTime implements Callable<Integer> {
    private static final double MEBIBYTE = 1024 * 1024;

    @Option(names = "--rounds", defaultValue = "9", description = "Rounds (${DEFAULT-VALUE}).")
    private int rounds;

    @Mixin
    private TrialOptions options = new TrialOptions();

    /** One start. */
    private record Round(double readyMillis, double cpuMillis, double residentMebibytes) {}

    private record Started(
            String way, Spread readyMillis, Spread cpuMillis, Spread residentMebibytes, List<Round> rounds) {}

    /** A way to start, and its rounds so far. */
    private record Way(String name, List<String> launcher, List<Round> rounds) {
        Started row() {
            return new Started(
                    name,
                    spread(Round::readyMillis),
                    spread(Round::cpuMillis),
                    spread(Round::residentMebibytes),
                    rounds);
        }

        private Spread spread(ToDoubleFunction<Round> figure) {
            return Spread.of(rounds.stream().mapToDouble(figure).toArray());
        }
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new StartTime()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (WorkDirectory work = WorkDirectory.create("start")) {
            Path manifests = work.directory("manifests");
            Files.copy(
                    options.repository().resolve("demo/canary-example-1/manifests.yaml"),
                    manifests.resolve("demo.yaml"));
            List<Way> ways = ways(manifests);
            for (int round = 0; round < rounds; round++) {
                progress("round " + (round + 1) + " of " + rounds);
                for (Way way : round % 2 == 0 ? ways : ways.reversed()) {
                    way.rounds.add(start(way, manifests));
                }
            }
            report(ways.stream().map(Way::row).toList());
        }
        return 0;
    }

    /** The first start makes the cache, where there is none, and shows what the launcher becomes. */
    private List<Way> ways(Path manifests) throws IOException, InterruptedException {
        List<String> launcher = List.of(options.repository().resolve("sluice").toString());
        List<String> java;
        try (RouterProcess router = RouterProcess.start(launcher, manifests, List.of())) {
            List<String> arguments = router.tree().arguments();
            java = arguments.subList(0, arguments.indexOf("run"));
        }
        List<Way> ways = new ArrayList<>(List.of(new Way("./sluice", launcher, new ArrayList<>())));
        if (java.stream().anyMatch(StartTime::namesCache)) {
            ways.add(new Way("java, with its cache", java, new ArrayList<>()));
        }
        List<String> bare =
                java.stream().filter(Predicate.not(StartTime::namesCache)).toList();
        ways.add(new Way("java, without", bare, new ArrayList<>()));
        return ways;
    }

    /** The AOT cache of JDK 25 and newer, the archive of classes before. */
    private static boolean namesCache(String flag) {
        return flag.startsWith("-XX:AOTCache=") || flag.startsWith("-XX:SharedArchiveFile=");
    }

    private static Round start(Way way, Path manifests) throws IOException, InterruptedException {
        try (RouterProcess router = RouterProcess.start(way.launcher, manifests, List.of("--drain-seconds", "1"))) {
            return new Round(
                    router.startTime().toNanos() / 1e6,
                    router.tree().cpuTime().nanosSince(CpuTime.NONE) / 1e6,
                    router.tree().residentBytes() / MEBIBYTE);
        }
    }

    private void report(List<Started> rows) {
        Columns table = Columns.ofFigures().row("started by", "ready ms", "its CPU ms", "resident MB");
        for (Started row : rows) {
            table.row(
                    row.way(),
                    Columns.spread(row.readyMillis(), 0),
                    Columns.spread(row.cpuMillis(), 0),
                    Columns.spread(row.residentMebibytes(), 0));
        }
        options.report("start", "the demo's manifest, " + rounds + " rounds", rows, table);
    }
}
