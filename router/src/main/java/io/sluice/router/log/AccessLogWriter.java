package io.sluice.router.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that writes lines to their files. A file that cannot be written to costs lines, which are counted, and nothing else. */
final class AccessLogWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLogWriter.class);

    /** How long lines lie. Waking a thread for each costs event loops more than all of the log. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** For the last lines; a reader that has stopped reading does not hold up the end. */
    private static final long FAREWELL_MILLIS = 100;

    private static final int BATCH_BYTES = 256 * 1024;

    private final List<Outlet> outlets;
    private final AtomicLong failures;
    private final ByteBuffer batch = ByteBuffer.allocateDirect(BATCH_BYTES);
    private final Thread thread = new Thread(this::run, "access-log");
    private volatile boolean ending;
    private boolean told;

    /** @param rings one of each event loop */
    record Outlet(FileChannel file, List<LineRing> rings) {}

    /** @param failures goes up with each write that failed */
    AccessLogWriter(List<Outlet> outlets, AtomicLong failures) {
        this.outlets = outlets;
        this.failures = failures;
        thread.setDaemon(true);
        thread.start();
    }

    static FileChannel open(String name) throws IOException {
        return switch (name) {
            case "/dev/stdout" -> new FileOutputStream(FileDescriptor.out).getChannel();
            case "/dev/stderr" -> new FileOutputStream(FileDescriptor.err).getChannel();
            default ->
                FileChannel.open(
                        Path.of(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        };
    }

    private void run() {
        while (!ending) {
            if (!empty()) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        empty(); // what was written before the end
    }

    /** Whether a batch was full: then there is more. */
    private boolean empty() {
        boolean full = false;
        for (Outlet outlet : outlets) {
            for (LineRing ring : outlet.rings()) {
                while (!ring.isEmpty()) {
                    ring.takeInto(batch);
                    full |= !batch.hasRemaining();
                    // A ring is written out before the next: lines of two loops never mix.
                    write(outlet.file());
                }
            }
        }
        return full;
    }

    private void write(FileChannel file) {
        batch.flip();
        try {
            while (batch.hasRemaining()) {
                file.write(batch);
            }
            told = false;
        } catch (IOException unwritable) {
            failures.incrementAndGet();
            if (!told) {
                told = true;
                LOG.error("the access log cannot be written: {}", unwritable.getMessage());
            }
        }
        batch.clear();
    }

    /** Writes out what is there; standard output stays open, for it is not ours. */
    @Override
    public void close() {
        ending = true;
        LockSupport.unpark(thread);
        try {
            thread.join(FAREWELL_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
