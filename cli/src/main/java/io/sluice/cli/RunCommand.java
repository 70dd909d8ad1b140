package io.sluice.cli;

import ch.qos.logback.classic.Level;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.WatcherConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice run}: serves manifests, and follows them. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Serve a directory of Kubernetes YAML, and follow its changes.",
        footer = {"", "Example: sluice run --manifests ./manifests --admin-port 15021"})
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger("sluice");

    @Option(
            names = "--manifests",
            required = true,
            arity = "1..*",
            paramLabel = "PATH",
            description = "Files and directories of YAML or JSON.")
    private List<Path> manifests = List.of();

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "INFO",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private LogLevel logLevel = LogLevel.INFO;

    private enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    @Mixin
    private final ManifestOptions reading = new ManifestOptions();

    @Mixin
    private final RouterOptions routing = new RouterOptions();

    @Override
    @SuppressWarnings("resource") // both live until the process ends
    public Integer call() throws IOException, InterruptedException {
        Logging.level(Level.valueOf(logLevel.name()));
        WatcherConfig config = reading.config(manifests);
        Serving serving;
        try {
            serving = Serving.start(routing.config(config.settings().mesh()), Placement.DECLARED);
        } catch (IOException taken) {
            System.err.println(
                    "the admin port cannot be opened (" + taken.getMessage() + "); choose another with --admin-port");
            return 1;
        }
        Watcher watcher = serving.follow(config);
        // Before anybody is told that it is ready.
        Ending.onSignal(() -> {
            watcher.close();
            return serving.drain();
        });
        if (watcher.awaitFirst(Duration.ofSeconds(10))) {
            LOG.info("ready; admin on port {}", serving.adminPort());
        } else {
            LOG.warn("no complete table yet; admin on port {}", serving.adminPort());
        }
        Ending.await();
        return 0;
    }
}
