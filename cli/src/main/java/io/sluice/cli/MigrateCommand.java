package io.sluice.cli;

import io.sluice.watcher.Watcher;
import io.sluice.watcher.migrate.MigrationReport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
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
        footer = {"", "Example: sluice migrate --manifests ./everything-that-is-in-the-cluster"})
final class MigrateCommand implements Callable<Integer> {
    @Option(
            names = "--manifests",
            required = true,
            arity = "1..*",
            paramLabel = "PATH",
            description = "Files and directories of YAML or JSON, all that the cluster holds: operators, Namespaces,"
                    + " Services and Pods too.")
    private List<Path> manifests = List.of();

    @Option(
            names = "-o",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE}).")
    private MigrationFormat format = MigrationFormat.TEXT;

    @Mixin
    private final ManifestOptions reading = new ManifestOptions();

    @Override
    public Integer call() {
        MigrationReport report = Watcher.migration(reading.config(manifests));
        System.out.print(format.print(report));
        return report.changes() ? 1 : 0;
    }
}
