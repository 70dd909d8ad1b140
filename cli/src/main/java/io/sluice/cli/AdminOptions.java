package io.sluice.cli;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which running router is looked at. */
final class AdminOptions {
    @Option(
            names = "--admin",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:15021",
            description = "The router's inspection port (default: ${DEFAULT-VALUE}).")
    private URI admin = URI.create("");

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Holds the token that the router's --inspect-token-file names.")
    private @Nullable Path tokenFile;

    AdminClient client() {
        return new AdminClient(admin, tokenFile);
    }
}
