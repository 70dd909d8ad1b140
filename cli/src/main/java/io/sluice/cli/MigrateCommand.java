package io.sluice.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.kubernetes.Snapshot;
import io.sluice.watcher.migrate.MigrationReport;
import io.sluice.watcher.source.Documents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice migrate}: what would change when Istio goes. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = {
            "Say what would change when Istio goes: which SeldonDeployments are captured and which are not, and why;"
                    + " who is trusted, what is not run, what is left over.",
            "Exit 1 if anything would change."
        },
        footer = {
            "",
            "Example: sluice migrate --kubeconfig ~/.kube/config",
            "         sluice migrate --manifests ./everything-that-is-in-the-cluster -o json"
        })
final class MigrateCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private Origin origin = new Origin();

    /** One of them. */
    private static final class Origin {
        @Option(
                names = "--manifests",
                arity = "1..*",
                paramLabel = "PATH",
                description =
                        "Files and directories of YAML or JSON, all that the cluster holds: operators, Namespaces,"
                                + " Services and Pods too.")
        private List<Path> manifests = List.of();

        @Option(
                names = "--kubeconfig",
                paramLabel = "FILE",
                description = "How to reach the cluster; it is only read, and no Secret of it.")
        private @Nullable Path kubeconfig;
    }

    @Option(
            names = "-o",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE}).")
    private MigrationFormat format = MigrationFormat.TEXT;

    @Mixin
    private final ManifestOptions reading = new ManifestOptions();

    @Override
    public Integer call() throws IOException {
        MigrationReport report = report();
        System.out.print(format.print(report));
        return report.changes() ? 1 : 0;
    }

    private MigrationReport report() throws IOException {
        Path kubeconfig = origin.kubeconfig;
        if (kubeconfig == null) {
            return Watcher.migration(reading.config(origin.manifests));
        }
        try (KubernetesClient client = ClusterOptions.open(kubeconfig)) {
            Documents held = Snapshot.of(client);
            System.err.print(ProblemFormat.TEXT.print(held.problems()));
            return Watcher.migration(held, reading.settings().ofCluster());
        }
    }
}
