package io.sluice.benchmarks.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Writes the configurations beside this package into a directory, with their ports and paths filled in. */
final class Configurations {
    private final Path directory;

    Configurations(Path directory) {
        this.directory = directory;
    }

    /** @return the written file; {@code @port@}, {@code @main@}, {@code @canary@} and {@code @directory@} are filled in */
    Path write(String resource, int port) {
        try (InputStream template = Objects.requireNonNull(Configurations.class.getResourceAsStream(resource))) {
            String text = new String(template.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@port@", Integer.toString(port))
                    .replace("@main@", Integer.toString(Ports.MAIN))
                    .replace("@canary@", Integer.toString(Ports.CANARY))
                    .replace("@directory@", directory.toString());
            return Files.writeString(directory.resolve(resource), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
