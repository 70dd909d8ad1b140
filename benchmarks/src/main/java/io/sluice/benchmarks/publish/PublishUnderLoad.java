package io.sluice.benchmarks.publish;

import io.sluice.benchmarks.load.OpenLoop;
import io.sluice.benchmarks.load.OpenLoopReport;
import io.sluice.benchmarks.load.Scenario;
import io.sluice.benchmarks.process.ProductionJvm;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.StubModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code benchmarks/publish}. */
@Command(
        name = "benchmarks/publish",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Publishes a large table again and again under a fixed rate of requests, and shows the slowest of"
                + " them.",
        footer = {"", "Example: benchmarks/publish --models 10000 --rate 5000", "Exit: 0 measured, 1 a request failed."
        })
public final class PublishUnderLoad implements Callable<Integer> {
    private static final int CONNECTIONS = 32;

    @Option(
            names = "--models",
            defaultValue = "10000",
            description = "Routes, with two clusters each (${DEFAULT-VALUE}).")
    private int models;

    @Option(names = "--rate", defaultValue = "5000", description = "Requests a second (${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Rounds, each once without tables and once with (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--secs", defaultValue = "5", description = "Length of half a round, seconds (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--every",
            defaultValue = "1000",
            description = "Milliseconds between two tables (${DEFAULT-VALUE}).")
    private int everyMillis;

    @Option(
            names = "--java-flags",
            required = true,
            description = "File of the production flags, as ./sluice reads it.")
    private Path flags = Path.of("");

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new PublishUnderLoad())
                .setOverwrittenOptionsAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        int port = FreePort.any();
        try (StubModel model = StubModel.start(0, "main")) {
            Process router = new ProcessBuilder(ProductionJvm.command(
                            flags,
                            PublishingRouter.class,
                            Stream.of(models, port, model.port(), 1)
                                    .map(String::valueOf)
                                    .toList()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader answers = router.inputReader(StandardCharsets.US_ASCII);
                    Writer orders = router.outputWriter(StandardCharsets.US_ASCII);
                    OpenLoop load = new OpenLoop(Scenario.SMALL, CONNECTIONS)) {
                return measure(port, new Tables(answers, orders), load);
            } finally {
                router.destroy();
                router.waitFor();
            }
        }
    }

    private int measure(int port, Tables tables, OpenLoop load) throws IOException, InterruptedException {
        System.out.printf(
                Locale.ROOT, "first table of %d models: %.1f ms, compiled cold%n", models, tables.await() / 1e3);
        load.run(port, rate, Duration.ofSeconds(seconds));
        List<OpenLoopReport> still = new ArrayList<>();
        List<OpenLoopReport> moving = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            still.add(load.run(port, rate, Duration.ofSeconds(seconds)));
            Thread publishing = Thread.ofPlatform().start(tables);
            moving.add(load.run(port, rate, Duration.ofSeconds(seconds)));
            publishing.interrupt();
            publishing.join();
        }
        System.out.printf(Locale.ROOT, "%d requests/s, medians (and ranges) of %d rounds%n", rate, rounds);
        System.out.printf(Locale.ROOT, "no table:           %s%n", words(still));
        System.out.printf(Locale.ROOT, "a table each %.1f s: %s%n", everyMillis / 1e3, words(moving));
        System.out.printf(
                Locale.ROOT,
                "%d tables compiled and published: median %.1f ms, slowest %.1f ms%n",
                tables.tookMicros.size(),
                tables.median() / 1e3,
                Collections.max(tables.tookMicros) / 1e3);
        return Stream.concat(still.stream(), moving.stream())
                                .mapToLong(OpenLoopReport::errors)
                                .sum()
                        == 0
                ? 0
                : 1;
    }

    private static String words(List<OpenLoopReport> reports) {
        return String.format(
                Locale.ROOT,
                "p50 %s, p99 %s, p99.9 %s, slowest %s ms; %d answered, %d failed",
                spread(reports, latency -> latency.getValueAtPercentile(50)),
                spread(reports, latency -> latency.getValueAtPercentile(99)),
                spread(reports, latency -> latency.getValueAtPercentile(99.9)),
                spread(reports, AbstractHistogram::getMaxValue),
                reports.stream().mapToLong(OpenLoopReport::answered).sum(),
                reports.stream().mapToLong(OpenLoopReport::errors).sum());
    }

    private static String spread(List<OpenLoopReport> reports, ToLongFunction<Histogram> figure) {
        long[] sorted = reports.stream()
                .mapToLong(report -> figure.applyAsLong(report.latencyNanos()))
                .sorted()
                .toArray();
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f-%.2f)",
                sorted[sorted.length / 2] / 1e6,
                sorted[0] / 1e6,
                sorted[sorted.length - 1] / 1e6);
    }

    /** Orders tables until it is interrupted. */
    private final class Tables implements Runnable {
        private final BufferedReader answers;
        private final Writer orders;
        private final List<Long> tookMicros = new ArrayList<>();

        Tables(BufferedReader answers, Writer orders) {
            this.answers = answers;
            this.orders = orders;
        }

        long await() throws IOException {
            String line = answers.readLine();
            if (line == null) {
                throw new IOException("the router is gone");
            }
            return Long.parseLong(line);
        }

        @Override
        public void run() {
            try {
                while (true) {
                    Thread.sleep(everyMillis);
                    orders.write('\n');
                    orders.flush();
                    tookMicros.add(await());
                }
            } catch (InterruptedException enough) {
                // The load is over.
            } catch (IOException gone) {
                throw new java.io.UncheckedIOException(gone);
            }
        }

        long median() {
            return tookMicros.stream()
                    .sorted()
                    .skip(tookMicros.size() / 2)
                    .findFirst()
                    .orElse(0L);
        }
    }
}
