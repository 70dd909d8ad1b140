package io.sluice.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The processes that this run has started. Whatever happens, an interrupt included, they end when it ends; nothing else
 * is ever signalled.
 */
public final class Children implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Path logs;
    private final Deque<Process> started = new ArrayDeque<>();
    private final Thread onInterrupt = new Thread(this::stopAll, "stop-children");

    /** @param logs an existing directory; each child's output lands there under its name */
    public Children(Path logs) {
        this.logs = logs;
        Runtime.getRuntime().addShutdownHook(onInterrupt);
    }

    /** Starts {@code command} on one core; the process id is the command's own, since taskset replaces itself. */
    public Process startOnCore(int core, String name, List<String> command, Path workingDirectory) {
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
        pinned.addAll(command);
        try {
            Process process = new ProcessBuilder(pinned)
                    .directory(workingDirectory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log(name).toFile())
                    .start();
            synchronized (started) {
                started.push(process);
            }
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + String.join(" ", command), e);
        }
    }

    /** What the child named {@code name} has printed so far, for the message that says why it failed. */
    public String output(String name) {
        try {
            return Files.exists(log(name)) ? Files.readString(log(name), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log(String name) {
        return logs.resolve(name + ".log");
    }

    @Override
    public void close() {
        stopAll();
        Runtime.getRuntime().removeShutdownHook(onInterrupt);
    }

    private void stopAll() {
        synchronized (started) {
            List<ProcessHandle> family = started.stream()
                    .map(Process::toHandle)
                    .flatMap(child -> Stream.concat(child.descendants(), Stream.of(child)))
                    .toList();
            started.forEach(Process::destroy);
            started.forEach(Children::await);
            family.forEach(ProcessHandle::destroyForcibly);
            started.clear();
        }
    }

    private static void await(Process process) {
        try {
            process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // The forcible end that follows needs no patience.
            Thread.currentThread().interrupt();
        }
    }
}
