package io.sluice.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTreeTest {
    @Test
    void whatAThreadComputesIsCounted() {
        ProcessTree self = new ProcessTree(ProcessHandle.current().pid());
        CpuTime begin = self.cpuTime();
        long untilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
        while (System.nanoTime() < untilNanos) {
            Thread.onSpinWait();
        }

        assertThat(self.cpuTime().nanosSince(begin)).isPositive();
        assertThat(self.residentBytes()).isGreaterThan(10_000_000);
    }

    @Test
    void descendantsBelongToIt(@TempDir Path logs) throws Exception {
        try (Children children = new Children(logs)) {
            Process shell = children.startOnCore(0, "shell", List.of("sh", "-c", "sleep 30 & echo $!; wait"), logs);
            String sleeping = awaitOutput(children, shell);

            assertThat(new ProcessTree(shell.pid()).pids()).contains(shell.pid(), Long.parseLong(sleeping));
        }
    }

    @Test
    void nothingStartedOutlivesTheRun(@TempDir Path logs) throws Exception {
        ProcessHandle grandchild;
        try (Children children = new Children(logs)) {
            Process shell = children.startOnCore(0, "shell", List.of("sh", "-c", "sleep 30 & echo $!; wait"), logs);
            grandchild = ProcessHandle.of(Long.parseLong(awaitOutput(children, shell)))
                    .orElseThrow();
        }

        assertThat(grandchild.onExit()).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void aTreeThatHasEndedCostsNothing() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();

        assertThat(new ProcessTree(gone.pid()).residentBytes()).isZero();
    }

    private static String awaitOutput(Children children, Process process) {
        while (process.isAlive() && !children.output("shell").endsWith("\n")) {
            Thread.onSpinWait();
        }
        return children.output("shell").strip();
    }

    @Test
    void aCommandIsToldWithoutDirectories() {
        assertThat(ProcessTree.withoutDirectories(
                        "/usr/bin/java -Dhome=/opt/x -cp /opt/a.jar:/opt/b/* -f /tmp/1/haproxy.cfg"
                                + " https://haproxy.org/"))
                .isEqualTo("java -Dhome=x -cp a.jar:* -f haproxy.cfg https://haproxy.org/");
    }
}
