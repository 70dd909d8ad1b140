package io.sluice.benchmarks.process;

import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A router as its users start it: a process of its own, that ends by SIGTERM. */
public final class RouterProcess implements AutoCloseable {
    private static final Duration READY_BOUND = Duration.ofMinutes(2);
    private static final Duration END_BOUND = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(2);

    private final Process process;
    private final int admin;
    private final Path log;
    private final long beginNanos;
    private final Thread onInterrupt;
    private Duration startTime = Duration.ZERO;

    private RouterProcess(Process process, int admin, Path log, long beginNanos) {
        this.process = process;
        this.admin = admin;
        this.log = log;
        this.beginNanos = beginNanos;
        onInterrupt = new Thread(process::destroy, "end-router");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
    }

    /**
     * Returns once it is ready.
     *
     * @param manifests a directory; the router's output lands beside it
     * @param options of {@code sluice run}
     */
    public static RouterProcess start(Path repository, Path manifests, List<String> options)
            throws IOException, InterruptedException {
        return start(List.of(repository.resolve("sluice").toString()), manifests, options);
    }

    /** @param launcher what stands where {@code ./sluice} would */
    public static RouterProcess start(List<String> launcher, Path manifests, List<String> options)
            throws IOException, InterruptedException {
        int admin = FreePort.any();
        Path log = manifests.resolveSibling(manifests.getFileName() + ".log");
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of("run", "--manifests", manifests.toString(), "--admin-port", Integer.toString(admin)));
        command.addAll(options);
        long beginNanos = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        RouterProcess router = new RouterProcess(process, admin, log, beginNanos);
        router.awaitReady();
        return router;
    }

    private void awaitReady() throws IOException, InterruptedException {
        while (System.nanoTime() - beginNanos < READY_BOUND.toNanos() && process.isAlive()) {
            if (isReady()) {
                startTime = Duration.ofNanos(System.nanoTime() - beginNanos);
                return;
            }
            Thread.sleep(POLL);
        }
        close();
        throw new IllegalStateException("the router was not ready in " + READY_BOUND.toSeconds() + " s: "
                + Files.readString(log).strip());
    }

    private boolean isReady() {
        try (RawClient client = RawClient.connect(admin)) {
            return client.send("GET /ready HTTP/1.1\r\nhost: localhost\r\n\r\n")
                    .message()
                    .contains(" 200 ");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** From the start of its launcher to ready. */
    public Duration startTime() {
        return startTime;
    }

    public ProcessTree tree() {
        return new ProcessTree(process.pid());
    }

    /** Memory of the process that the machine holds for it. */
    public long residentMegabytes() {
        return tree().residentBytes() >> 20;
    }

    /** SIGKILL, and its exit code. */
    public int kill() throws InterruptedException {
        process.destroyForcibly();
        return exitCode();
    }

    /** SIGTERM, and its exit code. */
    public int end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(END_BOUND.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return exitCode();
    }

    private int exitCode() throws InterruptedException {
        int code = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(onInterrupt);
        return code;
    }

    @Override
    public void close() throws IOException {
        try {
            end();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
