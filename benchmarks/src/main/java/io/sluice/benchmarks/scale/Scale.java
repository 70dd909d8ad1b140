package io.sluice.benchmarks.scale;

import static io.sluice.benchmarks.report.TrialOptions.progress;

import io.sluice.benchmarks.figures.Spread;
import io.sluice.benchmarks.process.CpuTime;
import io.sluice.benchmarks.process.ProcessTree;
import io.sluice.benchmarks.process.RouterProcess;
import io.sluice.benchmarks.process.WorkDirectory;
import io.sluice.benchmarks.report.Columns;
import io.sluice.benchmarks.report.TrialOptions;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.StubModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the control plane bears many manifests, seen from outside: {@code benchmarks/scale}. */
@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        description = "Measure start, changes and idling of a router with many manifests.",
        footer = {"", "Example: benchmarks/scale --deployments 200,2000"})
public final class Scale implements Callable<Integer> {
    private static final double MEBIBYTE = 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

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

    @Mixin
    private TrialOptions options = new TrialOptions();

    private Scale() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Scale()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<Scaled> rows = new ArrayList<>();
        for (int count : deployments) {
            progress(count * Fleet.FILES_A_DEPLOYMENT + " manifests");
            rows.add(measure(count));
        }
        Columns table = Columns.ofFigures()
                .row(
                        "manifests",
                        "first table ms",
                        "its CPU s",
                        "change live ms",
                        "longest",
                        "its CPU ms",
                        "idle CPU %",
                        "resident MB");
        for (Scaled row : rows) {
            table.row(
                    Integer.toString(row.manifests()),
                    Columns.decimal(row.firstTableMillis(), 0),
                    Columns.decimal(row.firstTableCpuSeconds(), 1),
                    Columns.decimal(row.changeMillis().median(), 0),
                    Columns.decimal(row.changeMillis().max(), 0),
                    Columns.decimal(row.changeCpuMillis(), 0),
                    Columns.decimal(row.idlePercent(), 2),
                    Columns.decimal(row.residentMebibytes(), 0));
        }
        options.report(
                "scale", "start to ready, " + changes + " changed weights, " + idleSeconds + " s idle", rows, table);
        return 0;
    }

    private record Scaled(
            int manifests,
            double firstTableMillis,
            double firstTableCpuSeconds,
            Spread changeMillis,
            double changeCpuMillis,
            double idlePercent,
            double residentMebibytes) {}

    private Scaled measure(int count) throws Exception {
        try (WorkDirectory work = WorkDirectory.create("scale");
                StubModel main = StubModel.start(0, "main");
                StubModel canary = StubModel.start(0, "canary")) {
            Path directory = work.directory("manifests");
            Fleet fleet = new Fleet(directory, count, flat ? 1 : Math.max(1, count / 20), main.port(), canary.port());
            fleet.write();
            return measure(fleet);
        }
    }

    private Scaled measure(Fleet fleet) throws Exception {
        try (RouterProcess router =
                RouterProcess.start(options.repository(), fleet.directory(), List.of("--drain-seconds", "1"))) {
            ProcessTree tree = router.tree();
            double startSeconds = tree.cpuTime().nanosSince(CpuTime.NONE) / 1e9;
            CpuTime started = tree.cpuTime();
            Spread live = changes(fleet);
            double changeMillis = tree.cpuTime().nanosSince(started) / 1e6 / changes;
            Thread.sleep(Duration.ofSeconds(settleSeconds));
            return new Scaled(
                    fleet.deployments() * Fleet.FILES_A_DEPLOYMENT,
                    router.startTime().toNanos() / 1e6,
                    startSeconds,
                    live,
                    changeMillis,
                    idlePercent(tree),
                    tree.residentBytes() / MEBIBYTE);
        }
    }

    /** From the rename of the edited file to the first answer of the other predictor, milliseconds. */
    private Spread changes(Fleet fleet) throws Exception {
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
        return Spread.of(millis.stream().mapToDouble(Double::doubleValue).toArray());
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
}
