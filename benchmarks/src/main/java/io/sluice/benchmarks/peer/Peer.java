package io.sluice.benchmarks.peer;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that can stand in the comparison.
 *
 * @param port where it listens
 * @param command starts it in the foreground, with one thread for traffic
 * @param versionCommand prints its version on the first line that is not empty
 * @param directory where both commands run
 * @param counter null where it counts nothing
 * @param features what it does per request; all, unless the peer is there to show the cost of doing less
 */
public record Peer(
        String name,
        int port,
        List<String> command,
        List<String> versionCommand,
        Path directory,
        @Nullable Counter counter,
        Set<Feature> features) {}
