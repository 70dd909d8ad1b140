package io.sluice.cli;

import io.sluice.router.explain.Explainer;
import io.sluice.router.explain.Inspection;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.translate.Translation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a table that is to be shown comes from: manifests, or a router that runs. */
final class TableSource {
    @ArgGroup(multiplicity = "1")
    private Place place = new Place();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "With --admin: holds the token that the router's --inspect-token-file names.")
    private @Nullable Path tokenFile;

    @Mixin
    private final ManifestOptions reading = new ManifestOptions();

    /** One of them. */
    private static final class Place {
        @Option(names = "--manifests", arity = "1..*", paramLabel = "PATH", description = "Files and directories.")
        private List<Path> manifests = List.of();

        @Option(
                names = "--admin",
                paramLabel = "URL",
                description = "Of a running router's inspection port: http://127.0.0.1:15021")
        private @Nullable URI admin;
    }

    /**
     * The table as JSON.
     *
     * @param path on the inspection port
     * @param local the same of manifests
     */
    String json(String path, Function<Inspection, String> local) throws IOException, InterruptedException {
        URI admin = place.admin;
        if (admin != null) {
            return new AdminClient(admin, tokenFile).get(path);
        }
        Translation translation = Watcher.translate(reading.config(place.manifests));
        return local.apply(
                Explainer.of(translation.table(), translation.endpoints()).inspect());
    }
}
