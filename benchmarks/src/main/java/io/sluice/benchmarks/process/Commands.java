package io.sluice.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
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
        try {
            Process process = new ProcessBuilder(command)
                    .directory(workingDirectory.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            Thread watchdog = endAfter(process, bound);
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            watchdog.interrupt();
            if (status != 0) {
                throw new IllegalStateException(command.getFirst() + " ended with " + status + ": " + output.strip());
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command.getFirst() + " ran", e);
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
