package io.sluice.cli;

import io.sluice.router.explain.Json;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice clusters}. */
@Command(
        name = "clusters",
        mixinStandardHelpOptions = true,
        description = "Show every cluster, and how many endpoints it has.",
        footer = {"", "Example: sluice clusters --admin http://127.0.0.1:15021"})
final class ClustersCommand implements Callable<Integer> {
    @Mixin
    private final TableSource source = new TableSource();

    @Option(
            names = "-o",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json or yaml (default: ${DEFAULT-VALUE}).")
    private OutputFormat format = OutputFormat.TEXT;

    @Override
    public Integer call() throws IOException, InterruptedException {
        String json = source.json("/v1/clusters", served -> Json.of(served.clusters()));
        System.out.print(format.print(json, TableText::of));
        return 0;
    }
}
