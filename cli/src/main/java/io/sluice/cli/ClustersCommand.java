package io.sluice.cli;

import io.sluice.router.explain.Json;
import picocli.CommandLine.Command;

/** {@code sluice clusters}. */
@Command(
        name = "clusters",
        description = "Show every cluster, and how many endpoints it has.",
        footer = {"", "Example: sluice clusters --admin http://127.0.0.1:15021"})
final class ClustersCommand extends TableCommand {
    ClustersCommand() {
        super("/v1/clusters", served -> Json.of(served.clusters()));
    }
}
