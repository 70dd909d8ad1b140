package io.sluice.benchmarks.peer;

import io.sluice.benchmarks.load.ModelCall;
import io.sluice.benchmarks.load.Scenario;
import io.sluice.benchmarks.process.Children;
import io.sluice.benchmarks.process.Commands;
import io.sluice.benchmarks.process.ProcessTree;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A peer that runs and has answered its first call.
 *
 * @param output what it has printed so far
 * @param version the first line of its version command
 * @param startMillis from its start to its first good answer: launcher and configuration included
 */
public record Contestant(Peer peer, Process process, Supplier<String> output, String version, long startMillis) {
    private static final Duration START_BOUND = Duration.ofSeconds(60);
    /** A first call of a launcher may build what it launches. */
    private static final Duration VERSION_BOUND = Duration.ofMinutes(10);

    private static final long POLL_NANOS = Duration.ofMillis(20).toNanos();

    /** @throws IllegalStateException quoting the peer's output when it does not come to answer */
    public static Contestant start(Peer peer, Probe probe, Children children, int core) {
        String version = Commands.standardOutput(peer.versionCommand(), peer.directory(), VERSION_BOUND)
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("unknown");
        requireFree(peer.port());
        long begin = System.nanoTime();
        Process process = children.startOnCore(core, peer.name(), peer.command(), peer.directory());
        if (!awaitAnswer(process, peer.port(), probe)) {
            throw new IllegalStateException(peer.name() + " does not answer on port " + peer.port() + ": "
                    + children.output(peer.name()).strip());
        }
        long startMillis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        return new Contestant(
                peer,
                process,
                () -> children.output(peer.name()),
                ProcessTree.withoutDirectories(version.strip()),
                startMillis);
    }

    public ProcessTree tree() {
        return new ProcessTree(process.pid());
    }

    /** @throws IllegalStateException quoting what it printed, if it has ended */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(peer.name() + " has ended with " + process.exitValue() + ": "
                    + output.get().strip());
        }
    }

    /** Starts the model behind the proxies. */
    public static void startBackends(Children children, int core, Path work, Scenario scenario) {
        requireFree(Ports.MAIN);
        requireFree(Ports.CANARY);
        Process process = children.startOnCore(core, "backends", Backends.command(work, scenario), work);
        try (Probe probe = new Probe(null)) {
            if (!awaitAnswer(process, Ports.MAIN, probe) || !awaitAnswer(process, Ports.CANARY, probe)) {
                throw new IllegalStateException("the backends do not answer: "
                        + children.output("backends").strip());
            }
        }
    }

    private static void requireFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new IllegalStateException("port " + port + " is taken by another process", e);
        }
    }

    private static boolean awaitAnswer(Process process, int port, Probe probe) {
        long deadlineNanos = System.nanoTime() + START_BOUND.toNanos();
        while (process.isAlive() && System.nanoTime() - deadlineNanos < 0) {
            if (probe.answers(port, ModelCall.PATH)) {
                return true;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return false;
    }
}
