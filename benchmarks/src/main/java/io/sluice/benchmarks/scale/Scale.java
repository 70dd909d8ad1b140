package io.sluice.benchmarks.scale;

import io.sluice.benchmarks.process.CpuTime;
import io.sluice.benchmarks.process.ProcessTree;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.StubModel;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How the control plane bears many manifests, seen from outside: {@code benchmarks/scale}. */
@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        description = "Measure start, changes and idling of a router with many manifests.",
        footer = {"", "Example: benchmarks/scale --deployments 200,2000"})
public final class Scale implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Option(names = "--repository", required = true, paramLabel = "DIR", description = "Where ./sluice is.")
    private Path repository = Path.of(".");

    @Option(
            names = "--deployments",
            split = ",",
            defaultValue = "200,2000",
            description = "SeldonDeployments, five files each (default: ${DEFAULT-VALUE}).")
    private List<Integer> deployments = List.of();

    @Option(names = "--flat", description = "All files in one directory, not one a namespace.")
    private boolean flat;

    @Option(
            names = "--changes",
            defaultValue = "9",
            description = "Changed weights to wait for (default: ${DEFAULT-VALUE}).")
    private int changes;

    @Option(
            names = "--settle-seconds",
            defaultValue = "15",
            description = "How long to leave it alone before: compilers finish (default: ${DEFAULT-VALUE}).")
    private int settleSeconds;

    @Option(
            names = "--idle-seconds",
            defaultValue = "20",
            description = "How long to watch it idle (default: ${DEFAULT-VALUE}).")
    private int idleSeconds;

    private Scale() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Scale()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        System.out.println(
                "manifests  first table ms  its CPU s  change live ms (median, max)  its CPU ms  idle CPU %  resident"
                        + " MB");
        for (int count : deployments) {
            measure(count);
        }
        return 0;
    }

    private void measure(int count) throws Exception {
        Path directory = Files.createTempDirectory("sluice-scale");
        try (StubModel main = StubModel.start(0, "main");
                StubModel canary = StubModel.start(0, "canary")) {
            Fleet fleet = new Fleet(directory, count, flat ? 1 : Math.max(1, count / 20), main.port(), canary.port());
            fleet.write();
            measure(fleet);
        } finally {
            delete(directory);
        }
    }

    private void measure(Fleet fleet) throws Exception {
        int admin = FreePort.any();
        long beginNanos = System.nanoTime();
        Process router = new ProcessBuilder(
                        repository.resolve("sluice").toString(),
                        "run",
                        "--manifests",
                        fleet.directory().toString(),
                        "--admin-port",
                        Integer.toString(admin),
                        "--drain-seconds",
                        "1")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            awaitReady(admin, router);
            double firstMillis = millisSince(beginNanos);
            ProcessTree tree = new ProcessTree(router.pid());
            double startSeconds = tree.cpuTime().nanosSince(new CpuTime(0, 0, 1)) / 1e9;
            CpuTime settled = tree.cpuTime();
            List<Double> live = changes(fleet);
            double changeMillis = tree.cpuTime().nanosSince(settled) / 1e6 / changes;
            Thread.sleep(Duration.ofSeconds(settleSeconds));
            double idle = idlePercent(tree);
            System.out.printf(
                    Locale.ROOT,
                    "%9d  %14.0f  %9.1f  %17.0f, %9.0f  %10.0f  %10.2f  %11d%n",
                    fleet.deployments() * Fleet.FILES_A_DEPLOYMENT,
                    firstMillis,
                    startSeconds,
                    live.get(live.size() / 2),
                    live.get(live.size() - 1),
                    changeMillis,
                    idle,
                    tree.residentBytes() >> 20);
        } finally {
            router.destroy();
            router.waitFor();
        }
    }

    private static void awaitReady(int admin, Process router) throws Exception {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - endNanos < 0 && router.isAlive()) {
            try (RawClient client = RawClient.connect(admin)) {
                if (client.send("GET /ready HTTP/1.1\r\nhost: localhost\r\n\r\n")
                        .message()
                        .contains(" 200 ")) {
                    return;
                }
            } catch (IOException notYet) {
                // The port is not open yet.
            }
            Thread.sleep(5);
        }
        throw new IllegalStateException("the router was not ready in " + PATIENCE);
    }

    /** From the rename of the edited file to the first answer of the other predictor, milliseconds, smallest first. */
    private List<Double> changes(Fleet fleet) throws Exception {
        List<Double> millis = new ArrayList<>();
        try (RawClient client = RawClient.connect(8000)) {
            for (int i = 0; i < changes; i++) {
                boolean toMain = i % 2 == 0;
                fleet.weight(0, toMain ? 100 : 0, toMain ? 0 : 100);
                long beginNanos = System.nanoTime();
                await(client, fleet, toMain ? "main" : "canary");
                millis.add(millisSince(beginNanos));
                Thread.sleep(Duration.ofMillis(500));
            }
        }
        millis.sort(Double::compare);
        return millis;
    }

    private static void await(RawClient client, Fleet fleet, String predictor) throws Exception {
        String request = "POST " + fleet.path(0) + " HTTP/1.1\r\nhost: " + fleet.host(0)
                + ":8000\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        String answer = "";
        while (System.nanoTime() - endNanos < 0) {
            answer = client.send(request).message();
            if (answer.contains("\"predictor\":\"" + predictor + "\"")) {
                return;
            }
            Thread.sleep(2);
        }
        throw new IllegalStateException("no answer of " + predictor + "; the last was " + answer);
    }

    private double idlePercent(ProcessTree tree) throws InterruptedException {
        CpuTime begin = tree.cpuTime();
        long beginNanos = System.nanoTime();
        Thread.sleep(Duration.ofSeconds(idleSeconds));
        return 100.0 * tree.cpuTime().nanosSince(begin) / (System.nanoTime() - beginNanos);
    }

    private static double millisSince(long beginNanos) {
        return (System.nanoTime() - beginNanos) / 1e6;
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, java.io.IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
