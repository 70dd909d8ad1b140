package io.sluice.cli;

import io.sluice.router.explain.Json;
import picocli.CommandLine.Command;

/** {@code sluice routes}. */
@Command(
        name = "routes",
        description = "Show every route that is served, in the order in which they are asked.",
        footer = {"", "Example: sluice routes --admin http://127.0.0.1:15021"})
final class RoutesCommand extends TableCommand {
    RoutesCommand() {
        super("/v1/routes", served -> Json.of(served.routes()));
    }
}
