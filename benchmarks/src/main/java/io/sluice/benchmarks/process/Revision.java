package io.sluice.benchmarks.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Which code was measured, where git can tell. */
public final class Revision {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private Revision() {}

    public static String of(Path repository) {
        try {
            return Commands.run(List.of("git", "describe", "--always", "--dirty", "--abbrev=12"), repository, BOUND)
                    .strip();
        } catch (RuntimeException e) {
            // No git, or no checkout: the figures stand, less well labelled.
            return "unknown";
        }
    }
}
