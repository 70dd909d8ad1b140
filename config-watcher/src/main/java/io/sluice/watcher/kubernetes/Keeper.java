package io.sluice.watcher.kubernetes;

import io.sluice.watcher.source.Documents.Document;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what is in force to a file, on a thread of its own and not more often than worth it. <em>Shared</em>: the last word is an atomic. */
final class Keeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("sluice");

    private final LastGood file;
    private final AtomicReference<@Nullable List<Document>> waiting = new AtomicReference<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("last good").daemon().factory());
    private boolean failed;

    Keeper(LastGood file, Duration pause) {
        this.file = file;
        thread.scheduleWithFixedDelay(this::write, pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    void keep(List<Document> documents) {
        waiting.set(documents);
    }

    private void write() {
        List<Document> next = waiting.getAndSet(null);
        if (next == null) {
            return;
        }
        try {
            file.write(next);
            failed = false;
        } catch (IOException failure) {
            // The one before is still there. Said once: it will fail in the same way again.
            if (!failed) {
                LOG.warn(
                        "what is in force cannot be kept in {} ({}); a start while the API server is away finds what"
                                + " was kept before",
                        file,
                        failure.toString());
            }
            failed = true;
        }
    }

    /** Writes what waits, and ends. */
    @Override
    public void close() {
        thread.execute(this::write);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(2, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
