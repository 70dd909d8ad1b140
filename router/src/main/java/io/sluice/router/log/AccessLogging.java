package io.sluice.router.log;

import io.sluice.table.policy.AccessLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The access log of a router, or that it has none. Shared: made before the event loops begin. */
public final class AccessLogging implements AutoCloseable {
    /** A hundred lines of the usual length and more than ten of the longest. */
    private static final int RING_BYTES = 1 << 20;

    private final @Nullable AccessLogWriter writer;
    private final List<LoopLog> loops = new ArrayList<>();
    private final AtomicLong failures = new AtomicLong();

    private AccessLogging(@Nullable AccessLog log, int count) throws IOException {
        if (log == null) {
            writer = null;
            return;
        }
        FileChannel file = AccessLogWriter.open(log.file());
        List<LineRing> rings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            LineRing ring = new LineRing(RING_BYTES);
            rings.add(ring);
            loops.add(new LoopLog(log, ring));
        }
        writer = new AccessLogWriter(file, rings, failures);
    }

    /**
     * @param log null = none
     * @throws IOException if its file cannot be opened
     */
    public static AccessLogging open(@Nullable AccessLog log, int loops) throws IOException {
        return new AccessLogging(log, loops);
    }

    /** Null = nothing is logged. */
    public @Nullable LoopLog loop(int index) {
        return loops.isEmpty() ? null : loops.get(index);
    }

    /** Lines that nobody will read: there was no room for them. */
    public double dropped() {
        return loops.stream().mapToLong(LoopLog::dropped).sum();
    }

    /** Times that the file did not take what was to be written. */
    public double failures() {
        return failures.get();
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }
}
