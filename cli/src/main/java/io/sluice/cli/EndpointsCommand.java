package io.sluice.cli;

import io.sluice.router.explain.Json;
import picocli.CommandLine.Command;

/** {@code sluice endpoints}. */
@Command(
        name = "endpoints",
        description = "Show every endpoint, by cluster.",
        footer = {"", "Example: sluice endpoints --admin http://127.0.0.1:15021"})
final class EndpointsCommand extends TableCommand {
    EndpointsCommand() {
        super("/v1/endpoints", served -> Json.of(served.endpointRows()));
    }
}
