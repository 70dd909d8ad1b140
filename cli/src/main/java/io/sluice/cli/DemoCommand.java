package io.sluice.cli;

import ch.qos.logback.classic.Level;
import io.sluice.router.listen.BindFailure;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.StubModel;
import io.sluice.watcher.Watcher;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice demo}: the first example, with two stub models, on one machine. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Run the first example: a canary of a SeldonDeployment, with two stub models.",
        footer = {"", "Example: sluice demo --port 8080"})
final class DemoCommand implements Callable<Integer> {
    private static final int MAIN_PORT = 18001;
    private static final int CANARY_PORT = 18002;
    private static final int DEFAULT_PORT = 8000;

    @Option(names = "--port", paramLabel = "N", description = "Port of the router (default: 8000).")
    private @Nullable Integer asked;

    @Option(
            names = "--calls",
            paramLabel = "N",
            description = "Call the model N times, show who answered, and end; without --port on any free one.")
    private int calls;

    private int port;

    @Override
    @SuppressWarnings("resource") // all of it lives until the process ends
    public Integer call() throws IOException, InterruptedException {
        if (asked != null && (asked < 1 || asked > 65535)) {
            throw new BadUsage("--port " + asked + ": must be a port, 1 to 65535");
        }
        if (calls < 0) {
            throw new BadUsage("--calls " + calls + ": must be 0 or more");
        }
        port = asked != null ? asked : calls > 0 ? FreePort.any() : DEFAULT_PORT;
        Logging.level(Level.ERROR);
        Path manifests = manifests();
        StubModel main = model(MAIN_PORT, "main");
        StubModel canary = model(CANARY_PORT, "canary");
        Placement placement = new DemoPlacement(port, Map.of(MAIN_PORT, main.port(), CANARY_PORT, canary.port()));
        RunCommand.Started started = run(manifests).serve(placement);
        Serving serving = started.serving();
        Watcher watcher = started.watcher();
        if (!watcher.awaitFirst(Duration.ofSeconds(10))) {
            System.err.println("no table could be made of " + manifests);
            return 1;
        }
        List<BindFailure> failures = serving.bindFailures();
        if (!failures.isEmpty()) {
            System.err.println("port " + failures.get(0).port() + " is taken; choose another with --port");
            serving.close();
            return 1;
        }
        LiveSplit split = new LiveSplit(main, canary);
        if (calls > 0) {
            callTheModel();
            split.last();
            watcher.close();
            serving.drain();
            return 0;
        }
        System.out.print(welcome(manifests, serving.adminPort()));
        try (ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("live-split").factory())) {
            var ticking = ticker.scheduleAtFixedRate(split::print, 200, 200, TimeUnit.MILLISECONDS);
            Ending.onSignal(() -> {
                ticking.cancel(false);
                split.last();
                watcher.close();
                return serving.drain();
            });
            Ending.await();
        }
        return 0;
    }

    /** As the welcome's curl does, on one connection. */
    private void callTheModel() throws IOException {
        String body = "{\"data\":{\"names\":[\"a\",\"b\"],\"ndarray\":[[1,2]]}}";
        String request =
                "POST /seldon/my-ns/canary-example-1/api/v1.0/predictions HTTP/1.1\r\nHost: canary-example-1:8000\r\n"
                        + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        try (RawClient client = RawClient.connect(port)) {
            for (int i = 0; i < calls; i++) {
                client.send(request).message();
            }
        }
    }

    /** Beside the launcher, which says where that is. */
    private static Path manifests() {
        Path home = Path.of(System.getProperty("sluice.home", "."));
        Path manifests = home.resolve("demo").resolve("canary-example-1");
        if (!Files.isDirectory(manifests)) {
            throw new BadUsage("the demo's manifests are not at " + manifests + "; start it by ./sluice demo");
        }
        return manifests;
    }

    /** Where the manifests say, or, if that port is taken, on any free one. */
    private static StubModel model(int port, String predictor) throws IOException {
        try {
            return StubModel.start(port, predictor);
        } catch (BindException taken) {
            return StubModel.start(0, predictor);
        }
    }

    /** The demo is a {@code run} whose models are at hand. */
    private static RunCommand run(Path manifests) {
        RunCommand run = new RunCommand();
        new CommandLine(run)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(
                        "--manifests",
                        manifests.toString(),
                        "--admin-port=0",
                        "--access-log=off",
                        "--drain-seconds=5",
                        "--reason-header");
        return run;
    }

    private String welcome(Path manifests, int adminPort) {
        return """
            Sluice serves %s on port %d. Call the model as a client inside the cluster would:

              curl --connect-to canary-example-1:8000:127.0.0.1:%d -X POST -H 'Content-Type: application/json' \\
                -d '{"data":{"names":["a","b"],"ndarray":[[1,2]]}}' \\
                http://canary-example-1:8000/seldon/my-ns/canary-example-1/api/v1.0/predictions

            75 %% of the calls reach main, 25 %% canary. Edit traffic in the manifest, and see it move:
            http://127.0.0.1:%d/ is the dashboard. Ctrl-C ends.

            """.formatted(manifests, port, port, adminPort);
    }
}
