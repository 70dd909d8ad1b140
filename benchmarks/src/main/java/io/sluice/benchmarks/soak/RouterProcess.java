package io.sluice.benchmarks.soak;

import io.sluice.benchmarks.process.ProcessTree;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A router as its users start it: a process of its own, that ends by SIGTERM. */
final class RouterProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final Process process;
    private final int admin;

    private RouterProcess(Process process, int admin) {
        this.process = process;
        this.admin = admin;
    }

    /** Returns once it is ready. */
    static RouterProcess start(Path repository, Path manifests, List<String> options)
            throws IOException, InterruptedException {
        int admin = FreePort.any();
        List<String> command = new ArrayList<>(List.of(
                repository.resolve("sluice").toString(),
                "run",
                "--manifests",
                manifests.toString(),
                "--admin-port",
                Integer.toString(admin),
                "--drain-seconds",
                "10",
                "--reason-header"));
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(manifests
                        .resolveSibling(manifests.getFileName() + ".log")
                        .toFile())
                .start();
        RouterProcess router = new RouterProcess(process, admin);
        router.awaitReady();
        return router;
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() - end < 0 && process.isAlive()) {
            if (isReady()) {
                return;
            }
            Thread.sleep(20);
        }
        close();
        throw new IllegalStateException("the router was not ready in " + PATIENCE_SECONDS + " s");
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

    /** Memory of the process that the machine holds for it. */
    long residentMegabytes() {
        return new ProcessTree(process.pid()).residentBytes() >> 20;
    }

    /** SIGKILL, and its exit code. */
    int kill() throws InterruptedException {
        process.destroyForcibly();
        return process.waitFor();
    }

    /** SIGTERM, and its exit code. */
    int end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
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
