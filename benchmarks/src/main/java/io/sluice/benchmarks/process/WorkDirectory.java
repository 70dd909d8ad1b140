package io.sluice.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A directory for as long as a run takes; it goes with all that is in it. */
public record WorkDirectory(Path path) implements AutoCloseable {

    public static WorkDirectory create(String name) throws IOException {
        return new WorkDirectory(Files.createTempDirectory("sluice-" + name));
    }

    /** A directory in it. */
    public Path directory(String name) throws IOException {
        return Files.createDirectories(path.resolve(name));
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
