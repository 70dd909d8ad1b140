package io.sluice.benchmarks.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs by name. Debian keeps daemons in directories that are not on every user's path. */
public final class Executables {
    private static final List<String> DAEMON_DIRECTORIES = List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

    private Executables() {}

    public static Optional<Path> find(String name) {
        String searchPath = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Arrays.stream(searchPath.split(File.pathSeparator, -1)), DAEMON_DIRECTORIES.stream())
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The Java that runs us: children that are Java run on the same one. */
    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }
}
