package io.sluice.cli;

import io.sluice.router.explain.Json;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice routes}. */
@Command(
        name = "routes",
        mixinStandardHelpOptions = true,
        description = "Show every route that is served, in the order in which they are asked.",
        footer = {"", "Example: sluice routes --admin http://127.0.0.1:15021"})
final class RoutesCommand implements Callable<Integer> {
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
        String json = source.json("/v1/routes", served -> Json.of(served.routes()));
        System.out.print(format.print(json, TableText::of));
        return 0;
    }
}
