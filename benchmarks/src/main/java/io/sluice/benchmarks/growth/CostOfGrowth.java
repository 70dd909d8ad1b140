package io.sluice.benchmarks.growth;

import static io.sluice.benchmarks.report.TrialOptions.progress;

import io.sluice.benchmarks.figures.Spread;
import io.sluice.benchmarks.load.OpenLoop;
import io.sluice.benchmarks.load.OpenLoopReport;
import io.sluice.benchmarks.load.Scenario;
import io.sluice.benchmarks.process.CpuTime;
import io.sluice.benchmarks.process.ProcessTree;
import io.sluice.benchmarks.process.ProductionJvm;
import io.sluice.benchmarks.publish.PublishingRouter;
import io.sluice.benchmarks.report.Columns;
import io.sluice.benchmarks.report.TrialOptions;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.StubModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmarks/growth}. */
@Command(
        name = "benchmarks/growth",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "CPU of a request by number of routes and of event loops, in interleaved rounds.",
        footer = {"", "Exit: 0 measured, 1 a request failed."})
public final class CostOfGrowth implements Callable<Integer> {
    private static final int CONNECTIONS = 32;
    private static final int WARM_UP_ROUNDS = 4;

    @Option(names = "--rate", defaultValue = "5000", description = "Requests a second (${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--rounds", defaultValue = "7", description = "Rounds (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--secs", defaultValue = "3", description = "Of one router in a round (${DEFAULT-VALUE}).")
    private int seconds;

    @Mixin
    private TrialOptions options = new TrialOptions();

    private long errors;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new CostOfGrowth()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Contestant> contestants = new ArrayList<>();
        try (StubModel model = StubModel.start(0, "main");
                OpenLoop load = new OpenLoop(Scenario.SMALL, CONNECTIONS)) {
            for (Size size : List.of(new Size(10, 1), new Size(1_000, 1), new Size(10_000, 1), new Size(10, 2))) {
                progress("starting a router of " + size.routes() + " routes");
                contestants.add(new Contestant(size, model.port()));
            }
            for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
                progress(round < 0 ? "warm-up" : "round " + (round + 1) + " of " + rounds);
                for (Contestant contestant : round % 2 == 0 ? contestants : contestants.reversed()) {
                    contestant.run(load, round >= 0);
                }
            }
        } finally {
            contestants.forEach(Contestant::end);
        }
        report(contestants);
        return errors == 0 ? 0 : 1;
    }

    private void report(List<Contestant> contestants) {
        double[] first = contestants.getFirst().micros();
        List<Growth> rows =
                contestants.stream().map(contestant -> contestant.row(first)).toList();
        Columns table = Columns.ofFigures().row("routes", "loops", "CPU us (min-max)", "x of the first (min-max)");
        for (Growth row : rows) {
            table.row(
                    Integer.toString(row.routes()),
                    Integer.toString(row.loops()),
                    Columns.spread(row.cpuMicros(), 1),
                    Columns.spread(row.ratio(), 2));
        }
        String conditions = rate + " requests/s, " + CONNECTIONS + " connections, " + rounds + " rounds of " + seconds
                + " s; CPU per request";
        options.report("growth", conditions, rows, table);
    }

    /** @param ratio to the first row, round by round */
    private record Growth(int routes, int loops, Spread cpuMicros, Spread ratio, List<Double> rounds) {}

    private record Size(int routes, int loops) {}

    /** A router of one size, in a process of its own. */
    private final class Contestant {
        private final Size size;
        private final int port = FreePort.any();
        private final Process process;
        private final List<Double> micros = new ArrayList<>();

        Contestant(Size size, int backend) throws IOException {
            this.size = size;
            List<String> arguments = Stream.of(size.routes(), port, backend, size.loops())
                    .map(String::valueOf)
                    .toList();
            process = new ProcessBuilder(ProductionJvm.command(
                            options.repository().resolve("cli/jvm.options"), PublishingRouter.class, arguments))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader answers = process.inputReader(StandardCharsets.US_ASCII);
            if (answers.readLine() == null) {
                throw new IOException("the router is gone");
            }
        }

        void run(OpenLoop load, boolean counts) throws IOException, InterruptedException {
            ProcessTree tree = new ProcessTree(process.pid());
            CpuTime before = tree.cpuTime();
            OpenLoopReport report = load.run(port, rate, Duration.ofSeconds(seconds));
            errors += report.errors();
            if (counts) {
                micros.add(tree.cpuTime().nanosSince(before) / 1e3 / report.answered());
            }
        }

        double[] micros() {
            return micros.stream().mapToDouble(Double::doubleValue).toArray();
        }

        Growth row(double[] first) {
            double[] own = micros();
            return new Growth(size.routes(), size.loops(), Spread.of(own), Spread.ofRatios(own, first), micros);
        }

        void end() {
            process.destroy();
        }
    }
}
