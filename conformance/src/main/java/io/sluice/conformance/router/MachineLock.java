package io.sluice.conformance.router;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** Cases use fixed addresses and ports: one is played at a time on a machine, or rather in each of its network namespaces. */
public final class MachineLock implements AutoCloseable {
    /** File locks are between processes; within ours, threads wait here. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final FileChannel channel;

    private MachineLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits for it. */
    @SuppressWarnings("MustBeClosedChecker")
    public static MachineLock take() throws IOException {
        THREADS.lock();
        try {
            Path file = Path.of(System.getProperty("java.io.tmpdir"), "sluice-conformance" + namespace() + ".lock");
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            // The lock lives as long as its channel.
            channel.lock();
            return new MachineLock(channel);
        } catch (IOException failed) {
            THREADS.unlock();
            throw failed;
        }
    }

    /** Linux names the namespace by a number; elsewhere there is one. */
    private static String namespace() {
        try {
            return "-"
                    + Files.readSymbolicLink(Path.of("/proc/self/ns/net"))
                            .toString()
                            .replaceAll("[^0-9]", "");
        } catch (IOException none) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            THREADS.unlock();
        }
    }
}
