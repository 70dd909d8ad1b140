package io.sluice.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a command to its end, within a bound, and hands back what it printed. */
public final class Commands {
    private Commands() {}

    /**
     * @return standard output and standard error, interleaved
     * @throws IllegalStateException when the command fails or outlives {@code bound} (it is then ended)
     */
    public static String run(List<String> command, Path workingDirectory, Duration bound) {
        return run(new ProcessBuilder(command).redirectErrorStream(true), workingDirectory, bound);
    }

    /** As {@link #run}, but only standard output; standard error goes to ours, where a launcher may tell that it builds. */
    public static String standardOutput(List<String> command, Path workingDirectory, Duration bound) {
        return run(new ProcessBuilder(command).redirectError(Redirect.INHERIT), workingDirectory, bound);
    }

    private static String run(ProcessBuilder builder, Path workingDirectory, Duration bound) {
        String name = builder.command().getFirst();
        try {
            Process process = builder.directory(workingDirectory.toFile()).start();
            process.getOutputStream().close();
            Thread watchdog = endAfter(process, bound);
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            watchdog.interrupt();
            if (status != 0) {
                throw new IllegalStateException(name + " ended with " + status + ": " + output.strip());
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " ran", e);
        }
    }

    private static Thread endAfter(Process process, Duration bound) {
        return Thread.ofVirtual().start(() -> {
            try {
                if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                // The command has ended by itself.
                Thread.currentThread().interrupt();
            }
        });
    }
}
