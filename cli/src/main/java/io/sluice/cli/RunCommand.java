package io.sluice.cli;

import ch.qos.logback.classic.Level;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sluice.router.DrainReport;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.source.DirectorySource;
import io.sluice.watcher.source.Source;
import io.sluice.watcher.write.ClusterWriter;
import io.sluice.watcher.write.RememberedSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice run}: serves manifests or a cluster, and follows them. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Serve a directory of Kubernetes YAML, or a cluster, and follow its changes.",
        footer = {
            "",
            "Example: sluice run --manifests ./manifests --admin-port 15021",
            "         sluice run --kubernetes --namespace my-ns"
        })
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger("sluice");
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    @ArgGroup(multiplicity = "1")
    private Origin origin = new Origin();

    /** One of them. */
    private static final class Origin {
        @Option(
                names = "--manifests",
                arity = "1..*",
                paramLabel = "PATH",
                description = "Files and directories of YAML or JSON.")
        private List<Path> manifests = List.of();

        @Option(names = "--kubernetes", description = "The cluster that this router runs in, or that of --kubeconfig.")
        private boolean kubernetes;
    }

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
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final WritingOptions writing = new WritingOptions();

    @Mixin
    private final ManifestOptions reading = new ManifestOptions();

    @Mixin
    private final RouterOptions routing = new RouterOptions();

    /**
     * What {@link #serve} has started.
     *
     * @param writer null where nothing is written
     */
    record Started(
            Serving serving, Watcher watcher, @Nullable ClusterWriter writer) {}

    @Override
    @SuppressWarnings("resource") // all of it lives until the process ends
    public Integer call() throws IOException, InterruptedException {
        Logging.level(Level.valueOf(logLevel.name()));
        Started started;
        try {
            started = serve(Placement.DECLARED);
        } catch (IOException taken) {
            System.err.println(
                    "the admin port cannot be opened (" + taken.getMessage() + "); choose another with --admin-port");
            return 1;
        }
        Watcher watcher = started.watcher();
        Serving serving = started.serving();
        // Before anybody is told that it is ready.
        Ending.onSignal(() -> {
            // Another is to say at once that this one ends.
            if (started.writer() != null) {
                started.writer().close();
            }
            // Until the last request has ended, endpoints are followed.
            DrainReport report = serving.drain();
            watcher.close();
            return report;
        });
        if (!watcher.awaitFirst(Duration.ofSeconds(10))) {
            LOG.warn("no complete table yet; admin on port {}", serving.adminPort());
            watcher.awaitFirst(FOR_EVER);
        }
        LOG.info("ready; admin on port {}", serving.adminPort());
        Ending.await();
        return 0;
    }

    /**
     * Starts to serve; a table is in force once {@link Watcher#awaitFirst} says so.
     *
     * @throws IOException if the admin port is taken
     */
    @SuppressWarnings("resource") // the source is the watcher's, which is the caller's
    Started serve(Placement placement) throws IOException {
        Settings settings = origin.kubernetes
                ? writing.settle(reading.settings().ofCluster().at(Pod.addresses()))
                : reading.settings();
        KubernetesClient client = client();
        Source source = client == null
                ? new DirectorySource(ManifestOptions.existing(origin.manifests))
                : cluster.source(client, settings);
        Serving serving = Serving.start(routing.config(settings.mesh(), settings.cluster()), placement);
        ClusterWriter writer = client == null ? null : writing.start(client, settings);
        if (writer != null) {
            serving.showLeadership(writer);
        }
        Watcher watcher = writer == null
                ? serving.follow(source, settings, applied -> {})
                : serving.follow(new RememberedSource(source, writer), settings, writer::applied);
        return new Started(serving, watcher, writer);
    }

    /** Null where there is no cluster. */
    private @Nullable KubernetesClient client() {
        if (origin.kubernetes) {
            return cluster.open();
        }
        cluster.requireNone();
        writing.requireNone();
        return null;
    }
}
