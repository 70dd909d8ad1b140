package io.sluice.cli;

import io.sluice.router.explain.Json;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice endpoints}. */
@Command(
        name = "endpoints",
        mixinStandardHelpOptions = true,
        description = "Show every endpoint, by cluster.",
        footer = {"", "Example: sluice endpoints --admin http://127.0.0.1:15021"})
final class EndpointsCommand implements Callable<Integer> {
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
        String json = source.json("/v1/endpoints", served -> Json.of(served.endpointRows()));
        System.out.print(format.print(json, TableText::of));
        return 0;
    }
}
